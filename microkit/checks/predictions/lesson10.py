"""Lesson 10: what to predict about a network that reads digits."""

from microkit.checks.predictions.asked import Asked

ASKED: tuple[Asked, ...] = (
    Asked(
        "10.untrained",
        "A network that has learned nothing tells ten digits apart. What is its cross-entropy?",
        2.302585,
        "It gives each digit a share near 1/10, and minus the logarithm of 1/10 is ln 10. A loss "
        "far above that at the start is a sign that the first weights are too large.",
    ),
    Asked(
        "10.nudge",
        "One image, and its right class has the share 0.9. What gradient does the score of the "
        "right class hear from the cross-entropy?",
        -0.1,
        "The share minus what it should be: 0.9 - 1. It is below 0: raise the score, and the loss "
        "falls. The nearer the share is to 1, the quieter the message.",
    ),
)
