"""Read a class from a gradebook, without changing it; what is missing is said in one sentence."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from microkit.course.classroom.names import without_names
from microkit.course.classroom.rows import ClassReport, class_report
from microkit.course.errors import CourseError
from microkit.course.folder import find_course
from microkit.course.grade.ready import address_of, file_of, no_gradebook, shown
from microkit.course.grading import load_settings
from microkit.course.marks import read_marks


def find_marks(wished: str | None) -> tuple[str, Path]:
    """Return a gradebook's address, and the folder of the graded notebooks that belong to it.

    Parameters
    ----------
    wished : str or None
        A file, beside which they lie, or an address; the course's own gradebook if not given.

    Raises
    ------
    CourseError
        If a course is needed, and there is none.
    """
    if wished and (file := file_of(address := address_of(wished, Path(), Config()))):
        return address, file.resolve().parent / "autograded"
    course = find_course()
    settings = load_settings(course.settings)
    folder = settings.CourseDirectory.get("autograded_directory", "autograded")
    return address_of(wished, course.root, settings), course.root / str(folder)


def read_class(
    gradebook: str | Path, lesson: str, names: bool = True, autograded: Path | None = None
) -> ClassReport:
    """Return the report of a class in one lesson.

    Parameters
    ----------
    gradebook : str or Path
        nbgrader's database: a file, or an address such as ``"postgresql://marks"``.
    lesson : str
        The lesson's name, or its number.
    names : bool, default True
        False to call the students by numbers, in an order that says nothing.
    autograded : Path, optional
        The folder of the graded notebooks; `autograded` beside the file if not given.

    Raises
    ------
    CourseError
        If there is no gradebook, no such lesson in it, or nothing graded.
    """
    address = address_of(str(gradebook), Path(), Config())
    file = file_of(address)
    autograded = autograded or (file or Path()).parent / "autograded"
    with _only_for_reading(address) as database:
        name = _lesson_in(database, shown(address), lesson)
        marks = read_marks(database, autograded, name)
    if not marks:
        raise CourseError(
            f"Nobody's {name} is in the gradebook yet. Put what students handed in into "
            f"submitted/STUDENT/{name}/, and run: microkit grade {name}"
        )
    if not any(mark.reports for mark in marks):
        raise CourseError(
            f"{name} has marks, and no graded notebook in {autograded} shows the report of a "
            f"check. Grade it again, so that they are written: microkit grade {name} --force"
        )
    return class_report(name, marks if names else without_names(marks))


@contextmanager
def _only_for_reading(address: str) -> Iterator[str]:
    """Give the address of a gradebook that may be opened: a copy of a file, a server as it is."""
    file = file_of(address)
    if file is None:
        _check_tables(address, address)
        yield address
        return
    if not file.is_file():
        raise CourseError(
            f"There is no gradebook {file}. nbgrader makes one with the first lesson that it "
            "releases; name another one with --gradebook."
        )
    # Opening a gradebook may write to it, so a copy is read.
    with tempfile.TemporaryDirectory(prefix="microkit-report-") as folder:
        copy = f"sqlite:///{shutil.copy(file, folder)}"
        _check_tables(copy, address)
        yield copy


def _check_tables(database: str, address: str) -> None:
    """Refuse what does not hold nbgrader's tables: opening it would make them."""
    tables: set[str] = set()
    try:
        engine = create_engine(database)
        tables.update(inspect(engine).get_table_names())
        engine.dispose()
    except SQLAlchemyError as failure:
        if file_of(address) is None:
            raise no_gradebook(address, failure) from None
    if not {"assignment", "student", "alembic_version"} <= tables:
        raise CourseError(
            f"{shown(address)} is not a gradebook of nbgrader. Name another one with --gradebook."
        )


def _lesson_in(database: str, where: str, lesson: str) -> str:
    """Return the name under which a gradebook knows a lesson."""
    with Gradebook(database) as opened:
        known = sorted(str(assignment.name) for assignment in opened.assignments)
    for name in known:
        if lesson in (name, name.split("_")[0]):
            return name
    there = f"It has {', '.join(known)}." if known else "It has no lesson yet."
    raise CourseError(
        f"The gradebook {where} has no lesson {lesson!r}. {there} A lesson is entered when it "
        "is released: nbgrader generate_assignment LESSON"
    )
