"""Read a class from a gradebook, without changing it; what is missing is said in one sentence."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from nbgrader.api import Gradebook

from microkit.course.classroom.names import without_names
from microkit.course.classroom.rows import ClassReport, class_report
from microkit.course.errors import CourseError
from microkit.course.marks import read_marks


def read_class(gradebook: Path, lesson: str, names: bool = True) -> ClassReport:
    """Return the report of a class in one lesson.

    Parameters
    ----------
    gradebook : Path
        nbgrader's database; the graded notebooks lie beside it, in `autograded`.
    lesson : str
        The lesson's name, or its number.
    names : bool, default True
        False to call the students by numbers, in an order that says nothing.

    Raises
    ------
    CourseError
        If there is no gradebook, no such lesson in it, or nothing graded.
    """
    if not gradebook.is_file():
        raise CourseError(
            f"There is no gradebook {gradebook}. nbgrader makes one with the first lesson that it "
            "releases; name another one with --gradebook."
        )
    autograded = gradebook.resolve().parent / "autograded"
    # Opening a gradebook may write to it, so a copy is read.
    with tempfile.TemporaryDirectory(prefix="microkit-report-") as folder:
        copy = Path(shutil.copy(gradebook, folder))
        if not _is_gradebook(copy):
            raise CourseError(
                f"{gradebook} is not a gradebook of nbgrader. Name another one with --gradebook."
            )
        database = f"sqlite:///{copy}"
        name = _lesson_in(database, gradebook, lesson)
        marks = read_marks(database, autograded, name)
    if not marks:
        raise CourseError(
            f"Nobody's {name} is in the gradebook yet. Put what students handed in into "
            f"submitted/STUDENT/{name}/, and run: nbgrader autograde {name}"
        )
    if not any(mark.reports for mark in marks):
        raise CourseError(
            f"{name} has marks, and no graded notebook in {autograded} shows the report of a "
            f"check. Grade it again, so that they are written: nbgrader autograde {name} --force"
        )
    return class_report(name, marks if names else without_names(marks))


def _is_gradebook(path: Path) -> bool:
    """Say whether a file is a database with nbgrader's tables."""
    with closing(sqlite3.connect(path)) as database:
        try:
            tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return {"assignment", "student", "alembic_version"} <= {name for (name,) in tables}
        except sqlite3.DatabaseError:
            return False


def _lesson_in(database: str, gradebook: Path, lesson: str) -> str:
    """Return the name under which a gradebook knows a lesson."""
    with Gradebook(database) as opened:
        known = sorted(str(assignment.name) for assignment in opened.assignments)
    for name in known:
        if lesson in (name, name.split("_")[0]):
            return name
    there = f"It has {', '.join(known)}." if known else "It has no lesson yet."
    raise CourseError(
        f"The gradebook {gradebook} has no lesson {lesson!r}. {there} A lesson is entered when it "
        "is released: nbgrader generate_assignment LESSON"
    )
