"""A small lesson, and submissions of it that tests can spoil."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.utils import compute_checksum

from microkit.course.intake import Intake, take_in

LESSON = "90_small"
NAME = f"{LESSON}.ipynb"

TWICE = "def twice(number):\n    pass  # your lines go here"
MINUS = "def minus(number):\n    pass  # your lines go here"
WHY = "YOUR ANSWER HERE"
GUESS = 'guess = predict("90.twice", ...)\nguess'

ANSWERS = {
    "guess": 'guess = predict("90.twice", -14)\nguess',
    "twice": "def twice(number):\n    return 2 * number",
    "minus": "def minus(number):\n    return -number",
    "why": "Since two halves make a whole: zw\u00f6lf.",
}


def _marked(cell: NotebookNode, grade_id: str, **flags: Any) -> NotebookNode:
    cell.id = grade_id
    usual = {"grade": False, "solution": False, "locked": False, "task": False}
    cell.metadata.nbgrader = NotebookNode(
        usual | flags | {"grade_id": grade_id, "schema_version": 3, "cell_type": cell.cell_type}
    )
    cell.metadata.nbgrader.checksum = compute_checksum(cell)
    return cell


def _tests(grade_id: str, source: str, points: float) -> NotebookNode:
    return _marked(new_code_cell(source), grade_id, grade=True, locked=True, points=points)


def release() -> NotebookNode:
    """Return the lesson as it is released."""
    return new_notebook(
        metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "p"}},
        cells=[
            new_markdown_cell("# Twice\nTwo of a kind.", id="title"),
            new_code_cell("from course import predict", id="imports"),
            new_code_cell(GUESS, id="guess", metadata={"tags": ["predict"]}),
            _marked(new_code_cell(TWICE), "twice", solution=True),
            _tests("twice-check", "assert twice(7) == 14\nassert twice(-3) == -6", 3),
            new_markdown_cell("Now turn the sign.", id="text"),
            new_code_cell("print(twice(4))", id="demo"),
            _marked(new_code_cell(MINUS), "minus", solution=True),
            _tests("minus-check", "assert minus(7) == -7", 2.0),
            _marked(new_markdown_cell("Explain in a sentence."), "task", locked=True),
            _marked(new_markdown_cell(WHY), "why", solution=True, grade=True, points=4),
        ],
    )


def answered() -> NotebookNode:
    """Return the lesson with all the answers typed in, and nothing else changed."""
    notebook = release()
    for cell in notebook.cells:
        cell.source = ANSWERS.get(cell.id, cell.source)
    return notebook


def plain(notebook: NotebookNode | None = None) -> dict[str, Any]:
    """Return the answered lesson, or another notebook, as plain data to spoil."""
    return json.loads(json.dumps(answered() if notebook is None else notebook))


def write(folder: Path, data: Any, name: str = NAME) -> Path:
    """Write a submission's notebook: plain data, or the bytes themselves."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return folder


def place(root: Path) -> Path:
    """Return the folder of a submission, which is made."""
    folder = root / "submitted" / "ada" / LESSON
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def handed_in(root: Path, spoil: Callable[[dict[str, Any]], Any]) -> Intake:
    """Return what intake makes of the answered lesson after a change."""
    data = plain()
    spoil(data)
    return take_in(release(), write(place(root), data), LESSON)


def kinds(intake: Intake) -> list[str]:
    """Return the kinds of the findings."""
    return [finding.kind for finding in intake.findings]


def sources(intake: Intake) -> dict[str, str]:
    """Return what stands in each cell, by its id."""
    return {cell.id: cell.source for cell in intake.notebook.cells}


def answers(intake: Intake) -> dict[str, str]:
    """Return what stands in the cells that students fill in."""
    return {name: source for name, source in sources(intake).items() if name in ANSWERS}


def without_answers(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the lesson's cells with blank answers, and without the cells that were added."""
    cells = deepcopy([cell for cell in notebook.cells if not cell.id.startswith("added-")])
    for cell in cells:
        cell.source = "" if cell.id in ANSWERS else cell.source
    return cells


def cell_of(data: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a cell of the plain data by its id."""
    return next(cell for cell in data["cells"] if cell["id"] == name)
