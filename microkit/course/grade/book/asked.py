"""The names that a lesson asks students to define, as its answer cells and solutions say."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_solution

from microkit.course.cells import parse


def asked_names(directory: CourseDirectory, lesson: str, released: NotebookNode) -> tuple[str, ...]:
    """Return what the answer cells of a lesson define, also where a stub leaves that open.

    Parameters
    ----------
    directory : CourseDirectory
        nbgrader's own object for the course folder; a solution is read there if it has one.
    lesson : str
        The lesson's name.
    released : NotebookNode
        The lesson as students have it.
    """
    folder = Path(directory.format_path(directory.source_directory, ".", lesson))
    notebooks = [released]
    with contextlib.suppress(OSError, nbformat.reader.NotJSONError):  # a course may do without
        notebooks.append(nbformat.read(folder / f"{lesson}.ipynb", as_version=4))
    return tuple(sorted({name for notebook in notebooks for name in _defined(notebook)}))


def _defined(notebook: NotebookNode) -> Iterator[str]:
    for cell in notebook.cells:
        if cell.cell_type == "code" and is_solution(cell):
            for node in getattr(parse(cell.source), "body", []):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    yield node.name
                elif isinstance(node, ast.Assign):
                    yield from (one.id for one in node.targets if isinstance(one, ast.Name))
