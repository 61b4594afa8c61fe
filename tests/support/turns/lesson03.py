"""Three wrong turns in lesson 03, as edits of its solution cells."""

from support.turns.turn import Turn

TURNS = (
    Turn(
        "order-function",
        (("if node not in met:", "if node is not None:"),),
        "03.order",
        "ORDER-NO-NOTE",
    ),
    Turn("backward-method", (("reversed(order)", "order"),), "03.backward", "NOT-REVERSED"),
    Turn(
        "zero-grad-function", (("node.grad = 0.0", "node = 0.0"),), "03.zero_grad", "ZERO-REBINDS"
    ),
)
