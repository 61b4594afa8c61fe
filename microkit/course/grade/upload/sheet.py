"""A class's marks as one sheet: who the students are to other systems, and what they earned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbgrader.api import Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook

from microkit.course.errors import CourseError


@dataclass(frozen=True)
class Row:
    """One student, and their mark in each lesson that they handed in.

    Parameters
    ----------
    id : str
        nbgrader's id.
    first, last, email, lms : str
        What else nbgrader knows; ``""`` where it knows nothing.
    marks : mapping from str to float
        By the lesson's name; penalties for late work are taken off.
    """

    id: str
    first: str = ""
    last: str = ""
    email: str = ""
    lms: str = ""
    marks: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A class.

    Parameters
    ----------
    points : mapping from str to float
        What there is to earn, by the lesson's name.
    rows : tuple of Row
        By the students' ids.
    waiting : tuple of (str, str)
        Who waits for a person's mark in which lesson: their marks are not whole yet.
    flagged : tuple of (str, str)
        Whose work a person should look at; until then, the marks of the checks count.
    """

    points: Mapping[str, float]
    rows: tuple[Row, ...]
    waiting: tuple[tuple[str, str], ...] = ()
    flagged: tuple[tuple[str, str], ...] = ()


def read_sheet(gradebook: Gradebook, lesson: str | None = None) -> Sheet:
    """Return the marks in an open gradebook.

    Parameters
    ----------
    gradebook : Gradebook
        nbgrader's; it is only read.
    lesson : str, optional
        The lesson's name; every lesson by default.

    Raises
    ------
    CourseError
        If the gradebook has no such lesson.
    """
    query: Any = gradebook.db.query
    known: list[Any] = sorted(gradebook.assignments, key=lambda one: one.name)
    lessons = {one.id: (one.name, one.max_score or 0.0) for one in known}
    if lesson is not None:
        lessons = {id_: about for id_, about in lessons.items() if about[0] == lesson}
        if not lessons:
            names = ", ".join(one.name for one in known) or "none yet"
            raise CourseError(f"The gradebook has no lesson {lesson!r}. Lessons: {names}.")
    marks: dict[str, dict[str, float]] = {}
    waiting, flagged = [], []
    unmarked = _unmarked(gradebook)
    handed_in = query(
        SubmittedAssignment.id,
        SubmittedAssignment.assignment_id,
        SubmittedAssignment.student_id,
        SubmittedAssignment.score,
        SubmittedAssignment.late_submission_penalty,
        SubmittedAssignment.needs_manual_grade,
    )
    for handed, id_, student, score, penalty, waits in handed_in:
        if id_ in lessons:
            name = lessons[id_][0]
            marks.setdefault(student, {})[name] = max(0.0, (score or 0.0) - (penalty or 0.0))
            if waits:
                (waiting if handed in unmarked else flagged).append((student, name))
    known_as = query(
        Student.id, Student.first_name, Student.last_name, Student.email, Student.lms_user_id
    )
    rows = [
        Row(*(part or "" for part in about), marks=marks.get(about[0], {})) for about in known_as
    ]
    return Sheet(
        dict(lessons.values()),
        tuple(sorted(rows, key=lambda row: row.id)),
        tuple(sorted(waiting)),
        tuple(sorted(flagged)),
    )


def _unmarked(gradebook: Gradebook) -> set[str]:
    """Return the submissions in which something has no mark yet, not even a check's."""
    query: Any = gradebook.db.query
    parts = query(SubmittedNotebook.assignment_id).join(
        Grade, Grade.notebook_id == SubmittedNotebook.id
    )
    without = (Grade.needs_manual_grade, Grade.auto_score.is_(None), Grade.manual_score.is_(None))
    return {id_ for (id_,) in parts.filter(*without).distinct()}
