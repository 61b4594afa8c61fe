"""Lesson 08: what to predict before last week's engine is thrown away."""

from microkit.checks.predictions.asked import Asked

ASKED: tuple[Asked, ...] = (
    Asked(
        "08.bugs",
        "In the new engine an operator only stores its local slopes; one line in backward "
        "multiplies and adds, for all of them. Which of these bugs of lesson 02 can an operator "
        "still have?",
        "a wrong slope",
        "An operator never sees the gradient from above, and never touches that of its inputs: "
        "it can neither forget the one nor overwrite the other. It can still say a wrong slope.",
        ("forgets what comes from above", "= in place of +=", "a wrong slope"),
    ),
    Asked(
        "08.square",
        "c = a * a with a = 3 stores the parents (a, a) and the slopes (3, 3). From above arrives "
        "c.grad = 2. What is a.grad, after backward has multiplied and added?",
        12.0,
        "a is in the list of parents twice, and each time it hears 3 times 2.",
    ),
)
