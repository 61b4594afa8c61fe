"""Three wrong turns in lesson 01, as edits of its solution cells."""

from support.turns.turn import Turn

TURNS = (
    Turn("value-class", (("tuple(_prev)", "set(_prev)"),), "01.value", "PREV-NOT-TUPLE"),
    Turn(
        "forward-methods",
        (("    other = other if isinstance(other, Value) else Value(other)\n", ""),),
        "01.forward",
        "NO-WRAP",
    ),
    Turn("mixed-methods", (("Value(other) - self", "self - other"),), "01.mixed", "RSUB-ORDER"),
)
