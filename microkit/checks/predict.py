"""predict: commit an answer before the picture moves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import Any

from microkit.checks.plain import written
from microkit.checks.predictions import Asked, find_prediction


@dataclass(frozen=True, repr=False)
class Prediction:
    """An answer that a student committed, or a question that still waits for one.

    Attributes
    ----------
    id : str
        Which prediction it is.
    question : str
        What was asked.
    answer : float, str or None
        The committed number or choice.
    trouble : str
        What to mend, where something else was given.
    """

    id: str
    question: str
    answer: float | str | None
    trouble: str = ""

    @property
    def committed(self) -> bool:
        """Whether there is an answer."""
        return self.answer is not None

    @property
    def number(self) -> float | None:
        """The committed number; for a choice, its place in the list, from 1."""
        if isinstance(self.answer, str):
            return float(find_prediction(self.id).choices.index(self.answer) + 1)
        return self.answer

    def __repr__(self) -> str:
        if self.answer is not None:
            return f"Locked in: {written(self.answer)}. Now see for yourself, and compare."
        if self.trouble:
            return self.trouble
        choices = find_prediction(self.id).choices
        what = f"one of {_listed(choices)}" if choices else "your number"
        return (
            f"{self.question} Type {what} in place of the three dots, and run this cell. "
            "A guess is enough: it counts, right or wrong."
        )

    def _repr_html_(self) -> str:
        """Return the sentence; behind a fold, once an answer is in, the truth and the reason."""
        said = f"<p>{escape(repr(self))}</p>"
        if self.answer is None:
            return said
        truth = find_prediction(self.id)
        return (
            f"{said}<details><summary>Compare, after you have seen it</summary>"
            f"<p>{escape(_verdict(self.answer, truth))} {escape(truth.why)}</p></details>"
        )


def predict(prediction_id: str, answer: Any = ...) -> Prediction:
    """Commit your prediction: one number or one of the choices, before anything moves.

    Parameters
    ----------
    prediction_id : str
        Such as ``"02.mul"``.
    answer : float or str
        Your number or choice. Three dots mean that you have not decided yet.

    Raises
    ------
    MicrokitError
        If there is no such question.

    Examples
    --------
    >>> predict("02.mul", -3)
    Locked in: -3. Now see for yourself, and compare.
    >>> predict("00.most", "C")
    Locked in: c. Now see for yourself, and compare.
    >>> predict("02.mul", ...).committed
    False
    """
    asked = find_prediction(prediction_id)
    if answer is ...:
        return Prediction(asked.id, asked.question, None)
    if asked.choices:
        return _choice(asked, answer)
    try:
        value = float(answer)
    except (TypeError, ValueError):
        value = math.nan
    if isinstance(answer, bool | str) or not math.isfinite(value):
        trouble = f"A prediction is one number, such as 2.5, and {answer!r} is not."
        return Prediction(asked.id, asked.question, None, trouble)
    return Prediction(asked.id, asked.question, value)


def _choice(asked: Asked, answer: Any) -> Prediction:
    given = str(answer).strip().lower()
    for choice in asked.choices:
        if given == choice.lower():
            return Prediction(asked.id, asked.question, choice)
    trouble = f"Choose one of {_listed(asked.choices)}; {answer!r} is none of them."
    return Prediction(asked.id, asked.question, None, trouble)


def _verdict(answer: float | str, truth: Asked) -> str:
    """Return what the answer is, and how the prediction compares with it."""
    you_said = f"You said {written(answer)}"
    if truth.open:
        return f"{you_said}, and no answer here is wrong."
    told = "You were right" if _right(answer, truth) else you_said
    return f"It is {written(truth.answer)}. {told}."


def _right(answer: float | str, truth: Asked) -> bool:
    """Say whether a prediction is right: a number to two digits or so, a choice exactly."""
    if isinstance(answer, float) and isinstance(truth.answer, float):
        return math.isclose(answer, truth.answer, rel_tol=5e-3, abs_tol=1e-9)
    return answer == truth.answer


def _listed(choices: tuple[str, ...]) -> str:
    return ", ".join(f'"{choice}"' for choice in choices)
