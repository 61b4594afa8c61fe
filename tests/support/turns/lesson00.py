"""Three wrong turns in lesson 00, as edits of its solution cells."""

from support.turns.turn import Turn

TURNS = (
    Turn("slope-function", (("f(x - h)", "f(x)"), ("(2 * h)", "h")), "00.slope", "SLOPE-FORWARD"),
    Turn("partial-function", (("list(args)", "args"),), "00.partial", "PARTIAL-CHANGES-ARGS"),
    Turn(
        "gradient-function",
        (("len(args)", "len(args) - 1"),),
        "00.gradient",
        "GRADIENT-LAST-MISSING",
    ),
)
