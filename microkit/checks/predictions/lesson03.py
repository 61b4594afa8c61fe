"""Lesson 03: what to predict before the first message travels back."""

from microkit.checks.predictions.asked import Asked

ASKED: tuple[Asked, ...] = (
    Asked(
        "03.next",
        "b = a * a, c = b + a, d = b * c. d has fired. Which node may fire next, b or c?",
        "c",
        "b is used by d and by c. As long as c has not fired, one of the two messages for b is "
        "still on its way.",
        ("b", "c"),
    ),
    Asked(
        "03.losses",
        "Two losses share a: one = 3 * a, and two = 5 * a. You call one.backward(), then "
        "two.backward(). What is a.grad?",
        8.0,
        "a is a leaf: what the first call brought stays, and the second comes on top. 3 plus 5.",
    ),
)
