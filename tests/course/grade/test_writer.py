"""The writer is nbgrader's own converter, sooner: the same files, and the same rows."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from support.class_of_two import LESSON, by_reading, hand_in, in_turn

from microkit.course.folder import Course
from microkit.course.grade import ready
from microkit.course.grade.book.journal import FILE as JOURNAL
from microkit.course.grade.book.one_gradebook import one_gradebook
from microkit.course.grade.book.steps import GradeOutside
from microkit.course.grade.classrun import ClassRun, Wishes
from microkit.course.grading import Grader, load_settings
from microkit.course.sandbox import Availability


def rows(root: Path) -> list[Any]:
    """Return all that the gradebook says about submissions, without its own ids."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return sorted(
            (
                submission.student.id,
                str(submission.timestamp),
                submission.score,
                [(g.name, g.auto_score, g.needs_manual_grade) for g in sorted_by_name(part.grades)],
                [(c.name, c.auto_comment) for c in sorted_by_name(part.comments)],
            )
            for submission in gradebook.find_assignment(LESSON).submissions
            for part in submission.notebooks
        )


def sorted_by_name(parts: Any) -> list[Any]:
    return sorted(parts, key=lambda part: part.name)


def files(root: Path) -> dict[str, bytes]:
    folder = root / "autograded"
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != JOURNAL
    }


def test_files_and_rows_are_those_of_nbgraders_own_command(
    built: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "available", lambda warm: Availability(True, "It is there."))
    monkeypatch.setattr(GradeOutside, "grade", lambda step, task: by_reading(task))
    hand_in(built, "ada", timestamp_txt="2026-03-02 15:58:23.948203 UTC\n", own_csv="1,2")
    hand_in(built, "ben", "def double(number):\n    return number", own_csv="2")
    untouched = hand_in(built, "eve") / f"{LESSON}.ipynb"
    untouched.write_bytes(built.lesson("90").release.read_bytes())
    stock = Course(Path(shutil.copytree(built.root, tmp_path / "stock")))
    grader = Grader(stock.root, load_settings(stock.settings), tmp_path / "nbgrader.log")
    for student in ("ada", "ben", "eve"):
        grader.grade(LESSON, student)
    ClassRun(built, "90", Wishes(), by_reading, in_turn).grade()
    assert rows(built.root) == rows(stock.root)
    assert files(built.root) == files(stock.root)
    assert len(files(built.root)) == 6  # three notebooks, two of data, one time


@pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")  # nbgrader's own
def test_what_is_not_finished_is_not_in_the_gradebook(built: Course) -> None:
    address = f"sqlite:///{built.root / 'gradebook.db'}"
    with one_gradebook(address, "microkit") as gradebook:
        gradebook.update_or_create_student("ada")
        gradebook.update_or_create_submission(LESSON, "ada")
        gradebook.find_grade("double-check", LESSON, LESSON, "ada").auto_score = 7.5
        gradebook.db.commit()  # as nbgrader's steps do
        assert gradebook.marks_of(LESSON, "ada") == 7.5
        gradebook.forget()
        assert gradebook.automatic_marks(LESSON) == {}
        gradebook.update_or_create_student("ben")
        gradebook.update_or_create_submission(LESSON, "ben")
        gradebook.find_grade("double-check", LESSON, LESSON, "ben").auto_score = 2.5
        gradebook.finish()
    with one_gradebook(address, "microkit") as gradebook:
        assert gradebook.automatic_marks(LESSON) == {"ben": 2.5}
        assert gradebook.deadlines(LESSON) == {"": "None"}
