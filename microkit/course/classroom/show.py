"""The class in a terminal: one sentence and three tables."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from microkit.course.classroom.rows import ClassReport

MOST_ROWS = 15


def show_class(report: ClassReport, console: Console) -> None:
    """Print a class.

    Parameters
    ----------
    report : ClassReport
        The class.
    console : Console
        Where it is printed.
    """
    console.print(Text(report.summary))
    remark = ("remark",) if any(row.remark for row in report.students) else ()
    marks = _table("Marks", "student", "mark", "points lost in", "misconceptions", *remark)
    for row in report.students:
        whole = row.score == 0 and len(row.lost_in) > 1
        lost_in = "everything" if whole else ", ".join(row.lost_in) or "-"
        ideas = "\n".join(row.misconceptions) or "-"
        cells = (row.student, f"{row.score:g} of {row.points:g}", lost_in, ideas, row.remark)
        _add(marks, *cells[: len(marks.columns)])
    console.print(marks)
    lost = _table("Points lost", "exercise", "question", "lost", "of", "students")
    for row in report.costly[:MOST_ROWS]:
        _add(lost, row.exercise, row.text, f"{row.lost:g}", f"{row.points:g}", row.students)
    _show(console, lost, len(report.costly))
    unanswered = _table("Points lost without an answer", "exercise", "why", "lost", "students")
    for row in report.unanswered[:MOST_ROWS]:
        _add(unanswered, row.exercise, row.text, f"{row.lost:g}", row.students)
    _show(console, unanswered, len(report.unanswered))
    ideas = _table("Misconceptions", "id", "what it is", "students")
    for row in report.ideas[:MOST_ROWS]:
        _add(ideas, row.id, row.title, len(row.students))
    _show(console, ideas, len(report.ideas))


def _show(console: Console, table: Table, count: int) -> None:
    """Print a table that has rows, and say how many it leaves out."""
    if count:
        console.print(table)
    if count > MOST_ROWS:
        console.print(f"... and {count - MOST_ROWS} more: --csv writes all of them.")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        number = column in ("mark", "lost", "of", "students")
        justify = "right" if number else "left"
        table.add_column(column, justify=justify, no_wrap=number, overflow="fold")
    return table


def _add(table: Table, *cells: str | int) -> None:
    table.add_row(*(Text(str(cell)) for cell in cells))  # a Text takes no markup from a name
