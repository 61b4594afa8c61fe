"""Lesson 06: what to predict before anything learns."""

from microkit.checks.predictions.asked import Asked

ASKED: tuple[Asked, ...] = (
    Asked(
        "06.rate",
        "w walks toward its target with the loss (w - target)**2. With a rate of 0.1 it gets there "
        "bit by bit. What does it do with ten times the rate?",
        "wobbly",
        "At a rate of 1 a step is twice the distance: w lands as far on the other side, and jumps "
        "back in the next step, for ever. At any larger rate each jump is longer than the last.",
        ("faster", "wobbly", "exploding"),
    ),
    Asked(
        "06.loss",
        "All weights of a network make one step against their gradients, and the rate is small. "
        "Is the loss of the same points now up or down?",
        "down",
        "The gradient points to where the loss grows, and the step goes the other way. As long as "
        "it is short enough, it goes downhill.",
        ("up", "down"),
    ),
)
