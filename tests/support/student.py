"""A student at a desk: types answers into released notebooks, runs them, and reads the checks."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from microkit.course.kernel import OwnKernel

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted(path.stem for path in ROOT.glob("solutions/[0-9][0-9]_*/*.py"))


def released(lesson: str) -> NotebookNode:
    """Return a lesson as students get it."""
    return nbformat.read(ROOT / "lessons" / lesson / f"{lesson}.ipynb", as_version=4)


def solved(lesson: str) -> NotebookNode:
    """Return the solution of a lesson, with its outputs."""
    return nbformat.read(ROOT / "solutions" / lesson / f"{lesson}.ipynb", as_version=4)


def answers(lesson: str) -> dict[str, str]:
    """Return what the solution has typed into each cell that is a student's, by the cell's id."""
    return {
        cell.id: cell.source
        for cell in solved(lesson).cells
        if cell.metadata.get("nbgrader", {}).get("solution")
        or "predict" in cell.metadata.get("tags", [])
    }


def name_of(cell: NotebookNode) -> str:
    """Return a cell's grade_id, or an empty text."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def is_check(cell: NotebookNode) -> bool:
    """Say whether a cell is graded."""
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def printed(cell: NotebookNode) -> str:
    """Return what a cell has printed."""
    return "".join(out.text for out in cell.get("outputs", []) if out.output_type == "stream")


def checks_of(notebook: NotebookNode) -> dict[str, str]:
    """Return what each check has printed, by its grade_id."""
    return {name_of(cell): printed(cell) for cell in notebook.cells if is_check(cell)}


def typed(lesson: str) -> NotebookNode:
    """Return the released notebook with the right answers typed in."""
    notebook, right = released(lesson), answers(lesson)
    for cell in notebook.cells:
        cell.source = right.get(cell.id, cell.source)
    return notebook


class Desk:
    """A folder with lessons in it, as a student has it after downloading the course."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, lesson: str, notebook: NotebookNode) -> NotebookNode:
        """Run a notebook from top to bottom in its place; raise if one of its cells does."""
        folder = self.root / "lessons" / lesson
        if not folder.exists():
            shutil.copytree(ROOT / "lessons" / lesson, folder)
        nbformat.write(notebook, folder / f"{lesson}.ipynb")
        NotebookClient(
            notebook,
            timeout=120,
            kernel_manager_class=OwnKernel,
            resources={"metadata": {"path": str(folder)}},
        ).execute()
        return notebook

    def kept(self) -> str:
        """Return all source that the student has kept."""
        files = sorted((self.root / "lessons" / "my_microkit").glob("*.py"))
        return "\n".join(path.read_text(encoding="utf-8") for path in files)
