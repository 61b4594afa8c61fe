"""Find answers that are alike beyond chance in a class that has been graded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import is_solution

from microkit.course.grade.alike.alike import Likeness, alike
from microkit.course.marks import report_of


def find_alike(autograded: Path, lesson: str, released: Path, solution: Path) -> list[Likeness]:
    """Return the students whose answers to a lesson are the same beyond chance.

    Parameters
    ----------
    autograded : Path
        The folder with the graded notebooks, ``autograded/student/lesson/lesson.ipynb``. They are
        only read.
    lesson : str
        The lesson's name.
    released, solution : Path
        The notebook that students start from, and the solved one. Without them nobody can know
        what is a student's own, and nobody is listed.
    """
    if not (released.is_file() and solution.is_file()):
        return []
    answers: dict[str, dict[str, str]] = {}
    slips: dict[str, list[str]] = {}
    for path in sorted(autograded.glob(f"*/{lesson}/{lesson}.ipynb")):
        student = path.parent.parent.name
        answers[student], slips[student] = {}, []
        for cell in _cells(path):
            if is_solution(cell):
                answers[student][cell.metadata.nbgrader.grade_id] = cell.source
            slips[student] += map(str, report_of(cell)["misconceptions"])
    return alike(answers, _answers(released), _answers(solution), slips)


def _answers(path: Path) -> dict[str, str]:
    cells = (cell for cell in _cells(path) if is_solution(cell))
    return {cell.metadata.nbgrader.grade_id: cell.source for cell in cells}


def _cells(path: Path) -> Iterator[NotebookNode]:
    """Yield the cells that nbgrader knows. It wrote the notebook, so nothing has to be checked."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if "nbgrader" in cell["metadata"]:
            yield _node({**cell, "source": "".join(cell["source"])})


def _node(value: Any) -> Any:
    """Return a dict with its keys as attributes, as nbgrader expects them."""
    if isinstance(value, dict):
        return NotebookNode({key: _node(inner) for key, inner in value.items()})
    return [_node(inner) for inner in value] if isinstance(value, list) else value
