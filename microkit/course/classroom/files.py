"""The class as CSV files that open in any spreadsheet."""

from __future__ import annotations

from pathlib import Path

from microkit.course.classroom.rows import ClassReport
from microkit.course.csv_files import csv_text, write_files


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
    files = {
        f"{report.lesson}_{name}.csv": csv_text([head, *rows])
        for name, (head, rows) in tables.items()
    }
    return write_files(files, folder, encoding="utf-8-sig")
