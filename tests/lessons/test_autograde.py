"""Every lesson through `nbgrader autograde`: the solution earns 20, the empty notebook 0."""

from __future__ import annotations

import shutil

import nbformat
import pytest
from support.own_jupyter import own_jupyter
from support.student import LESSONS, ROOT, checks_of, released, typed

from microkit.course.grading import Grader, load_settings
from microkit.course.marks import read_marks

pytestmark = pytest.mark.usefixtures("real_sandbox")


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
    for student, notebook in (("ada", typed(lesson)), ("ben", released(lesson))):
        path = grader.root / "submitted" / student / lesson / f"{lesson}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
        grader.grade(lesson, student)
    marks = read_marks(grader.database, grader.root / "autograded", lesson)
    assert [(mark.student, mark.score, mark.points) for mark in marks] == [
        ("ada", 20, 20),
        ("ben", 0, 20),
    ]
    empty = nbformat.read(grader.root / "autograded" / "ben" / lesson / f"{lesson}.ipynb", 4)
    outputs = [out for cell in empty.cells for out in cell.get("outputs", [])]
    assert [out.evalue for out in outputs if out.output_type == "error"] == []
    missing = {name: " ".join(text.split()) for name, text in checks_of(empty).items()}
    assert missing
    assert [text for text in missing.values() if "not written yet. 0 of" not in text] == []
