"""Three wrong turns in lesson 04, as edits of its solution cells."""

from support.turns.turn import Turn

TURNS = (
    Turn("exp-rule", (("out.data * out.grad", "self.data * out.grad"),), "04.exp", "EXP-INPUT"),
    Turn("tanh-rule", (("out.data**2", "out.data"),), "04.tanh", "TANH-NO-SQUARE"),
    Turn(
        "check-rule",
        (("abs(a.grad - nudged)", "a.grad - nudged"),),
        "04.check_rule",
        "CHECK-NO-ABS",
    ),
)
