"""One open gradebook for a whole run, in which each submission is one transaction.

nbgrader's converter opens the gradebook anew in every step, asks for every cell by itself, and
commits after each: most of the time of a graded submission goes there. Within `one_gradebook`
its steps share this one. Outside of it, nothing of nbgrader is changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace
from typing import Any, Self
from unittest import mock

from nbformat import NotebookNode
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.nbgraderformat import MetadataValidator
from sqlalchemy import func
from sqlalchemy.orm import Session, scoped_session, sessionmaker

# Where nbgrader's own modules name its gradebook.
_OPENED_IN = (
    "microkit.course.grade.book.steps",
    "nbgrader.converters.autograde",
    *(
        f"nbgrader.preprocessors.{step}"
        for step in (
            *("getgrades", "latesubmissions", "overwritecells", "overwritekernelspec"),
            "saveautogrades",
        )
    ),
)
_CHECKED_IN = "nbgrader.preprocessors.checkcellmetadata.MetadataValidator"


class _LateSession(Session):
    """A session in which a step's commit only sends what it has; `finish` commits for good."""

    def commit(self) -> None:
        self.flush()

    def finish(self) -> None:
        super().commit()


class OneGradebook(Gradebook):
    """nbgrader's gradebook, left open, which asks once for what many steps ask for.

    Parameters
    ----------
    db_url : str
        Its address, such as ``"sqlite:///gradebook.db"``.
    course_id : str
        The course's id.
    """

    def __init__(self, db_url: str, course_id: str) -> None:
        super().__init__(db_url, course_id)
        self.check_course("default_course")  # as nbgrader's steps do, which name no course
        self.db.remove()
        self.db = scoped_session(sessionmaker(bind=self.engine, class_=_LateSession))
        self._lesson: dict[tuple[str, ...], Any] = {}  # what no submission changes
        self._parts: dict[tuple[type, str, str, str], dict[str, Any]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        """Stay open for the next step."""

    def finish(self) -> None:
        """Commit what was written for a submission, and forget what was read for it."""
        self.db().finish()
        self.forget()

    def forget(self) -> None:
        """Take back what was not committed."""
        self._parts.clear()
        self.db.remove()

    def close(self) -> None:
        """Close the gradebook for good."""
        self._parts.clear()
        super().close()

    def automatic_marks(self, lesson: str) -> dict[str, float]:
        """Return the points that were given without a person, by student, of all submissions."""
        rows = (
            self.db.query(SubmittedAssignment.student_id, func.sum(Grade.auto_score))
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .outerjoin(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .outerjoin(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .filter(Assignment.name == lesson)  # type: ignore[attr-defined]
            .group_by(SubmittedAssignment.student_id)
        )
        return {student: float(points or 0) for student, points in rows}

    def marks_of(self, lesson: str, student: str) -> float:
        """Return the points that one student was given without a person."""
        grades = self._of(Grade, lesson, lesson, student).values()
        return sum(grade.auto_score or 0.0 for grade in grades)

    def deadlines(self, lesson: str) -> dict[str, str]:
        """Return what decides about lateness, by student; with ``""``, what holds for everyone."""
        due = self.find_assignment(lesson).duedate
        rows = (
            self.db.query(SubmittedAssignment.student_id, SubmittedAssignment.extension)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .filter(Assignment.name == lesson)  # type: ignore[attr-defined]
            .filter(SubmittedAssignment.extension.is_not(None))
        )
        return {"": str(due), **{student: f"{due} {extension}" for student, extension in rows}}

    def find_source_cell(self, name: str, notebook: str, assignment: str) -> Any:
        """Return the lesson's own text of a cell: it stays the same for the whole run."""
        key = ("source", name, notebook, assignment)
        if key not in self._lesson:
            cell = super().find_source_cell(name, notebook, assignment)
            self._lesson[key] = _plain(cell, "name", "cell_type", "locked", "source", "checksum")
        return self._lesson[key]

    def find_graded_cell(self, name: str, notebook: str, assignment: str) -> Any:
        """Return what a cell is worth."""
        key = ("graded", name, notebook, assignment)
        if key not in self._lesson:
            cell = super().find_graded_cell(name, notebook, assignment)
            self._lesson[key] = _plain(cell, "name", "max_score", "cell_type")
        return self._lesson[key]

    def find_grade(self, grade_cell: str, notebook: str, assignment: str, student: str) -> Grade:
        """Return the grade of a student's cell; all of the notebook are read at once."""
        found = self._of(Grade, notebook, assignment, student).get(grade_cell)
        return found or super().find_grade(grade_cell, notebook, assignment, student)

    def find_comment(
        self, solution_cell: str, notebook: str, assignment: str, student: str
    ) -> Comment:
        """Return the comment on a student's cell; all of the notebook are read at once."""
        found = self._of(Comment, notebook, assignment, student).get(solution_cell)
        return found or super().find_comment(solution_cell, notebook, assignment, student)

    def _of(
        self, kind: type[Grade] | type[Comment], notebook: str, assignment: str, student: str
    ) -> dict[str, Any]:
        key = (kind, notebook, assignment, student)
        if key not in self._parts:
            submitted: SubmittedNotebook = self.find_submission_notebook(
                notebook, assignment, student
            )
            rows = (
                self.db.query(BaseCell.name, kind)
                .join(kind, BaseCell.id == kind.cell_id)
                .filter(kind.notebook_id == submitted.id)
            )
            self._parts[key] = {name: part for name, part in rows}
        return self._parts[key]


class _OnceValidator(MetadataValidator):
    """nbgrader's check of its metadata, done once for metadata that are the same."""

    def __init__(self, seen: set[str]) -> None:
        super().__init__()
        self._seen = seen

    def validate_cell(self, cell: NotebookNode) -> None:
        key = json.dumps([cell.cell_type, cell.metadata.get("nbgrader")], sort_keys=True)
        if key not in self._seen:
            super().validate_cell(cell)
            self._seen.add(key)


@contextmanager
def one_gradebook(db_url: str, course_id: str) -> Iterator[OneGradebook]:
    """Open a gradebook which nbgrader's steps share as long as this lasts.

    Parameters
    ----------
    db_url : str
        Its address.
    course_id : str
        The course's id.

    Notes
    -----
    For that time the name ``Gradebook`` in six of nbgrader's modules, and its check of metadata
    in one, stand for what this file holds. Call `finish` after each submission.
    """
    gradebook = OneGradebook(db_url, course_id)
    validator = _OnceValidator(set())

    def opened(address: str, *_: object) -> Gradebook:
        return gradebook if address == db_url else Gradebook(address, *_)  # type: ignore[arg-type]

    patches: list[tuple[str, Callable[..., Any]]] = [
        *((f"{import_module(name).__name__}.Gradebook", opened) for name in _OPENED_IN),
        (_CHECKED_IN, lambda: validator),
    ]
    try:
        with _patched(patches):
            yield gradebook
    finally:
        gradebook.close()


@contextmanager
def _patched(patches: list[tuple[str, Callable[..., Any]]]) -> Iterator[None]:
    started: list[Any] = []
    try:
        for name, stand_in in patches:
            patch = mock.patch(name, stand_in)
            patch.start()
            started.append(patch)
        yield
    finally:
        for patch in reversed(started):
            patch.stop()


def _plain(row: Any, *names: str) -> SimpleNamespace:
    return SimpleNamespace(**{name: getattr(row, name) for name in names})
