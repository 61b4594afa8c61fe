"""The graded class in a terminal: a row for each student, and what a person should look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from microkit.course.classroom.rows import class_report
from microkit.course.grade.alike import Likeness
from microkit.course.marks import Mark
from microkit.graph.labels import clean, shorten

_LONGEST = 400
_MOST_ALIKE = 20


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
    table = Table(title_justify="left")
    table.add_column("student", overflow="fold", min_width=7, max_width=24)
    table.add_column("marks", justify="right", no_wrap=True)
    table.add_column("misconceptions", overflow="fold", min_width=14)
    table.add_column("needs a look", overflow="fold", ratio=1)
    looks = 0
    for student in sorted({*known, *troubles}):
        mark = known.get(student)
        reasons = [*([troubles[student]] if student in troubles else [])]
        reasons += mark.looks if mark else ()
        looks += bool(reasons)
        table.add_row(
            _text(student),
            _marks(mark),
            Text("\n".join(map(_short, mark.misconceptions if mark else ())) or "-"),
            Text("\n".join(map(_short, reasons)) or "-"),
        )
    console.print(table)
    console.print(Text(summary(lesson, list(known.values()), looks)))


def show_alike(found: Iterable[Likeness], console: Console) -> None:
    """Print who has answered alike beyond chance, if anybody has.

    Parameters
    ----------
    found : iterable of Likeness
        The most alike first.
    console : Console
        Where it is printed.
    """
    lines = []
    for one in list(found)[:_MOST_ALIKE]:
        cells = f" (in {', '.join(one.cells)})" if one.cells else ""
        lines.append(f"- {', '.join(one.students)}{cells}: {'; '.join(one.evidence)}")
    if lines:
        console.print("Alike beyond chance, for a look; no mark was changed:")
        console.print(Text("\n".join(map(_short, lines))))


def summary(lesson: str, marks: list[Mark], looks: int) -> str:
    """Return a class in one or two sentences.

    Examples
    --------
    >>> summary("02", [Mark("ada", 20, 20, (), ())], 1)
    '02: 1 student, 20 points. Mean 20.0, median 20.0, lowest 20, highest 20. 1 needs a look.'
    """
    about = f"{looks or 'Nobody'} need{'s' if looks <= 1 else ''} a look."
    return f"{class_report(lesson, [_net(mark) for mark in marks]).summary} {about}"


def _net(mark: Mark) -> Mark:
    """Return a mark with what lateness takes off."""
    return Mark(
        mark.student, max(0.0, mark.score - mark.penalty), mark.points, (), mark.misconceptions
    )


def _marks(mark: Mark | None) -> Text:
    if mark is None:
        return Text("-")
    late = f"\n(late: -{mark.penalty:g})" if mark.penalty else ""
    return Text(f"{_net(mark).score:g} of {mark.points:g}{late}")


def _text(name: str) -> Text:
    return Text(_short(name))


def _short(text: str) -> str:
    return shorten(clean(text), _LONGEST, mark="...")
