"""A gradebook in PostgreSQL holds what one in SQLite holds."""

from __future__ import annotations

import sys
from typing import Any

import psycopg
import pytest
from nbgrader.api import Gradebook
from support.class_of_two import LESSON, by_reading, hand_in
from support.servers import HOST, free_port

from microkit import cli
from microkit.course.classroom import find_marks, read_class
from microkit.course.errors import CourseError
from microkit.course.folder import Course
from microkit.course.grade import ready
from microkit.course.grade.classrun import ClassRun, Wishes
from microkit.course.grading import Grader, load_settings
from microkit.course.marks import read_marks
from microkit.course.sandbox import Availability
from microkit.course.settings import grading_steps

WRONG = "def double(number):\n    return number"


@pytest.fixture(autouse=True)
def a_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the machine have one: nothing is run in it in these tests."""
    monkeypatch.setattr(ready, "available", lambda warm: Availability(True, "It is there."))


def everything(database: str) -> dict[str, Any]:
    """Return all that a gradebook holds about the lesson and its submissions."""
    with Gradebook(database, "microkit") as gradebook:
        assignment = gradebook.find_assignment(LESSON)
        return {
            "points": assignment.max_score,
            "cells": [
                (cell.name, cell.cell_type, cell.source, cell.locked)
                for notebook in assignment.notebooks
                for cell in notebook.source_cells
            ],
            "marks": {
                submission.student.id: (
                    submission.score,
                    submission.max_score,
                    submission.needs_manual_grade,
                    sorted(
                        (grade.name, grade.auto_score, grade.manual_score, grade.score)
                        for notebook in submission.notebooks
                        for grade in notebook.grades
                    ),
                )
                for submission in gradebook.assignment_submissions(LESSON)
            },
        }


def tables(database: str) -> set[str]:
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {name for (name,) in rows}


def test_nbgrader_itself_gives_the_same_marks(built: Course, postgres_url: str) -> None:
    settings = load_settings(built.settings)
    settings.Autograde.autograde_preprocessors = grading_steps(in_kernels=True)
    hand_in(built, "ada")
    held = []
    for database in (None, postgres_url):
        grader = Grader(built.root, settings, built.root / "nbgrader.log", database)
        grader.release(LESSON)
        grader.grade(LESSON, "ada")
        grader.export(built.root / "marks.csv")
        held.append((everything(grader.database), (built.root / "marks.csv").read_text()))
    assert held[0] == held[1]
    assert held[1][0]["marks"]["ada"][:2] == (18, 20)
    assert {"grade", "submitted_notebook", "alembic_version"} <= tables(postgres_url)


def test_a_class_gets_the_same_marks(built: Course, postgres_url: str) -> None:
    for student, answer in (("ada", {}), ("ben", {"answer": WRONG}), ("zoë", {})):
        hand_in(built, student, **answer)
    for database in (None, postgres_url):
        wishes = Wishes(workers=1, gradebook=database, force=True)
        outcome = ClassRun(built, "90", wishes, by_reading).grade()
        assert (sorted(outcome.graded), outcome.troubles) == (["ada", "ben", "zoë"], {})
    in_sqlite = everything(f"sqlite:///{built.root / 'gradebook.db'}")
    assert everything(postgres_url) == in_sqlite
    assert {who: mark[0] for who, mark in in_sqlite["marks"].items()} == {
        "ada": 18,
        "ben": 0,
        "zoë": 18,
    }
    marks = read_marks(postgres_url, built.root / "autograded", LESSON)
    assert [mark.score for mark in marks] == [18, 0, 18]


def test_the_report_of_a_class_reads_it(
    built: Course, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(built, "ada")
    with pytest.raises(CourseError, match="is not a gradebook of nbgrader"):
        read_class(postgres_url, "90")
    assert tables(postgres_url) == set()  # looking made none
    ClassRun(built, "90", Wishes(workers=1, gradebook=postgres_url), by_reading).grade()
    monkeypatch.chdir(built.root)
    assert find_marks(postgres_url) == (postgres_url, built.root / "autograded")
    with pytest.raises(CourseError, match="90_double has marks, and no graded notebook in"):
        read_class(postgres_url, "90")  # its lesson has no check that reports


def test_what_has_not_changed_is_kept(built: Course, postgres_url: str) -> None:
    hand_in(built, "ada")
    hand_in(built, "ben", WRONG)
    wishes = Wishes(workers=1, gradebook=postgres_url)
    assert ClassRun(built, "90", wishes, by_reading).grade().graded == ["ada", "ben"]
    hand_in(built, "ben")
    again = ClassRun(built, "90", wishes, by_reading).grade()
    assert (again.graded, again.kept) == (["ben"], ["ada"])
    assert {who: mark[0] for who, mark in everything(postgres_url)["marks"].items()} == {
        "ada": 18,
        "ben": 18,
    }


def test_a_server_that_is_not_there_is_one_sentence(built: Course) -> None:
    hand_in(built, "ada")
    wishes = Wishes(workers=1, gradebook=f"postgresql://me:secret@{HOST}:{free_port()}/marks")
    with pytest.raises(CourseError, match=r"The gradebook postgresql://me:\*\*\*@") as refused:
        ClassRun(built, "90", wishes, by_reading).grade()
    assert "secret" not in str(refused.value)


def test_without_the_driver_the_sentence_says_what_to_install(
    built: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hand_in(built, "ada")
    monkeypatch.chdir(built.root)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.setattr(sys, "argv", ["microkit", "grade", "90", "--gradebook", "postgresql://x"])
    with pytest.raises(SystemExit):
        cli.main()
    assert capsys.readouterr().err == (
        "This command needs the package psycopg, which is not installed. "
        'Try: pip install -e ".[postgres]"\n'
    )
