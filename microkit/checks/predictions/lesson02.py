"""Lesson 02: what to predict before a gradient is passed on."""

from microkit.checks.predictions.asked import Asked

ASKED: tuple[Asked, ...] = (
    Asked(
        "02.mul",
        "c = a * b with a = 2 and b = -3. From above arrives c.grad = 4. What is a.grad?",
        -12.0,
        "The slope of c seen from a is b, which is -3, and the message from above is 4: "
        "-3 times 4.",
    ),
    Asked(
        "02.add",
        "d = a + a. From above arrives d.grad = 4. What is a.grad?",
        8.0,
        "a stands at both inputs of the plus gate. Each hears 4, and what arrives adds up.",
    ),
)
