"""The questions that a student answers with a number before a picture moves."""

from __future__ import annotations

from dataclasses import dataclass

from microkit.errors import MicrokitError


@dataclass(frozen=True)
class Asked:
    """A question, its answer, and why it is the answer."""

    id: str
    question: str
    answer: float
    why: str


PREDICTIONS = {
    asked.id: asked
    for asked in (
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
}


def find_prediction(prediction_id: str) -> Asked:
    """Return the question with this id.

    Raises
    ------
    MicrokitError
        If there is none. The text lists those that there are.
    """
    if prediction_id not in PREDICTIONS:
        raise MicrokitError(
            f"There is no prediction {prediction_id!r}. There are: {', '.join(PREDICTIONS)}."
        )
    return PREDICTIONS[prediction_id]
