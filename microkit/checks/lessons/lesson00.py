"""Lesson 00, slopes by nudging: the exercises, their points and their questions."""

from microkit.checks.exercise import Exercise, Question, predictions, twins

_SLOPE = Exercise(
    "00.slope", "slope", 4, "the slope of f at x", "0.3", "experiment",
    (
        Question(
            "line", "Is the slope of a straight line right?", 0.4,
            "By how much does the line rise between your two points, and how far apart are they?",
        ),
        Question(
            "both", "Does it nudge to both sides?", 0.4,
            "A nudge to one side alone leans to it. Look as far to the left as to the right.",
        ),
        Question(
            "nudge", "Is the nudge the one that is given?", 0.2,
            "`h` is the third argument: it says how far from x your points lie.",
        ),
    ),
)  # fmt: skip
_PARTIAL = Exercise(
    "00.partial", "partial", 3, "the slope along one argument", "0.4", "experiment",
    (
        Question(
            "one", "Is it the slope along argument i?", 0.5,
            "Only argument number i moves. All the others stay where they are.",
        ),
        Question(
            "untouched", "Are the arguments left as they were?", 0.5,
            "After the call, the list must hold what it held before. Work on a copy.",
        ),
    ),
)  # fmt: skip
_GRADIENT = Exercise(
    "00.gradient", "gradient", 3, "all slopes at once", "0.4", "experiment",
    (
        Question(
            "all", "Is there one slope for each argument, in order?", 0.7,
            "The gradient is a list: the slope along the first argument, the second, and so on.",
        ),
        Question(
            "untouched", "Are the arguments left as they were?", 0.3,
            "After the call, the list must hold what it held before.",
        ),
    ),
)  # fmt: skip
_BEST_H = Exercise(
    "00.best_h", "best_h", 2, "the best size of a nudge", "0.5", "experiment",
    (
        Question(
            "large", "Is the nudge small enough for a curve?", 0.5,
            "With a large nudge the two points lie on different parts of the curve.",
        ),
        Question(
            "small", "Is the nudge large enough for a computer's numbers?", 0.5,
            "At this size, the noise is already larger than what the smaller nudge gains. Compare "
            "the rows 1e-5 and 1e-7 of the table.",
        ),
    ),
)  # fmt: skip

EXERCISES = (
    *(_SHOWN := twins((_SLOPE, 2), (_PARTIAL, 1), (_GRADIENT, 1), (_BEST_H, 2)))[:4],
    predictions("00", "0.2", (
        ("slope", "Is there a number for the slope of the curve?"),
        ("most", "Is there a choice for what matters most?"),
    )),
    *_SHOWN[4:],
)  # fmt: skip
