"""Lesson 05: what to predict before a network is built."""

from microkit.checks.predictions.asked import Asked

ASKED: tuple[Asked, ...] = (
    Asked(
        "05.size",
        "MLP(3, [4, 4, 1]): three inputs, two layers of 4 neurons, and one neuron at the end. How "
        "many weights and biases can learn?",
        41.0,
        "A neuron has a weight for each input and one bias: 4 * (3 + 1) + 4 * (4 + 1) + 1 * "
        "(4 + 1) = 16 + 20 + 5.",
    ),
    Asked(
        "05.equal",
        "All weights of a network start at the same number, and then it is trained. What becomes "
        "of the neurons in one layer?",
        "they stay equal",
        "Equal neurons give equal answers and hear equal gradients, so they make equal steps. The "
        "layer learns no more than one neuron could. A random start is there to end this.",
        ("they stay equal", "they drift apart", "only one of them learns"),
    ),
)
