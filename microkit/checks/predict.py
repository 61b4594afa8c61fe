"""predict: commit a number before the picture moves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import Any

from microkit.checks.plain import written
from microkit.checks.predictions import find_prediction


@dataclass(frozen=True, repr=False)
class Prediction:
    """A number that a student committed, or a question that still waits for one.

    Attributes
    ----------
    question : str
        What was asked.
    number : float or None
        The committed number.
    trouble : str
        What to mend, where something else than a number was given.
    """

    id: str
    question: str
    number: float | None
    trouble: str = ""

    @property
    def committed(self) -> bool:
        """Whether there is a number."""
        return self.number is not None

    def __repr__(self) -> str:
        if self.number is not None:
            return f"Locked in: {written(self.number)}. Now move the sliders below, and compare."
        return self.trouble or (
            f"{self.question} Type your number in place of the three dots, and run this cell. "
            "A guess is enough: it counts, right or wrong."
        )

    def _repr_html_(self) -> str:
        """Return the sentence; behind a fold, once a number is in, the answer and the reason."""
        said = f"<p>{escape(repr(self))}</p>"
        if self.number is None:
            return said
        truth = find_prediction(self.id)
        right = math.isclose(self.number, truth.answer, rel_tol=1e-3, abs_tol=1e-9)
        verdict = "You were right." if right else f"You said {escape(written(self.number))}."
        return (
            f"{said}<details><summary>Compare, after you have moved the sliders</summary>"
            f"<p>It is {escape(written(truth.answer))}. {verdict} {escape(truth.why)}</p></details>"
        )


def predict(prediction_id: str, number: Any = ...) -> Prediction:
    """Commit your prediction: one number, before anything moves.

    Parameters
    ----------
    prediction_id : str
        Such as ``"02.mul"``.
    number : float
        Your number. Three dots mean that you have not decided yet.

    Raises
    ------
    MicrokitError
        If there is no such question.

    Examples
    --------
    >>> predict("02.mul", -3)
    Locked in: -3. Now move the sliders below, and compare.
    >>> predict("02.mul", ...).committed
    False
    """
    asked = find_prediction(prediction_id)
    if number is ...:
        return Prediction(asked.id, asked.question, None)
    try:
        value = float(number)
    except (TypeError, ValueError):
        value = math.nan
    if isinstance(number, bool | str) or not math.isfinite(value):
        trouble = f"A prediction is one number, such as 2.5, and {number!r} is not."
        return Prediction(asked.id, asked.question, None, trouble)
    return Prediction(asked.id, asked.question, value)
