"""Three wrong turns in lesson 11, as edits of its solution cells."""

from support.turns.turn import Turn

TURNS = (
    Turn(
        "embed-function",
        ((" + positions[: len(tokens)]", ""),),
        "11.embedding",
        "EMBED-NO-POSITIONS",
    ),
    Turn(
        "attention-function",
        (("np.triu(np.ones((places, places)), 1)", "np.triu(np.ones((places, places)), 0)"),),
        "11.attention",
        "ATTENTION-HIDES-ITSELF",
    ),
    Turn("loss-function", (("tokens[1:]", "tokens[:n]"),), "11.loss", "NEXT-NOT-SHIFTED"),
)
