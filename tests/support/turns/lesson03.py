"""Three wrong turns in lesson 03, as edits of its solution cells."""

from support.turns.turn import Turn

TURNS = (
    Turn(
        "order-function",
        (
            ("            order.append(node)\n", ""),
            (
                "            met.add(node)\n",
                "            met.add(node)\n            order.append(node)\n",
            ),
        ),
        "03.order",
        "ORDER-PREORDER",
    ),
    Turn("backward-method", (("reversed(order)", "order"),), "03.backward", "NOT-REVERSED"),
    Turn(
        "zero-grad-function", (("node.grad = 0.0", "node = 0.0"),), "03.zero_grad", "ZERO-REBINDS"
    ),
)
