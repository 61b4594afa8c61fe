"""Find a misconception by its id, or all that show in one exercise."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from microkit.checks.exercise import Exercise
from microkit.checks.misconceptions import lesson02
from microkit.checks.misconceptions.entry import Misconception

LESSONS = tuple(f"{number:02}" for number in range(12) if number != 2)


@cache
def _all() -> tuple[Misconception, ...]:
    tables = [
        import_module(f"microkit.checks.misconceptions.lesson{lesson}").ENTRIES
        for lesson in LESSONS
    ]
    return (*lesson02.MISCONCEPTIONS.values(), *(entry for table in tables for entry in table))


def misconceptions() -> list[Misconception]:
    """Return every idea once, those of lesson 02 first and then in lesson order."""
    return list({entry.id: entry for entry in reversed(_all())}.values())[::-1]


def misconception(id_: str) -> Misconception:
    """Return the entry with this id.

    Examples
    --------
    >>> misconception("MUL-OWN").title
    "its own value in place of the other's"
    """
    return next(entry for entry in _all() if entry.id == id_)


def misconceptions_of(exercise: Exercise) -> list[Misconception]:
    """Return the entries that show in an exercise, in the order of its table.

    An idea that comes in several guises is there more than once.
    """
    return [entry for entry in _all() if entry.exercise == exercise.base]
