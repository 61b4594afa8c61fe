"""Read a lesson's py:percent file as a notebook in which nothing is left to chance.

A source cell says what its author has to decide, such as
``nbgrader={"grade_id": "mul-check", "grade": true}``. The rest follows here: the other keys that
nbgrader wants, the points (they stand once, in the exercise), the tag of a prediction, that slides
skip every cell which does not ask to be on one, and the id of the cell.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jupytext
from nbformat import NotebookNode

from microkit.course.cells import calls, checked_exercise, name_cell, parse
from microkit.course.errors import CourseError

LESSON_POINTS = 20
_SCHEMA = 3
_KEYS = {"grade", "grade_id", "locked", "points", "schema_version", "solution", "task"}
_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def read_source(path: Path, points_of: Callable[[str], float]) -> NotebookNode:
    """Return the notebook that a py:percent file describes, with all metadata, not executed.

    Parameters
    ----------
    path : Path
        The file.
    points_of : callable
        Gives the points of an exercise by its id; raises if there is no such exercise.

    Raises
    ------
    CourseError
        If the file is missing, a cell's metadata do not fit, or the points do not add up to 20.
    """
    if not path.is_file():
        raise CourseError(
            f"The source of the lesson is missing: {path}. Put it there, or restore it."
        )
    notebook = jupytext.read(path, fmt="py:percent")
    notebook.metadata = NotebookNode(_METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for index, cell in enumerate(notebook.cells):
        try:
            _complete(cell, points_of)
        except ValueError as error:
            raise CourseError(f"{path.name}, {name_cell(index, cell)}: {error}") from None
    _set_ids(notebook, path.name)
    _check_points(notebook, path.name)
    return notebook


def _complete(cell: NotebookNode, points_of: Callable[[str], float]) -> None:
    """Fill in what the source leaves out of one cell."""
    cell.metadata.pop("lines_to_next_cell", None)  # jupytext's own note about the text file
    cell.metadata.setdefault("slideshow", NotebookNode(slide_type="skip"))
    tree = parse(cell.source) if cell.cell_type == "code" else None
    if tree and any(calls(tree, "predict")):
        cell.metadata.tags = sorted({"predict", *cell.metadata.get("tags", [])})
    given = cell.metadata.get("nbgrader")
    if given is None:
        return
    if unknown := sorted(set(given) - _KEYS):
        raise CourseError(f"nbgrader has no key {', '.join(unknown)}. It knows {sorted(_KEYS)}.")
    if not given.get("grade_id"):
        raise CourseError('its nbgrader metadata need a "grade_id".')
    grade, solution, task = (bool(given.get(key)) for key in ("grade", "solution", "task"))
    locked = bool(given.get("locked", (grade and not solution) or task))
    if not (grade or solution or task or locked):
        raise CourseError('say what the cell is: "solution", "grade", "task" or "locked" is true.')
    full: dict[str, Any] = {
        "grade": grade,
        "grade_id": given["grade_id"],
        "locked": locked,
        "schema_version": _SCHEMA,
        "solution": solution,
        "task": task,
    }
    if grade or task:
        full["points"] = _points(cell, given.get("points"), points_of)
    cell.metadata.nbgrader = NotebookNode(full)


def _points(cell: NotebookNode, said: float | None, points_of: Callable[[str], float]) -> float:
    """Return a graded cell's points: those of the exercise that it checks, else what it says."""
    exercise = _exercise(cell)
    if exercise is None:
        if said is None:
            raise CourseError("a graded cell without a check(...) has to say its points.")
        return said
    points = points_of(exercise)
    if said is not None and said != points:
        raise CourseError(
            f"it says {said:g} points, and the exercise {exercise} is worth {points:g}. "
            "Leave the points out here: the exercise's are filled in."
        )
    return points


def _exercise(cell: NotebookNode) -> str | None:
    """Return the exercise that a graded cell checks, or None if it checks none."""
    tree = parse(cell.source) if cell.cell_type == "code" else None
    found = list(calls(tree, "check")) if tree else []
    if tree is None or not found:
        return None
    last = tree.body[-1]
    if len(found) > 1 or not isinstance(last, ast.Expr) or last.value is not found[0]:
        raise CourseError(
            "a graded cell holds one check(...), as its last line: nbgrader takes the value of the "
            "last line as the mark."
        )
    exercise = checked_exercise(cell)
    if exercise is None:
        raise CourseError('name the exercise in plain text: check("02.mul", ...).')
    return exercise


def _set_ids(notebook: NotebookNode, name: str) -> None:
    """Give each cell an id that comes from its content, so that a build is repeatable."""
    taken: set[str] = set()
    for index, cell in enumerate(notebook.cells):
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in taken:
            raise CourseError(f"{name}, {name_cell(index, cell)}: this grade_id is used twice.")
        content = f"{cell.cell_type}\n{cell.source}".encode()
        stem = grade_id or hashlib.sha256(content).hexdigest()[:8]
        repeats = 1
        while (identity := stem if repeats == 1 else f"{stem}-{repeats}") in taken:
            repeats += 1
        cell.id = identity
        taken.add(identity)


def _check_points(notebook: NotebookNode, name: str) -> None:
    """Raise unless the graded cells are worth 20 points together."""
    graded = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
    points = {cell["grade_id"]: cell["points"] for cell in graded if "points" in cell}
    if (total := sum(points.values())) != LESSON_POINTS:
        listing = " + ".join(f"{value:g} ({key})" for key, value in points.items()) or "no cell"
        raise CourseError(
            f"{name}: the points of a lesson add up to {LESSON_POINTS}, and these to {total:g}: "
            f"{listing}."
        )
