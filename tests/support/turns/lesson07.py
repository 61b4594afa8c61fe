"""Three wrong turns in lesson 07, as edits of its solution cells."""

from support.turns.turn import Turn

TURNS = (
    Turn(
        "sgd-class",
        (("+ p.grad", "+ self.lr * p.grad"),),
        "07.momentum",
        "OPT-MOM-LR-TWICE",
    ),
    Turn(
        "adam-class",
        ((" / (1 - self.b1**self.t)", ""), (" / (1 - self.b2**self.t)", "")),
        "07.adam",
        "OPT-ADAM-NO-CORRECTION",
    ),
    Turn("dropout-function", ((" / (1 - p)", ""),), "07.dropout", "DROPOUT-NO-SCALE"),
)
