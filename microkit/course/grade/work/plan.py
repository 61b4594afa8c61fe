"""What of a notebook is run inside, and what is judged outside."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from microkit.checks.exercise import Exercise
from microkit.checks.lessons import find_exercise
from microkit.course.cells import parse
from microkit.course.grade.work.magics import Magics
from microkit.errors import MicrokitError

ASIDE = "aside"


@dataclass(frozen=True)
class CellToRun:
    """A cell that is run in the sandbox.

    Parameters
    ----------
    id, source : str
        The cell's id, and its text as plain Python.
    own : bool
        Whether a student may have written it: an answer, a prediction or an added cell.
    """

    id: str
    source: str
    own: bool


@dataclass(frozen=True)
class CellToJudge:
    """A graded cell.

    Parameters
    ----------
    id, grade_id, source : str
        The cell's two ids, and its text: the gradebook's, never a student's.
    exercise : Exercise or None
        What it checks; None for a cell of an instructor's own.
    names : dict of str to str
        For each name that the exercise asks for, the name in the notebook.
    above : int
        How many of the cells to run stand above it.
    """

    id: str
    grade_id: str
    source: str
    exercise: Exercise | None
    names: dict[str, str]
    above: int


@dataclass(frozen=True)
class Plan:
    """A notebook, taken apart: what runs inside, what is judged, and what is imported outside."""

    run: tuple[CellToRun, ...]
    judge: tuple[CellToJudge, ...]
    imports: tuple[str, ...]


def plan_of(notebook: Mapping[str, Any]) -> Plan:
    """Return what is to be done with a notebook.

    Code cells are run in order, but for graded ones, and for those with the tag ``aside``: they
    show something, and no answer needs them.
    """
    run: list[CellToRun] = []
    judge: list[CellToJudge] = []
    imports: list[str] = []
    magics = Magics()
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        id_, source, metadata = cell["id"], cell["source"], cell["metadata"]
        tags, marks = metadata.get("tags", []), metadata.get("nbgrader", {})
        answer = marks.get("solution", False)
        if marks.get("grade", False) and not answer:
            judge.append(CellToJudge(id_, marks["grade_id"], source, *_checked(source), len(run)))
        elif ASIDE not in tags and source.strip():
            own = answer or "predict" in tags or id_.startswith("added-")
            run.append(CellToRun(id_, magics.plain(source), own))
            if not own:
                imports += _imports(source)
    return Plan(tuple(run), tuple(judge), tuple(imports))


def _checked(source: str) -> tuple[Exercise | None, dict[str, str]]:
    """Return what ``check("02.mul", Value)`` checks, where a cell says that and nothing else."""
    match _only_expression(source):
        case ast.Call(
            func=ast.Name(id="check"), args=[ast.Constant(value=str(id_)), *things], keywords=[]
        ) if all(isinstance(thing, ast.Name) for thing in things):
            given = [thing.id for thing in things if isinstance(thing, ast.Name)]
            with contextlib.suppress(MicrokitError):  # the cell is run as it stands, and says why
                exercise = find_exercise(id_)
                return exercise, exercise.paired(given)
    return None, {}


def _only_expression(source: str) -> ast.expr | None:
    tree = parse(source)
    body = tree.body if tree else []
    return body[0].value if len(body) == 1 and isinstance(body[0], ast.Expr) else None


def _imports(source: str) -> list[str]:
    """Return the import statements of a cell that everyone has."""
    tree = parse(source)
    body = tree.body if tree else []
    return [ast.unparse(one) for one in body if isinstance(one, ast.Import | ast.ImportFrom)]
