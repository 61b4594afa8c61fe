"""What a demo looks like in a terminal: progress, the table of marks, and where everything lies."""

from __future__ import annotations

import shlex
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from microkit.course.demo import disagreements, run_demo
from microkit.course.errors import CourseError
from microkit.course.folder import Course
from microkit.course.marks import Mark
from microkit.course.submissions import STORIES


def show_demo(course: Course, folder: Path | None = None) -> None:
    """Run a demo, and show what comes out.

    Raises
    ------
    CourseError
        If a step fails, or a mark is not what the made-up student has to get.
    """
    console = Console()
    columns = (
        TextColumn("{task.description:<20}"),
        BarColumn(),
        TextColumn("{task.completed:.0f} of {task.total:.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("prepare", total=len(STORIES) + 2)
        steps = iter(range(len(STORIES) + 2))
        demo = run_demo(
            course,
            folder,
            tell=lambda what: progress.update(task, description=what, completed=next(steps)),
        )
        progress.update(task, description="done", completed=len(STORIES) + 2)
    console.print(marks_table(demo.marks, {story.student: story.what for story in STORIES}))
    for name, path in (
        ("Gradebook", demo.gradebook),
        ("Marks as CSV", demo.csv),
        ("Feedback pages", demo.feedback),
        ("nbgrader's log", demo.log),
    ):
        console.print(f"{name + ':':<16}{path}", soft_wrap=True, highlight=False)
    at_a_glance = f"microkit report 02 --gradebook {shlex.quote(str(demo.gradebook))}"
    console.print(f"{'At a glance:':<16}{at_a_glance}", soft_wrap=True, highlight=False)
    if wrong := disagreements(demo.marks):
        raise CourseError(
            "The marks are not what they should be: " + "; ".join(wrong) + f". See {demo.log}."
        )


def marks_table(marks: list[Mark], handed_in: dict[str, str]) -> Table:
    """Return the marks as a table.

    Parameters
    ----------
    marks : list of Mark
        One row a student.
    handed_in : dict
        By student: what they handed in, in a few words.
    """
    table = Table(title="Marks and misconceptions", title_justify="left")
    table.add_column("student")
    table.add_column("handed in")
    table.add_column("mark", justify="right", no_wrap=True)
    table.add_column("points lost in")
    table.add_column("misconceptions")
    for mark in marks:
        lost = [f"{loss.exercise} -{loss.points:g}" for loss in mark.losses]
        whole = mark.score == 0 and len(lost) > 1
        table.add_row(
            mark.student,
            handed_in.get(mark.student, ""),
            f"{mark.score:g} of {mark.points:g}",
            "everything" if whole else "\n".join(lost) or "-",
            "\n".join(mark.misconceptions) or _other_reasons(mark) or "-",
        )
    return table


def _other_reasons(mark: Mark) -> str:
    if mark.interrupted:
        return f"({', '.join(mark.interrupted)} did not end)"
    reasons = dict.fromkeys(loss.reason for loss in mark.losses)
    return f"({', '.join(reasons)})" if 0 < len(reasons) <= 2 else ""
