"""Lesson 11: what to predict about a machine that invents names."""

from microkit.checks.predictions.asked import Asked

ASKED: tuple[Asked, ...] = (
    Asked(
        "11.start",
        "26 letters, and a mark where names begin and end: 27 symbols. What is the loss of a model "
        "that has learned nothing yet?",
        3.295837,
        "It gives each symbol a share near 1/27, and minus the logarithm of 1/27 is ln 27.",
    ),
    Asked(
        "11.cold",
        "You let a trained model invent names at temperature 0.1. What do they look like?",
        "nearly all the same",
        "Dividing by 0.1 makes every difference between logits ten times as large. The likeliest "
        "letter wins nearly always, and so the same few names come again and again.",
        ("nearly all the same", "as varied as real names", "letters without any order"),
    ),
)
