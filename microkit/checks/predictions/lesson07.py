"""Lesson 07: what to predict before the hiker takes a step."""

from microkit.checks.predictions.asked import Asked

ASKED: tuple[Asked, ...] = (
    Asked(
        "07.large",
        "Adam takes its first step, with the rate 0.1. The gradient is 100. How far does the "
        "parameter move?",
        0.1,
        "Adam divides the gradient by its usual size. After one step the usual size is this one: "
        "100 / 100 = 1, times the rate.",
    ),
    Asked(
        "07.small",
        "The same first step, with a gradient of 0.001. How far does the parameter move?",
        0.1,
        "0.001 / 0.001 is 1 as well. On its first step Adam listens to the sign alone.",
    ),
)
