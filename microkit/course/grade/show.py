"""`microkit grade`: the progress, the table, and where everything lies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from microkit.course.grade.alike.likeness import find_alike
from microkit.course.grade.book.writer import folder_of
from microkit.course.grade.classrun import ClassRun
from microkit.course.grade.one_pass import PassOutcome
from microkit.course.grade.pages.write import write_pages
from microkit.course.grade.table import show_alike, show_marks
from microkit.course.grade.upload.upload import about_exports, write_exports
from microkit.course.marks import read_marks

TRUSTED = (
    "Student code runs without a sandbox, since you trust it: it can read and change all that you "
    "can, and write itself any mark."
)


def show_grading(run: ClassRun, feedback: bool, console: Console) -> PassOutcome:
    """Grade a class, and show what comes out.

    Parameters
    ----------
    run : ClassRun
        The class.
    feedback : bool
        Whether to write feedback pages.
    console : Console
        Where it is shown.
    """
    if run.step.trust_students:
        console.print(TRUSTED)
    if run.registered:
        console.print(f"{run.lesson} was not in the gradebook; it was entered from its solution.")
    with _progress(console, "grading", len(run.students)) as done:
        outcome = run.grade(done)
    if feedback:
        _write_feedback(run, outcome, console)
    marks = read_marks(run.grader.database, _place(run, "autograded"), run.lesson)
    shown = [mark for mark in marks if mark.student in set(run.students)]
    show_marks(run.lesson, shown, outcome.troubles, console)
    released = run.release.folder / f"{run.lesson}.ipynb"
    alike = find_alike(_place(run, "autograded"), run.lesson, released, run.solution)
    show_alike(alike, console)
    graded, kept = len(outcome.graded), len(outcome.kept)
    console.print(f"\nGraded now: {graded}. Unchanged since they were graded: {kept}.")
    about = _write_marks(run)
    if feedback:
        _say(console, "Feedback pages", _place(run, "feedback"))
    _say(console, "Marks as CSV", f"{about.parent} (for nbgrader, Canvas and Moodle)")
    if about.is_file():
        _say(console, "Read first", about)
    return outcome


def _write_feedback(run: ClassRun, outcome: PassOutcome, console: Console) -> None:
    """Write the pages of those graded now, and those that are missing."""
    missing = {
        student
        for student in outcome.kept
        if not (
            folder_of(run.directory, "feedback", student, run.lesson) / f"{run.lesson}.html"
        ).is_file()
    }
    students = sorted({*outcome.graded, *missing})
    with _progress(console, "feedback pages", len(students)) as done:
        for student, trouble in write_pages(run.grader, run.lesson, students, run.wishes.workers):
            if trouble:
                outcome.troubles[student] = trouble
            done(student)


def _write_marks(run: ClassRun) -> Path:
    """Write the marks as files to upload; return the file with what they cannot say, if any."""
    address, course = run.grader.database, run.grader.course_id
    folder = run.grader.root / "marks" / run.lesson
    about = folder / "about.txt"
    with run.grader.quietly():
        write_exports(address, course, run.lesson, folder)
        said = about_exports(address, course, run.lesson)
    about.unlink(missing_ok=True)
    if said:
        about.write_text("\n\n".join(said) + "\n", encoding="utf-8")
    return about


def _say(console: Console, what: str, where: object) -> None:
    console.print(f"{what + ':':<16}{where}", soft_wrap=True, highlight=False, markup=False)


def _place(run: ClassRun, step: str) -> Path:
    """Return the folder of all submissions of a step."""
    return run.grader.root / getattr(run.directory, f"{step}_directory")


@contextmanager
def _progress(console: Console, what: str, total: int) -> Iterator:
    quiet = not console.is_terminal or not total
    columns = (
        TextColumn("{task.description:<14}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=quiet) as progress:
        task = progress.add_task(what, total=total)
        yield lambda student: progress.advance(task)
