"""Marks: what a gradebook and the graded notebooks say about each student, as plain rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.utils import is_grade

from microkit.course.cells import checked_exercise
from microkit.course.grade.book.noted import noted
from microkit.course.grade.endings import DID_NOT_END, NOTHING_TO_GRADE, in_a_sentence

REPORT = "application/vnd.microkit.report+json"


@dataclass(frozen=True)
class Loss:
    """Points that one graded cell did not earn.

    Parameters
    ----------
    cell : str
        The graded cell's id.
    exercise : str
        The exercise's id, or the cell's where it checks none.
    points : float
        How many are missing.
    reason : str
        Misconceptions, failed questions, or the error that ended the cell.
    """

    cell: str
    exercise: str
    points: float
    reason: str


@dataclass(frozen=True)
class Mark:
    """What one student earned in one lesson.

    Parameters
    ----------
    student : str
        The student's id.
    score, points : float
        What was earned, and what there was to earn.
    losses : tuple of Loss
        Where the difference went, in the order of the notebook.
    misconceptions : tuple of str
        Their ids, each once, in the order of the notebook.
    interrupted : tuple of str
        The cells that did not end and were interrupted, by grade id or cell id.
    reports : mapping from str to dict
        What each graded cell's check reported, by the cell's grade id.
    penalty : float
        Points off for lateness, as nbgrader reckons it; they are still in `score`.
    looks : tuple of str
        Why a person should look at it, a sentence each; nothing once a person has marked it.
    late : bool
        Whether it was handed in after the deadline, whether or not that costs points.
    """

    student: str
    score: float
    points: float
    losses: tuple[Loss, ...]
    misconceptions: tuple[str, ...]
    interrupted: tuple[str, ...] = ()
    reports: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    penalty: float = 0.0
    looks: tuple[str, ...] = ()
    late: bool = False


def read_marks(database: str, autograded: Path, lesson: str) -> list[Mark]:
    """Return a row for every student who has handed in a lesson, by student id.

    Parameters
    ----------
    database : str
        The address of the gradebook, such as ``"sqlite:///gradebook.db"``.
    autograded : Path
        The folder with the graded notebooks, ``autograded/student/lesson/lesson.ipynb``.
    lesson : str
        The lesson's name.
    """
    marks = []
    with Gradebook(database) as gradebook:
        try:
            submissions = gradebook.find_assignment(lesson).submissions
        except MissingEntry:
            return []
        for submission in submissions:
            student = submission.student.id
            path = autograded / student / lesson / f"{lesson}.ipynb"
            notebook = _read(path) if path.is_file() else NotebookNode(cells=[])
            cells = graded_cells(notebook)
            losses = [
                _loss(grade, cells.get(grade.name))
                for part in submission.notebooks
                for grade in part.grades
                if grade.score < grade.max_score
            ]
            order = {name: place for place, name in enumerate(cells)}
            losses.sort(key=lambda loss: order.get(loss.cell, len(order)))
            reports = {name: report_of(cell) for name, cell in cells.items()}
            ideas = [idea for report in reports.values() for idea in report["misconceptions"]]
            marks.append(
                Mark(
                    student,
                    submission.score,
                    submission.max_score,
                    tuple(losses),
                    tuple(dict.fromkeys(ideas)),
                    interrupted_cells(notebook),
                    {name: report for name, report in reports.items() if "exercise" in report},
                    submission.late_submission_penalty,
                    _looks(notebook) if submission.needs_manual_grade else (),
                    submission.total_seconds_late > 0,
                )
            )
    return sorted(marks, key=lambda mark: mark.student)


def _read(path: Path) -> NotebookNode:
    """Return a graded notebook; nbgrader has just written it, so it is not validated again."""
    plain = json.loads(path.read_text(encoding="utf-8"))
    for cell in plain["cells"]:
        for part in (cell, *cell.get("outputs", [])):
            for name in ("source", "text"):
                if isinstance(part.get(name), list):
                    part[name] = "".join(part[name])
    return cast(NotebookNode, nbformat.from_dict(plain))


def graded_cells(notebook: NotebookNode) -> dict[str, NotebookNode]:
    """Return the graded cells of a notebook by their grade id, in order."""
    return {cell.metadata.nbgrader["grade_id"]: cell for cell in notebook.cells if is_grade(cell)}


def interrupted_cells(notebook: NotebookNode) -> tuple[str, ...]:
    """Return the cells that did not end, by grade id or, where they have none, by cell id."""
    return tuple(
        cell.metadata.get("nbgrader", {}).get("grade_id", cell.id)
        for cell in notebook.cells
        if any(_is_interrupt(output) for output in cell.get("outputs", []))
    )


def report_of(cell: NotebookNode) -> dict[str, Any]:
    """Return the report that a graded cell shows; an empty one if it shows none.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell
    >>> report_of(new_code_cell("1 / 0"))
    {'misconceptions': [], 'failed_questions': []}
    """
    empty: dict[str, Any] = {"misconceptions": [], "failed_questions": []}
    for output in cell.get("outputs", []):
        if report := output.get("data", {}).get(REPORT):
            return empty | dict(report)
    return empty


def _loss(grade: Any, cell: NotebookNode | None) -> Loss:
    missing = round(grade.max_score - grade.score, 2)
    if cell is None:
        return Loss(grade.name, grade.name, missing, "the cell is not in the notebook")
    report = report_of(cell)
    exercise = report.get("exercise") or checked_exercise(cell) or grade.name
    return Loss(grade.name, exercise, missing, _reason(cell, report))


def _reason(cell: NotebookNode, report: dict[str, Any]) -> str:
    """Return why a cell did not earn all of its points, in a few words."""
    for output in cell.get("outputs", []):
        if _is_interrupt(output):
            return "did not end"
        if output.output_type == "error":
            nothing = output.ename == NOTHING_TO_GRADE
            return "nothing could be read" if nothing else in_a_sentence(output.ename)
    if report.get("written") is False:
        return "not written"
    return ", ".join(report["misconceptions"] or report["failed_questions"]) or "not right yet"


def _looks(notebook: NotebookNode) -> tuple[str, ...]:
    return tuple(finding.sentence for finding in noted(notebook) if finding.look)


def _is_interrupt(output: NotebookNode) -> bool:
    """Say whether the cell was ended, since it did not end by itself."""
    return output.output_type == "error" and output.ename in (
        DID_NOT_END,
        "CellTimeoutError",
        "KeyboardInterrupt",
    )
