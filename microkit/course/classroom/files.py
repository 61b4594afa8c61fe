"""The class as CSV files that open in any spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from microkit.course.classroom.rows import ClassReport
from microkit.course.errors import CourseError

# A cell that starts with one of these is a formula to a spreadsheet, and could do anything.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write_csv(report: ClassReport, folder: Path) -> list[Path]:
    """Write three files, and return where they are.

    Parameters
    ----------
    report : ClassReport
        The class.
    folder : Path
        Where they go; it is made where it is missing.

    Raises
    ------
    CourseError
        If the folder cannot be written to.
    """
    tables = {
        "students": (
            ("student", "score", "points", "lost in", "misconceptions", "remark"),
            (
                (row.student, row.score, row.points, "; ".join(row.lost_in),
                 "; ".join(row.misconceptions), row.remark)
                for row in report.students
            ),
        ),
        "questions": (
            ("exercise", "question", "text", "points lost", "points", "students"),
            (
                (row.exercise, row.question, row.text, row.lost, row.points, row.students)
                for row in report.questions
            ),
        ),
        "misconceptions": (
            ("misconception", "title", "students", "who"),
            (
                (row.id, row.title, len(row.students), "; ".join(row.students))
                for row in report.ideas
            ),
        ),
    }  # fmt: skip
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [
            _write(folder / f"{report.lesson}_{name}.csv", head, rows)
            for name, (head, rows) in tables.items()
        ]
    except OSError as error:
        raise CourseError(
            f"The CSV files cannot be written to {folder}: {error.strerror}. Name another folder."
        ) from None


def _write(path: Path, head: Iterable[str], rows: Iterable[Iterable[str | float]]) -> Path:
    # With the mark in front, spreadsheets read the letters of every language.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows([harmless(cell) for cell in row] for row in rows)
    return path


def harmless(cell: str | float) -> str | float:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe in front makes it text.

    Examples
    --------
    >>> harmless("=1+1"), harmless("ada"), harmless(-1.5)
    ("'=1+1", 'ada', -1.5)
    """
    if isinstance(cell, str) and cell.lstrip(" \t\r\n'\"").startswith(_FORMULA):
        return f"'{cell}"
    return cell
