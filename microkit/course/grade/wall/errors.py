"""The errors of the wall, and how an exception of a student's code is raised outside."""

from __future__ import annotations

import builtins
from functools import lru_cache
from typing import Any

from microkit.course.errors import CourseError
from microkit.course.grade.endings import THEIRS


class CannotCrossError(CourseError):
    """What a graded cell hands to the student's code has no meaning on the other side."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"A graded cell cannot hand {what} to the student's code, which runs in a process of "
            "its own. Write the function inside the answer cell or compare plain numbers."
        )


class StudentError(Exception):
    """An exception of the student's own kind, or one that only the student's code can have."""


class StoppedError(StudentError):
    """The student's code was stopped, or did not answer: the text says why."""


class OutOfTimeError(BaseException):
    """The graded cell has taken too long. It is no `Exception`: a cell must not go on after it."""


def raised(kind: str, own: bool, bases: list[str], text: str, arguments: list[Any]) -> Exception:
    """Return the exception to raise outside for one that was raised inside.

    Python's own exceptions are of the same class here. A student's own class becomes a
    `StudentError` that is also of the nearest of Python's classes. Each carries a note.
    """
    error = _raised(kind, own, bases, text, arguments)
    error.add_note(THEIRS)
    return error


def _raised(kind: str, own: bool, bases: list[str], text: str, arguments: list[Any]) -> Exception:
    found = next((c for name in bases if (c := getattr(builtins, name, None)) is not None), None)
    if not (isinstance(found, type) and issubclass(found, Exception)):
        return StudentError(f"{kind}: {text}" if text else kind)
    if own:
        return _students_own(kind, found)(text)
    for given in (arguments, [text]):
        try:
            error = found(*given)
            if not text or str(error) == text:
                return error
        except Exception:  # its class wants other arguments
            continue
    return _students_own(kind, Exception)(text)


@lru_cache(maxsize=256)
def _students_own(kind: str, base: type[Exception]) -> type[StudentError]:
    """Return a class of this name; without the base, if Python does not let the two be one."""
    kind = kind if kind.isidentifier() else "StudentError"
    try:
        made = type(kind, (StudentError, base), {"__module__": "student"})
        made("")
    except Exception:
        made = type(kind, (StudentError,), {"__module__": "student"})
    return made
