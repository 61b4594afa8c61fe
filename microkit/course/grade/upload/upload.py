"""Marks as CSV files that nbgrader, Canvas and Moodle know.

Canvas's importer wants the columns Student, ID, SIS User ID, SIS Login ID and Section, in this
order, then one a lesson, and a second row with the points. It finds a student by Canvas's own
number, else by the login, else by the name. Moodle's importer lets the teacher say which column is
what; this is what its own export calls them.

References
----------
Canvas, `lib/gradebook_importer.rb`; Moodle, `grade/import/csv/classes/load_data.php`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import CsvExportPlugin

from microkit.course.csv_files import csv_text, harmless, write_files
from microkit.course.grade.upload.sheet import Row, Sheet, read_sheet

_MOST_NAMED = 3


def write_exports(
    gradebook_url: str, course_id: str, lesson: str | None, folder: Path
) -> list[Path]:
    """Write `grades.csv`, `canvas.csv` and `moodle.csv`, and return where they are.

    Parameters
    ----------
    gradebook_url : str
        nbgrader's database, such as ``"sqlite:///gradebook.db"``.
    course_id : str
        The course's id.
    lesson : str or None
        The lesson's name; None for all of them, a column each.
    folder : Path
        Where the files go; it is made where it is missing.

    Raises
    ------
    CourseError
        If there is no such lesson, or the folder cannot be written to.
    """
    with Gradebook(gradebook_url, course_id) as gradebook:
        sheet = read_sheet(gradebook, lesson)
        files = {
            "grades.csv": grades_csv(gradebook, lesson),
            "canvas.csv": canvas_csv(sheet),
            "moodle.csv": moodle_csv(sheet),
        }
    return write_files(files, folder)


def about_exports(gradebook_url: str, course_id: str, lesson: str | None) -> list[str]:
    """Return a sentence for each thing that the files cannot say, and what to do about it."""
    with Gradebook(gradebook_url, course_id) as gradebook:
        return about_sheet(read_sheet(gradebook, lesson))


def canvas_csv(sheet: Sheet) -> str:
    r"""Return marks in the columns of Canvas's gradebook.

    Work that was not handed in stays empty: Canvas leaves such a mark alone.

    Examples
    --------
    >>> ada = Row("ada", "Ada", "Byron", "", "7", {"02": 19.5})
    >>> print(*canvas_csv(Sheet({"02": 20.0}, (ada,))).splitlines(), sep="\n")
    Student,ID,SIS User ID,SIS Login ID,Section,02
    Points Possible,,,,,20
    "Byron, Ada",7,,ada,,19.5
    """
    head = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", *sheet.points)
    most = ("Points Possible", "", "", "", "", *map(_number, sheet.points.values()))
    rows = []
    for row in sheet.rows:
        # Canvas reads the digits at the beginning of whatever stands in its ID column.
        number = row.lms if row.lms.isascii() and row.lms.isdigit() else ""
        sis = "" if number else row.lms
        rows.append((_name(row), number, sis, row.id, "", *_marks(sheet, row)))
    return csv_text([head, most, *rows])


def moodle_csv(sheet: Sheet) -> str:
    r"""Return marks in columns for Moodle's grade import.

    A row without the identity that the teacher chooses would count for the student above it, in
    Moodle. So the columns of ID numbers and of addresses are there only if everyone has one.

    Examples
    --------
    >>> ada = Row("ada", "Ada", "Byron", "", "7", {"02": 19.5})
    >>> print(*moodle_csv(Sheet({"02": 20.0}, (ada,))).splitlines(), sep="\n")
    Username,ID number,First name,Last name,02
    ada,7,Ada,Byron,19.5
    """
    columns: dict[str, Callable[[Row], str]] = {"Username": lambda row: row.id}
    if all(row.lms for row in sheet.rows):
        columns["ID number"] = lambda row: row.lms
    if all(row.email for row in sheet.rows):
        columns["Email address"] = lambda row: row.email
    columns |= {"First name": lambda row: row.first, "Last name": lambda row: row.last}
    rows = ((*(of(row) for of in columns.values()), *_marks(sheet, row)) for row in sheet.rows)
    return csv_text([(*columns, *sheet.points), *rows])


def grades_csv(gradebook: Gradebook, lesson: str | None = None) -> str:
    """Return what nbgrader's own export writes, with every text in it made safe.

    nbgrader's plugin sets no text in quotes, and asks for every submission by itself.
    """
    handed_in = {
        (submission.assignment.name, _cell(submission.student_id)): submission
        for assignment in gradebook.assignments
        if lesson in (None, assignment.name)
        for submission in assignment.submissions
    }

    def find_submission(assignment: str, student: str) -> Any:
        if (assignment, student) not in handed_in:
            raise MissingEntry
        return handed_in[assignment, student]

    told = ("id", "last_name", "first_name", "email")
    students = [
        SimpleNamespace(**{name: _cell(getattr(student, name)) for name in told})
        for student in gradebook.students
    ]
    view = SimpleNamespace(
        assignments=[one for one in gradebook.assignments if lesson in (None, one.name)],
        students=students,
        find_submission=find_submission,
    )
    with tempfile.TemporaryDirectory(prefix="microkit-grades-") as scratch:
        path = Path(scratch, "grades.csv")
        CsvExportPlugin(to=str(path)).export(cast(Gradebook, view))
        return path.read_text()  # the plugin writes as the machine does by default


def about_sheet(sheet: Sheet) -> list[str]:
    """Return a sentence for each thing that is missing in a sheet.

    What nobody has, such as an address, the course does without, and nothing is said of it.

    Examples
    --------
    >>> about_sheet(Sheet({"02": 20.0}, (Row("ada", "Ada", "Byron", "ada@example.org", "41"),)))
    []
    """
    said, missing = [], []
    fields = {"lms": "LMS user id", "email": "email address", "last": "last name"}
    for field, what in fields.items():
        without = [row.id for row in sheet.rows if not getattr(row, field)]
        if 0 < len(without) < len(sheet.rows):  # a course may do without the field
            missing.append((f"no {what}: {_named(without)}", without[0]))
    if missing:
        said.append(
            f"Other systems may not know every student ({'; '.join(what for what, _ in missing)}). "
            "Fill in all that you know, since what is left out is cleared: nbgrader db student add "
            f"{missing[0][1]} --first-name=... --last-name=... --email=... --lms-user-id=... "
            "(or, for many: nbgrader db student import FILE.csv)"
        )
    if sheet.waiting:
        who = _named([f"{student} ({lesson})" for student, lesson in sheet.waiting])
        said.append(
            f"{who}: a person's mark is still missing, and only the rest counts. "
            "Give it in nbgrader's formgrader, then export again."
        )
    if sheet.flagged:
        who = _named([f"{student} ({lesson})" for student, lesson in sheet.flagged])
        said.append(
            f"{who}: a person should look at this work. Until then, the marks of the checks count. "
            "To change them, use nbgrader's formgrader, then export again."
        )
    if marked := [row.id for row in sheet.rows if row.id != harmless(row.id)]:
        said.append(
            f"An apostrophe stands in front of {_named(marked)}, which a spreadsheet would take "
            "for a formula. Enter these marks by hand, or take it away."
        )
    return said


def _named(names: list[str]) -> str:
    """Return the first few names, and how many more there are."""
    more = len(names) - _MOST_NAMED
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown


def _name(row: Row) -> str:
    """Return a name as Canvas sorts it."""
    return ", ".join(part for part in (row.last, row.first) if part) or row.id


def _marks(sheet: Sheet, row: Row) -> Iterable[str]:
    return (_number(row.marks[name]) if name in row.marks else "" for name in sheet.points)


def _number(points: float) -> str:
    return f"{round(points, 2):g}"


def _cell(text: str | None) -> str | None:
    """Return a text as a cell of CSV: in quotes where it has to be."""
    if not text:
        return text
    return csv_text([[text]]).removesuffix("\r\n")
