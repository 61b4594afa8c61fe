"""Three wrong turns in lesson 08, as edits of its solution cells."""

from support.turns.turn import Turn

TURNS = (
    Turn(
        "engine-tags",
        (("(other.data, self.data))", "(self.data, other.data))"),),
        "08.engine",
        "ENGINE-SWAPPED",
    ),
    Turn(
        "operation-of",
        (("cls.backward(1.0, out, *numbers)", "cls.backward(1.0, *numbers)"),),
        "08.operation",
        "OPERATION-NO-OUT",
    ),
    Turn(
        "own-operation",
        (("return (g / (1 + math.exp(-x)),)", "return (1 / (1 + math.exp(-x)),)"),),
        "08.own",
        "OWN-NO-UPSTREAM",
    ),
)
