"""All made-up students of the course, lesson by lesson, in one shape.

A lesson's file `students_NN.py` holds, as text: RIGHT (the whole lesson, solved), WRONG (one idea
each), TOGETHER (several at once), NOTED (conventions), STYLES (right in another way), UNWRITTEN
(what a student starts from) and SAME (for mutants: what is changed, and an expression that tells
whether two versions compute the same). `MICROKIT_STUDENTS=05,06` runs those of two lessons.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

# Lesson 02 was here first, and has tests of its own beside these.
_ALL = ",".join(f"{number:02}" for number in range(12) if number != 2)
LESSONS = tuple(os.environ.get("MICROKIT_STUDENTS", _ALL).split(","))
MODULES = {lesson: import_module(f"misconceptions.students_{lesson}") for lesson in LESSONS}


def gathered(table: str) -> list[tuple[str, Any, tuple[str, str]]]:
    """Return (lesson, key, (exercise, code)) for every student in the tables of this name."""
    return [
        (lesson, key, entry)
        for lesson, module in MODULES.items()
        for key, entry in getattr(module, table).items()
    ]


def notebook(lesson: str, code: str = "") -> dict[str, Any]:
    """Return the names of a student who is right, and wrote this code besides."""
    names: dict[str, Any] = {"__name__": "notebook"}
    exec(MODULES[lesson].RIGHT, names)
    exec(code, names)
    return names
