"""What a class's report is made of: a row for each student, each question, each misconception."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import mean, median
from typing import Any, NamedTuple

from microkit.checks.lessons import find_exercise
from microkit.checks.misconceptions import misconceptions
from microkit.course.marks import Mark
from microkit.errors import MicrokitError
from microkit.graph.labels import clean, shorten

_LONGEST = 80


@dataclass(frozen=True)
class StudentRow:
    """One student.

    Parameters
    ----------
    student : str
        The id, or ``"student 3"`` where names are left out.
    score, points : float
        What was earned, and what there was to earn.
    lost_in : tuple of str
        The exercises in which points are missing.
    misconceptions : tuple of str
        Their ids.
    remark : str
        What the marks do not say, such as a cell that did not end.
    """

    student: str
    score: float
    points: float
    lost_in: tuple[str, ...]
    misconceptions: tuple[str, ...]
    remark: str


@dataclass(frozen=True)
class QuestionRow:
    """One question of one exercise, over the whole class; its hidden twin counts with it.

    Parameters
    ----------
    exercise : str
        The exercise's id, such as ``"02.mul"``.
    question : str
        The question's id; empty for points that no answer was there to earn.
    text : str
        The question as students read it, or why there is no answer.
    lost, points : float
        What the class has lost, and what there was to lose.
    students : int
        How many students have lost something.
    """

    exercise: str
    question: str
    text: str
    lost: float
    points: float
    students: int


@dataclass(frozen=True)
class IdeaRow:
    """One misconception, and who showed it.

    Parameters
    ----------
    id, title : str
        As in the kit's catalog.
    students : tuple of str
        Who showed it.
    """

    id: str
    title: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class ClassReport:
    """A class in one lesson.

    Parameters
    ----------
    lesson : str
        The lesson's name.
    students : list of StudentRow
        In the order of the marks.
    questions : list of QuestionRow
        In the order of the lesson.
    ideas : list of IdeaRow
        The most frequent first.
    """

    lesson: str
    students: list[StudentRow]
    questions: list[QuestionRow]
    ideas: list[IdeaRow]

    @property
    def costly(self) -> list[QuestionRow]:
        """The questions that have cost something, the most costly first."""
        return _sorted(row for row in self.questions if row.lost and row.question)

    @property
    def unanswered(self) -> list[QuestionRow]:
        """What was not written, or did not run: the most costly first."""
        return _sorted(row for row in self.questions if not row.question)

    @property
    def summary(self) -> str:
        """The marks in one sentence."""
        scores = [row.score for row in self.students]
        if not scores:
            return f"{self.lesson}: nobody yet."
        students = f"{len(scores)} student{'s' if len(scores) != 1 else ''}"
        points = max(row.points for row in self.students)
        return (
            f"{self.lesson}: {students}, {points:g} points. Mean {mean(scores):.1f}, "
            f"median {median(scores):.1f}, lowest {min(scores):g}, highest {max(scores):g}."
        )


def class_report(lesson: str, marks: list[Mark]) -> ClassReport:
    """Return what a class's marks and reports say.

    Parameters
    ----------
    lesson : str
        The lesson's name.
    marks : list of Mark
        What `read_marks` returns.
    """
    return ClassReport(lesson, list(map(_student, marks)), _questions(marks), _ideas(marks))


def _student(mark: Mark) -> StudentRow:
    remark = ""
    if mark.interrupted:
        remark = f"did not end: {', '.join(mark.interrupted)}"
    elif not mark.reports:
        remark = "no report in the graded notebook"
    lost_in = dict.fromkeys(loss.exercise for loss in mark.losses)
    return StudentRow(
        _short(mark.student),
        mark.score,
        mark.points,
        tuple(map(_short, lost_in)),
        tuple(map(_short, mark.misconceptions)),
        remark,
    )


class _Asked(NamedTuple):
    """One question that one student was asked."""

    exercise: str
    question: str
    text: str
    lost: float
    points: float


def _questions(marks: list[Mark]) -> list[QuestionRow]:
    """Add up what each question has cost the class; an exercise's questions stay together."""
    found: dict[str, dict[str, list[tuple[str, _Asked]]]] = {}
    for mark in marks:
        for asked in _asked(mark):
            of_exercise = found.setdefault(asked.exercise, {})
            of_exercise.setdefault(asked.question or asked.text, []).append((mark.student, asked))
    return [
        QuestionRow(
            *(cases[0][1][:3]),
            lost=round(sum(asked.lost for _, asked in cases), 2),
            points=round(sum(asked.points for _, asked in cases), 2),
            students=len({student for student, asked in cases if asked.lost}),
        )
        for of_exercise in found.values()
        for cases in of_exercise.values()
    ]


def _asked(mark: Mark) -> Iterator[_Asked]:
    """Yield everything that a student was asked."""
    for report in mark.reports.values():
        yield from _reported(report)
    for loss in mark.losses:
        if loss.cell not in mark.reports:
            exercise = _short(loss.exercise.removesuffix(".fresh"))
            yield _Asked(exercise, "", _short(loss.reason), loss.points, loss.points)


def _reported(report: dict[str, Any]) -> Iterator[_Asked]:
    """Read one report: it comes out of a student's notebook, and may hold anything."""
    try:
        exercise = find_exercise(str(report["exercise"]))
    except MicrokitError:
        return
    if report.get("written") is False:
        yield _Asked(exercise.base, "", "not written", exercise.points, exercise.points)
        return
    given = report.get("lost")
    given = given if isinstance(given, dict) else {}
    for question in exercise.questions:
        points = question.share * exercise.points
        lost = given.get(question.id, 0.0)
        known = isinstance(lost, int | float) and 0 < lost <= points + 0.01
        yield _Asked(exercise.base, question.id, question.text, lost if known else 0.0, points)


def _ideas(marks: list[Mark]) -> list[IdeaRow]:
    titles = {idea.id: idea.title for idea in misconceptions()}
    who: dict[str, list[str]] = {}
    for mark in marks:
        for idea in dict.fromkeys(map(str, mark.misconceptions)):
            who.setdefault(idea, []).append(_short(mark.student))
    rows = [IdeaRow(_short(id_), titles.get(id_, ""), tuple(names)) for id_, names in who.items()]
    return sorted(rows, key=lambda row: (-len(row.students), row.id))


def _sorted(rows: Iterable[QuestionRow]) -> list[QuestionRow]:
    return sorted(rows, key=lambda row: -row.lost)


def _short(text: Any) -> str:
    return shorten(clean(str(text)), _LONGEST, mark="...")
