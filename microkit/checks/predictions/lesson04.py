"""Lesson 04: what to predict before the point moves along a curve."""

from microkit.checks.predictions.asked import Asked

ASKED: tuple[Asked, ...] = (
    Asked(
        "04.tanh_half",
        "tanh is steepest at x = 0, where its slope is 1. To the right it flattens. At which "
        "positive x has its slope fallen to 0.5?",
        0.881,
        "The slope is 1 - t**2, so t must be 0.707, the square root of a half: tanh(0.881) is "
        "that. To the left, x = -0.881 is as steep.",
    ),
    Asked(
        "04.sigmoid_steepest",
        "sigmoid climbs from 0 to 1. How steep is it where it is steepest?",
        0.25,
        "The slope is s * (1 - s), which is largest for s = 0.5: half of a half. That is at x = 0, "
        "and everywhere else sigmoid passes on less than a quarter of what arrives.",
    ),
    Asked(
        "04.relu_corner",
        "relu is flat to the left of 0, and rises with slope 1 to the right. Which slope does it "
        "have at exactly 0?",
        "anything between",
        "At a corner there is no one slope: a nudge to the left says 0, one to the right says 1. "
        "Each engine picks a number by convention; the kit and most libraries pick 0.",
        ("0", "1", "anything between"),
        open=True,
    ),
)
