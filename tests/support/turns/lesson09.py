"""Three wrong turns in lesson 09, as edits of its solution cells."""

from support.turns.turn import Turn

TURNS = (
    Turn(
        "unbroadcast-function",
        (("axis=place, keepdims=True", "axis=place"),),
        "09.unbroadcast",
        "T-UNBROADCAST-DROPS-AXIS",
    ),
    Turn(
        "mul-rule",
        (
            ("unbroadcast(to_a, a.shape)", "unbroadcast(g, a.shape) * b"),
            ("unbroadcast(to_b, b.shape)", "unbroadcast(g, b.shape) * a"),
        ),
        "09.mul",
        "T-MUL-SUMS-FIRST",
    ),
    Turn(
        "getitem-rule",
        (("np.add.at(heard, idx, g)", "heard[idx] += g"),),
        "09.getitem",
        "T-GETITEM-LAST-WINS",
    ),
)
