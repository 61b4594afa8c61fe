"""Lesson 09: what to predict before an array is stretched."""

from microkit.checks.predictions.asked import Asked

ASKED: tuple[Asked, ...] = (
    Asked(
        "09.bias",
        "A bias of shape (3,) is added to an array of shape (32, 3). Which shape has the bias's "
        "gradient?",
        "(3,)",
        "A gradient has one number for each number of its array. The 32 rows only use the bias "
        "32 times.",
        ("(3,)", "(32, 3)", "(32,)", "(1,)"),
    ),
    Asked(
        "09.ones",
        "The gradient from above is 1 in all 32 rows and 3 columns. Which number stands in each "
        "place of the bias's gradient?",
        32.0,
        "Each number of the bias was copied into 32 rows. Each copy hears 1, and what they hear "
        "adds up.",
    ),
)
