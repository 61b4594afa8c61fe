"""Predict first: the question that a widget asks, and what it says to a guess."""

from __future__ import annotations

import math
from numbers import Real
from typing import Any

from microkit.checks.predictions import Asked, find_prediction
from microkit.errors import MicrokitError
from microkit.graph.numbers import number_text


def question_of(predict: str | Asked | None) -> dict[str, Any]:
    """Return a question as plain data; empty where there is none.

    Examples
    --------
    >>> question_of("02.mul")["answer"]
    -12.0
    >>> question_of(None)
    {}
    """
    if predict is None:
        return {}
    asked = find_prediction(predict) if isinstance(predict, str) else predict
    answer = asked.answer
    if not asked.choices:
        answer = float(answer)
        if not math.isfinite(answer):
            raise MicrokitError(f"The answer of a prediction is a finite number, not {answer}.")
    return {
        "question": asked.question,
        "answer": answer,
        "why": asked.why,
        "choices": list(asked.choices),
    }


def locked_by(asked: dict[str, Any]) -> str:
    """Say why a widget hides its answers while it asks."""
    return f"Predict first: {asked['question']}"


def checked_guess(asked: dict[str, Any], guess: Any) -> float | str | None:
    """Return a guess as a number or one of the choices.

    Raises
    ------
    MicrokitError
        If it is neither.
    """
    if guess is None or not asked:
        return guess
    if asked["choices"]:
        if guess in asked["choices"]:
            return guess
        raise MicrokitError(f"A guess here is one of {asked['choices']}, and {guess!r} is not.")
    if isinstance(guess, Real) and not isinstance(guess, bool) and math.isfinite(guess):
        return float(guess)
    raise MicrokitError(f"A guess is one number, such as 2.5, and {guess!r} is not.")


def verdict(asked: dict[str, Any], guess: float | str) -> str:
    """Say how far off a guess was. ``shared/predict.js`` says the same.

    Examples
    --------
    >>> verdict(question_of("02.mul"), -3.0)
    'You said -3, it is -12: 9 away.'
    """
    answer = asked["answer"]
    if isinstance(guess, str) or isinstance(answer, str):
        return "You were right." if guess == answer else f"You said {guess}, it is {answer}."
    if math.isclose(guess, answer, rel_tol=5e-3, abs_tol=1e-9):
        return "You were right."
    away = number_text(abs(guess - answer))
    return f"You said {number_text(guess)}, it is {number_text(answer)}: {away} away."
