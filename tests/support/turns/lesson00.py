"""Three wrong turns in lesson 00, as edits of its solution cells."""

from support.turns.turn import Turn

TURNS = (
    Turn("slope-function", (("f(x - h)", "f(x)"), ("(2 * h)", "h")), "00.slope", "SLOPE-FORWARD"),
    Turn("partial-function", (("list(args)", "args"),), "00.partial", "PARTIAL-CHANGES-ARGS"),
    Turn("best-h", (("1e-5", "1e-15"),), "00.best_h", "H-TOO-SMALL"),
)
