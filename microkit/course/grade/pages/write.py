"""Feedback pages: nbgrader's own converter, several at a time, once the marks are written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from nbgrader.converters.base import NbGraderException

from microkit.course.grade.book.journal import FILE as JOURNAL
from microkit.course.grade.book.one_gradebook import one_gradebook
from microkit.course.grade.book.writer import FeedbackOne, folder_of
from microkit.course.grade.engine.engine import spread
from microkit.course.grade.task import Graded, Task
from microkit.course.grading import Grader, first_cause, load_settings

_FEW = 8  # fewer pages than so are done sooner than other processes have started
_open: dict[str, _Pages] = {}


def write_pages(
    grader: Grader, lesson: str, students: Sequence[str], workers: int | None
) -> Iterator[tuple[str, str]]:
    """Write feedback pages; yield each student, and why the page could not be written, or nothing.

    Parameters
    ----------
    grader : Grader
        The course folder.
    lesson : str
        The lesson's name.
    students : sequence of str
        Whose pages.
    workers : int or None
        How many processes; as many as there are processors if None.
    """
    place = json.dumps([str(grader.root), str(grader.log_file), grader.database])
    # Not graded but shown: what a worker needs in order to do that is where the course lies.
    tasks = (Task(student, lesson, place, "") for student in students)
    workers = 1 if len(students) < _FEW else workers
    with spread(_page, tasks, workers, None, _close) as results:
        for done in results:
            yield done.student, done.trouble


def _page(task: Task) -> Graded:
    """Write one page, in whichever process."""
    if task.notebook not in _open:
        _open[task.notebook] = _Pages(task.notebook, task.lesson)
    trouble = _open[task.notebook].write(task.student)
    return Graded(task.student, task.lesson, {}, trouble=trouble)


def _close() -> None:
    while _open:
        _open.popitem()[1].close()


class _Pages:
    """The converter of one process."""

    def __init__(self, place: str, lesson: str) -> None:
        root, log_file, database = json.loads(place)
        settings = load_settings(Path(root) / "nbgrader_config.py")
        grader = Grader(Path(root), settings, Path(log_file), database)
        self.lesson = lesson
        self.directory = grader.directory(lesson)
        self.directory.ignore = [*self.directory.ignore, JOURNAL]
        self.stack = ExitStack()
        self.errors: list[str] = self.stack.enter_context(grader.quietly())
        self.gradebook = self.stack.enter_context(one_gradebook(database, grader.course_id))
        self.converter: Any = FeedbackOne(coursedir=self.directory, config=settings)
        self.converter.force = True
        self.converter.start()

    def write(self, student: str) -> str:
        self.errors.clear()
        folder = folder_of(self.directory, "autograded", student, self.lesson)
        try:
            self.converter.convert(folder, self.lesson)
        except NbGraderException as failure:
            return f"The feedback page failed: {first_cause(self.errors, failure)}"
        finally:
            self.gradebook.forget()
        return ""

    def close(self) -> None:
        self.stack.close()
