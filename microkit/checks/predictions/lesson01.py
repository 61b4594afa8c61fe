"""Lesson 01: what to predict before a graph is drawn."""

from microkit.checks.predictions.asked import Asked

ASKED: tuple[Asked, ...] = (
    Asked(
        "01.nodes",
        "How many nodes does the graph of a*a + a have?",
        3.0,
        "a itself, the product a*a, and the sum. a is used three times, and is still one node.",
    ),
    Asked(
        "01.same",
        "You write a + b on two lines. Are the two results one and the same object?",
        "no",
        "Each plus makes a new node. The two hold equal numbers, and they are two places in a "
        "graph.",
        ("yes", "no"),
    ),
)
