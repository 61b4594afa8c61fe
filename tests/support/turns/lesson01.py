"""Three wrong turns in lesson 01, as edits of its solution cells."""

from support.turns.turn import Turn

TURNS = (
    Turn(
        "value-class", (("self.grad = 0.0", "self.grad = 1.0"),), "01.value", "GRAD-STARTS-AT-ONE"
    ),
    Turn(
        "forward-methods",
        (("    other = other if isinstance(other, Value) else Value(other)\n", ""),),
        "01.forward",
        "NO-WRAP",
    ),
    Turn("mixed-methods", (("Value(other) - self", "self - other"),), "01.mixed", "RSUB-ORDER"),
)
