"""The graded class in a terminal: a row for each student, and what a person should look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from microkit.course.classroom.rows import class_report
from microkit.course.grade.alike.alike import Likeness
from microkit.course.marks import Mark
from microkit.graph.labels import clean, shorten

_LONGEST = 400
_MOST_ALIKE = 20
_NOTHING = "not written"


def show_marks(
    lesson: str, marks: Iterable[Mark], troubles: Mapping[str, str], console: Console
) -> None:
    """Print the table of a class, and a sentence about all of it.

    Parameters
    ----------
    lesson : str
        The lesson's name.
    marks : iterable of Mark
        Everyone who has marks.
    troubles : mapping from str to str
        Why somebody's work could not be graded.
    console : Console
        Where it is printed.
    """
    known = {mark.student: mark for mark in marks}
    table = Table()
    table.add_column("student", overflow="fold", min_width=7)
    table.add_column("marks", justify="right", no_wrap=True)
    table.add_column("misconceptions", overflow="fold", min_width=14)
    table.add_column("needs a look", no_wrap=True)
    looks: dict[str, list[str]] = {}
    for student in sorted({*known, *troubles}):
        mark = known.get(student)
        reasons = [*([troubles[student]] if student in troubles else [])]
        reasons += mark.looks if mark else ()
        if reasons:
            looks[student] = reasons
        table.add_row(
            _text(student),
            _marks(mark),
            Text("\n".join(map(_short, _about(mark))) or "-"),
            Text("yes" if reasons else "-"),
        )
    console.print(table)
    console.print(Text(summary(lesson, list(known.values()), len(looks))))
    if looks:
        console.print("\nNeeds a look:")
    for student, reasons in looks.items():
        _say(console, "- ", f"{student}: {' '.join(reasons)}")


def show_alike(found: Iterable[Likeness], console: Console) -> None:
    """Print who has answered alike beyond chance, if anybody has.

    Parameters
    ----------
    found : iterable of Likeness
        The most alike first.
    console : Console
        Where it is printed.
    """
    every = list(found)
    if every:
        console.print("\nAlike beyond chance, for a look; no mark was changed:")
    for one in every[:_MOST_ALIKE]:
        cells = f" (in {', '.join(one.cells)})" if one.cells else ""
        _say(console, "- ", f"{', '.join(one.students)}{cells}:")
        for evidence in one.evidence:
            _say(console, "    ", evidence)
    if (more := len(every) - _MOST_ALIKE) > 0:
        console.print(f"- and {more} more")


def summary(lesson: str, marks: list[Mark], looks: int) -> str:
    """Return a class in one or two sentences.

    Examples
    --------
    >>> summary("02", [Mark("ada", 20, 20, (), ())], 1)
    '02: 1 student, 20 points. Mean 20.0, median 20.0, lowest 20, highest 20. 1 needs a look.'
    """
    about = f"{looks or 'Nobody'} need{'s' if looks <= 1 else ''} a look."
    return f"{class_report(lesson, [_net(mark) for mark in marks]).summary} {about}"


def _say(console: Console, mark: str, text: str) -> None:
    """Print a text behind a mark; what does not fit into a line stands below it, as far in."""
    grid = Table.grid()
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(mark, Text(_short(text)))
    console.print(grid)


def _about(mark: Mark | None) -> list[str]:
    """Return what lies behind a student's marks: wrong ideas, cells without an end, no answers."""
    if mark is None:
        return []
    unwritten = all(one.reason == _NOTHING for one in mark.losses)
    if mark.losses and unwritten and not (mark.score or mark.interrupted):
        return ["(nothing written)"]
    return [*mark.misconceptions, *(f"({cell} did not end)" for cell in mark.interrupted)]


def _net(mark: Mark) -> Mark:
    """Return a mark with what lateness takes off."""
    return Mark(
        mark.student, max(0.0, mark.score - mark.penalty), mark.points, (), mark.misconceptions
    )


def _marks(mark: Mark | None) -> Text:
    if mark is None:
        return Text("-")
    late = f"\n(late: -{mark.penalty:g})" if mark.penalty else "\n(late)" if mark.late else ""
    return Text(f"{_net(mark).score:g} of {mark.points:g}{late}")


def _text(name: str) -> Text:
    return Text(_short(name))


def _short(text: str) -> str:
    return shorten(clean(text), _LONGEST, mark="...")
