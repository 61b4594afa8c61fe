"""Leave the names out: students become numbers, in an order that nobody can work back."""

from __future__ import annotations

from dataclasses import replace
from random import SystemRandom

from microkit.course.marks import Mark


def without_names(marks: list[Mark]) -> list[Mark]:
    """Return the marks of ``student 1``, ``student 2`` and so on.

    Parameters
    ----------
    marks : list of Mark
        One row a student.

    Notes
    -----
    The order is drawn anew each time. From a seed in the code, anybody with the list of the class
    could draw the same one, and put the names back.
    """
    shuffled = SystemRandom().sample(marks, len(marks))
    return [replace(mark, student=f"student {i}") for i, mark in enumerate(shuffled, start=1)]
