"""One cell: how to name it in a sentence, and what its code calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode


def name_cell(index: int, cell: NotebookNode) -> str:
    """Return words by which an author finds a cell.

    Parameters
    ----------
    index : int
        The cell's place in the notebook, from 0.
    cell : NotebookNode
        The cell.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell
    >>> name_cell(6, new_code_cell("a = 2; b = -3"))
    'cell 7, which starts with `a = 2; b = -3`'
    >>> name_cell(6, new_code_cell("a = 2", metadata={"nbgrader": {"grade_id": "mul-check"}}))
    'cell 7 (mul-check)'
    """
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
    if grade_id:
        return f"cell {index + 1} ({grade_id})"
    first = next((line for line in cell.source.splitlines() if line.strip()), "")
    return f"cell {index + 1}, which starts with `{first.strip()[:60]}`"


def parse(source: str) -> ast.Module | None:
    """Return a code cell's syntax tree, or None where it is not plain Python (a magic, a slip)."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def checked_exercise(cell: NotebookNode) -> str | None:
    """Return the exercise that a code cell checks, or None.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell
    >>> checked_exercise(new_code_cell('check("02.mul", Value)'))
    '02.mul'
    """
    tree = parse(cell.source) if cell.cell_type == "code" else None
    for call in calls(tree, "check") if tree else ():
        if call.args and isinstance(call.args[0], ast.Constant):
            return str(call.args[0].value)
    return None


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    """Yield every call of ``name(...)`` or ``something.name(...)``.

    Examples
    --------
    >>> tree = parse('report = check("02.mul", Value)')
    >>> [call.args[0].value for call in calls(tree, "check")]
    ['02.mul']
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            if getattr(called, "attr", getattr(called, "id", "")) == name:
                yield node


def committed(call: ast.Call) -> ast.expr | None:
    """Return what a call of ``predict`` commits: its second argument, or the one named `answer`.

    Examples
    --------
    >>> [ast.unparse(committed(call)) for call in calls(parse("predict('02.mul', -12)"), "predict")]
    ['-12']
    """
    named = (keyword.value for keyword in call.keywords if keyword.arg == "answer")
    return next(iter((*call.args[1:2], *named)), None)
