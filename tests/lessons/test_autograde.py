"""Every lesson through `nbgrader autograde`: the solution earns 20, the empty notebook 0."""

from __future__ import annotations

import shutil

import nbformat
import pytest
from support.own_jupyter import own_jupyter
from support.student import LESSONS, ROOT, answers, released

from microkit.course.grading import Grader, load_settings
from microkit.course.marks import read_marks


@pytest.fixture(scope="module")
def grader(tmp_path_factory):
    """A course with all lessons, and nobody who has handed in yet."""
    root = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    for lesson in LESSONS:
        (root / "solutions" / lesson).mkdir(parents=True)
        shutil.copy(ROOT / "solutions" / lesson / f"{lesson}.ipynb", root / "solutions" / lesson)
    with own_jupyter(tmp_path_factory.mktemp("own")):
        yield Grader(root, load_settings(root / "nbgrader_config.py"), root / "nbgrader.log")


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_solution_earns_20_and_the_empty_notebook_0(lesson, grader):
    grader.release(lesson)
    for student, right in (("ada", answers(lesson)), ("ben", {})):
        notebook = released(lesson)
        for cell in notebook.cells:
            cell.source = right.get(cell.id, cell.source)
        path = grader.root / "submitted" / student / lesson / f"{lesson}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
        grader.grade(lesson, student)
    marks = read_marks(grader.database, grader.root / "autograded", lesson)
    assert [(mark.student, mark.score, mark.points) for mark in marks] == [
        ("ada", 20, 20),
        ("ben", 0, 20),
    ]
