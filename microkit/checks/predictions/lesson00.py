"""Lesson 00: what to predict before anything is nudged."""

from microkit.checks.predictions.asked import Asked

ASKED: tuple[Asked, ...] = (
    Asked(
        "00.slope",
        "f(x) = 3x**2 - 4x + 5. How steep is f at x = 2/3?",
        0.0,
        "There the curve has its lowest point: a nudge to either side changes next to nothing.",
    ),
    Asked(
        "00.most",
        "d = a*b + c with a = 2, b = -3, c = 10. Nudge one of them a little: which moves d most?",
        "a",
        "A nudge of a counts -3 times, a nudge of b counts 2 times, and a nudge of c once.",
        ("a", "b", "c"),
    ),
)
