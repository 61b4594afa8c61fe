"""What has to be so before a class is graded: who, where to, with which steps, in a sandbox."""

from __future__ import annotations

import glob
import re
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from traitlets.config import Config

from microkit.course.errors import CourseError
from microkit.course.grade.book.steps import GradeOutside, TakeIn
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


def file_of(address: str) -> Path | None:
    """Return the file of a gradebook in SQLite; None where a server holds it.

    Examples
    --------
    >>> file_of("sqlite:////course/gradebook.db").name
    'gradebook.db'
    >>> file_of("postgresql://marks") is None
    True
    """
    return Path(make_url(address).database or "") if address.startswith("sqlite") else None


def shown(address: str) -> str:
    """Return a gradebook's address as it may be shown: its file, or without the password.

    Examples
    --------
    >>> shown("postgresql://me:secret@db/marks")
    'postgresql://me:***@db/marks'
    """
    try:
        return str(file_of(address) or make_url(address).render_as_string(hide_password=True))
    except ArgumentError:  # where its password stands, nobody knows
        return "that is named"


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


def check_named(address: str) -> None:
    """Refuse a file that was named and is not there: a slip would begin a second gradebook."""
    file = file_of(address)
    if file and not file.is_file():
        raise CourseError(
            f"There is no gradebook {file}. Name one that is there, or leave --gradebook out to "
            "use the course's."
        )


def no_gradebook(address: str, failure: Exception) -> CourseError:
    """Return the error of a gradebook that cannot be opened; no password is in it."""
    return CourseError(
        f"The gradebook {shown(address)} cannot be opened: {str(failure).splitlines()[0]} "
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
