"""Our steps within nbgrader's own command: `nbgrader autograde` is protected too."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from support import grading_work
from support.class_of_two import LESSON, autograded, by_reading, hand_in

from microkit.course.errors import CourseError
from microkit.course.folder import Course
from microkit.course.grade.book import steps
from microkit.course.grade.book.noted import CELL, note, noted, take_notes
from microkit.course.grade.book.steps import GradeOutside, concerned, show
from microkit.course.grade.engine.own_process import OwnProcess
from microkit.course.grade.task import Graded, Task
from microkit.course.grading import Grader, load_settings
from microkit.course.intake import Finding
from microkit.course.marks import read_marks

LOOK = Finding("odd", "The cell <b> calls *what* is not there.", True, "double")
MENDED = Finding("misnamed", "It was called otherwise.", False)


@pytest.fixture
def grader(built: Course, monkeypatch: pytest.MonkeyPatch) -> Grader:
    """The course; what would run in a sandbox is only read."""
    monkeypatch.setattr(GradeOutside, "grade", lambda step, task: by_reading(task))
    return Grader(built.root, load_settings(built.settings), built.root / "nbgrader.log")


def waiting(grader: Grader) -> list[str]:
    """Return the graded cells that wait for a person."""
    with Gradebook(grader.database) as gradebook:
        found = gradebook.find_submission(LESSON, "ada")
        return [g.name for part in found.notebooks for g in part.grades if g.needs_manual_grade]


def test_nbgrader_grades_the_rebuilt_notebook(grader: Grader, built: Course) -> None:
    path = hand_in(built, "ada") / f"{LESSON}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"] = [
        cell | {"source": "18.0"} if cell["id"] == "double-check" else cell
        for cell in notebook["cells"]
        if cell["id"] != "guess-check"
    ]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    grader.grade(LESSON, "ada")
    graded = autograded(built, "ada")
    found = {cell.id: cell.source for cell in graded.cells}
    assert found["double-check"] == "18.0 if double(7) == 14 else 0.0"
    assert "guess-check" in found
    assert {finding.kind for finding in noted(graded)} == {"locked-edited", "missing-cells"}
    assert graded.cells[0].source.startswith("**Needs a look:**\n\n- The locked cell double-check")
    assert waiting(grader) == ["double-check"]
    assert read_marks(grader.database, built.root / "autograded", LESSON)[0].score == 18


def test_grading_again_leads_to_the_same_file(grader: Grader, built: Course) -> None:
    folder = hand_in(built, "ada")
    (folder / f"{LESSON}.ipynb").rename(folder / "mine.ipynb")
    (folder / f"{LESSON}.ipynb").symlink_to("mine.ipynb")
    grader.grade(LESSON, "ada")
    first = autograded(built, "ada")
    grader.grade(LESSON, "ada")
    assert autograded(built, "ada") == first
    assert "linked-notebook" in [finding.kind for finding in noted(first)]


def test_the_task_is_the_rebuilt_notebook_without_what_was_noted(
    grader: Grader, built: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks: list[Task] = []

    def work(step: GradeOutside, task: Task) -> Graded:
        tasks.append(task)
        return replace(by_reading(task), findings=(LOOK,))

    monkeypatch.setattr(GradeOutside, "grade", work)
    folder = hand_in(built, "ada", own_csv="1", numpy_py="x = 1")
    grader.grade(LESSON, "ada")
    assert folder.is_dir()
    (task,) = tasks
    assert CELL not in [cell["id"] for cell in json.loads(task.notebook)["cells"]]
    assert dict(task.files) == {"own.csv": b"1"}
    assert [finding.kind for finding in noted(autograded(built, "ada"))] == ["shadow", "odd"]
    assert waiting(grader) == ["double-check"]


def test_trouble_is_no_mark(grader: Grader, built: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    trouble = Graded("ada", LESSON, {}, trouble="There is no sandbox here.")
    monkeypatch.setattr(GradeOutside, "grade", lambda step, task: trouble)
    hand_in(built, "ada")
    with pytest.raises(CourseError, match="There is no sandbox here"):
        grader.grade(LESSON, "ada")
    assert waiting(grader) == ["double-check", "guess-check"]  # nothing was given


def test_a_graded_cell_without_a_result_earns_nothing() -> None:
    def cell(name: str, **flags: Any) -> Any:
        about = {"grade_id": name, "grade": True, "solution": False, "points": 3} | flags
        return new_code_cell("1", id=name, metadata={"nbgrader": about})

    notebook = new_notebook(cells=[cell("a"), cell("b"), cell("own", solution=True)])
    show(notebook, {"b": []})
    kinds = [[output.output_type for output in cell.outputs] for cell in notebook.cells]
    assert kinds == [["error"], [], []]
    nbformat.validate(notebook)


def test_notes_are_one_cell_that_says_each_thing_once() -> None:
    notebook = new_notebook(cells=[new_markdown_cell("# Title", id="title")])
    note(notebook, [LOOK, MENDED, LOOK])
    note(notebook, [LOOK, MENDED])
    nbformat.validate(notebook)
    assert [cell.id for cell in notebook.cells] == [CELL, "title"]
    assert notebook.cells[0].source == (
        "**Needs a look:**\n\n- The cell \\<b\\> calls \\*what\\* is not there.\n\n"
        "**Noted:**\n\n- It was called otherwise."
    )
    read_again = nbformat.reads(nbformat.writes(notebook), as_version=4)
    assert take_notes(read_again) == [LOOK, MENDED]
    assert [cell.id for cell in read_again.cells] == ["title"]
    note(notebook, [])
    assert [cell.id for cell in notebook.cells] == ["title"]


def test_a_finding_concerns_its_cell_the_next_one_or_the_first() -> None:
    def cell(name: str, grade: bool) -> Any:
        return new_code_cell("", metadata={"nbgrader": {"grade_id": name, "grade": grade}})

    notebook = new_notebook(
        cells=[cell("a", False), cell("a-check", True), cell("b", False), cell("b-check", True)]
    )
    names = ["a", "a-check", "b", "b-check", "", "nowhere"]
    assert [concerned(notebook, name) for name in names] == [
        "a-check", "a-check", "b-check", "b-check", "a-check", "a-check",
    ]  # fmt: skip
    assert concerned(new_notebook(), "a") == ""


def test_a_submission_that_does_not_end_is_left_and_the_next_is_graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = OwnProcess(grading_work.wait_once, None)
    monkeypatch.setattr(steps, "_own_process", lambda: own)
    _kept = grading_work.Begun(tmp_path)
    tasks = list(grading_work.tasks(7, tmp_path))
    endless = replace(tasks[5], seconds=-1.45)  # two seconds in all
    assert "had not ended after" in GradeOutside().grade(endless).trouble
    graded = GradeOutside().grade(tasks[6])
    assert (graded.student, graded.trouble) == ("6", "")
    assert graded.outputs["seen"][0]["process"] != os.getpid()
    own.close()
