"""What has to be so before a class is graded: who, where to, with which steps, in a sandbox."""

from __future__ import annotations

import glob
import re
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url
from traitlets.config import Config

from microkit.course.errors import CourseError
from microkit.course.grade.book.steps import GradeOutside, TakeIn
from microkit.course.grading import Grader
from microkit.course.sandbox import available


def address_of(wished: str | None, root: Path, settings: Config) -> str:
    """Return the gradebook's address: the one that was asked for, the settings', the usual one.

    Examples
    --------
    >>> address_of("postgresql://marks", Path("course"), Config())
    'postgresql://marks'
    """
    configured = settings.CourseDirectory.get("db_url", "")
    address = str(wished or configured or root.resolve() / "gradebook.db")
    return address if "://" in address else f"sqlite:///{Path(address).resolve()}"


def students_of(directory: CourseDirectory, lesson: str, wished: tuple[str, ...]) -> list[str]:
    """Return who has handed in, by name; of these, only those that are wished for."""
    step = directory.submitted_directory
    pattern = directory.format_path(step, "(?P<student>.*)", lesson, escape=True)
    paths = glob.glob(directory.format_path(step, "*", lesson))
    found = sorted(match["student"] for path in paths if (match := re.fullmatch(pattern, path)))
    if missing := sorted(set(wished) - set(found)):
        raise CourseError(
            f"There is no submission of {', '.join(missing)}: submissions lie in "
            f"{directory.submitted_directory}/STUDENT/{lesson}/."
        )
    if not found:
        raise CourseError(
            f"Nobody has handed in {lesson} yet. Put what was handed in into "
            f"{directory.submitted_directory}/STUDENT/{lesson}/, or run: nbgrader collect {lesson}"
        )
    return [student for student in found if not wished or student in wished]


def check_steps(settings: Config) -> None:
    """Refuse settings that do not choose our steps."""
    if GradeOutside not in settings.Autograde.get("autograde_preprocessors", []) or (
        TakeIn not in settings.Autograde.get("sanitize_preprocessors", [])
    ):
        raise CourseError(
            "nbgrader_config.py chooses other steps of grading than microkit grade needs. Choose "
            "sanitizing_steps() and grading_steps() there, or grade with: nbgrader autograde LESSON"
        )


def check_sandbox() -> None:
    """Refuse a machine on which there can be no sandbox."""
    found = available(warm=True)
    if not found.ok:
        raise CourseError(
            f"Nothing was graded, since there is no sandbox here. {found.reason} "
            f"{found.what_to_do} To run student code with your own rights all the same, add "
            "--trust-students."
        )


def no_gradebook(grader: Grader, failure: Exception) -> CourseError:
    """Return the error of a gradebook that cannot be opened; no password is in it."""
    where = grader.database
    if "://" in where and not where.startswith("sqlite"):
        where = make_url(where).render_as_string(hide_password=True)
    return CourseError(
        f"The gradebook {where} cannot be opened: {str(failure).splitlines()[0]} "
        "Name another one with --gradebook, or see to it that this one can be reached."
    )


def settings_text(value: Any) -> str:
    """Return settings as a text that is the same in each run."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{settings_text(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(settings_text, value)) + "]"
    named = getattr(value, "__qualname__", None)
    return named or (repr(value) if type(value).__repr__ is not object.__repr__ else "")
