"""Judge predictions by completion: a committed number counts, right or wrong."""

from __future__ import annotations

from typing import Any

from microkit.checks.exercise import Exercise
from microkit.checks.judges.judgment import Judgment


def judge_predictions(exercise: Exercise, answers: dict[str, Any], seed: str) -> Judgment:
    """Return which predictions still wait for a number."""
    found = Judgment()
    for question, name, number in zip(
        exercise.questions, exercise.names, answers["numbers"], strict=True
    ):
        if number is None:
            found.fail(question.id, f"{name} has no number yet.")
            found.advice = (
                "Type a number in place of the three dots, and run that cell. A wrong guess counts "
                "as much as a right one."
            )
    found.written = len(found.failed) < len(exercise.questions)
    return found
