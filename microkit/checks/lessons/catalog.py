"""Every exercise of the course, in lesson order, and how to find one by its id."""

from __future__ import annotations

import difflib

from microkit.checks.exercise import Exercise
from microkit.checks.lessons import (
    lesson00,
    lesson01,
    lesson02,
    lesson03,
    lesson04,
    lesson05,
    lesson06,
    lesson07,
    lesson08,
    lesson09,
    lesson10,
    lesson11,
)
from microkit.errors import MicrokitError

_LESSONS = (
    lesson00,
    lesson01,
    lesson02,
    lesson03,
    lesson04,
    lesson05,
    lesson06,
    lesson07,
    lesson08,
    lesson09,
    lesson10,
    lesson11,
)


def exercises() -> list[Exercise]:
    """Return every exercise, in lesson order.

    Examples
    --------
    >>> [e.id for e in exercises() if e.lesson == "02"][:3]
    ['02.add', '02.mul', '02.pow']
    """
    return [exercise for lesson in _LESSONS for exercise in lesson.EXERCISES]


def find_exercise(exercise: str | Exercise) -> Exercise:
    """Return the exercise with this id; an `Exercise` is handed back as it is.

    Raises
    ------
    MicrokitError
        If no exercise has this id. The text names the nearest ones.
    """
    if isinstance(exercise, Exercise):
        return exercise
    known = {e.id: e for e in exercises()}
    if exercise in known:
        return known[exercise]
    near = difflib.get_close_matches(str(exercise), known, n=3) or list(known)
    raise MicrokitError(
        f"There is no exercise {exercise!r}. Did you mean one of these: {', '.join(near)}?"
    )
