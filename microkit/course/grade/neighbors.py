"""Students of a class whose answers are alike: what `alike` needs, read from the graded work."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.utils import is_solution

from microkit.course.grade.alike import Likeness, alike
from microkit.course.grade.classrun import ClassRun
from microkit.course.grade.writer import folder_of
from microkit.course.intake.match import grade_id_of
from microkit.course.marks import Mark


def alike_in(run: ClassRun, marks: Iterable[Mark]) -> list[Likeness]:
    """Return who has answered alike beyond chance, in a class that has been graded.

    Parameters
    ----------
    run : ClassRun
        The class.
    marks : iterable of Mark
        Everyone who has marks.
    """
    if not run.solution.is_file():
        return []
    answers, slips = {}, {}
    for mark in marks:
        folder = folder_of(run.directory, "autograded", mark.student, run.lesson)
        if found := _read(folder / f"{run.lesson}.ipynb"):
            answers[mark.student] = found
            slips[mark.student] = mark.misconceptions
    solved = nbformat.read(run.solution, as_version=4)
    return alike(answers, _answers(run.release.notebook), _answers(solved), slips)


def _read(path: Path) -> dict[str, str]:
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except OSError:  # nothing of this student's could be graded
        return {}
    return _answers(nbformat.from_dict(plain))


def _answers(notebook: Any) -> dict[str, str]:
    return {grade_id_of(cell): "".join(cell.source) for cell in notebook.cells if is_solution(cell)}
