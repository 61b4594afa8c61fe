"""Lesson 02 through nbgrader, from release to marks; the same way that `microkit demo` goes."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import nbformat
import pytest
from rich.console import Console

from microkit.course.demo import Demo, disagreements, run_demo
from microkit.course.errors import CourseError
from microkit.course.folder import Course
from microkit.course.marks import Loss, Mark
from microkit.course.show import marks_table
from microkit.course.submissions import STORIES

PROJECT = Course(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def marks(demo: Demo) -> dict[str, Mark]:
    """The marks by student."""
    return {mark.student: mark for mark in demo.marks}


def test_the_solution_earns_everything_and_the_empty_notebook_nothing(marks) -> None:
    assert (marks["ada"].score, marks["ada"].points) == (20, 20)
    assert marks["ada"].losses == ()
    assert (marks["ben"].score, marks["ben"].points) == (0, 20)
    assert sum(loss.points for loss in marks["ben"].losses) == 20


@pytest.mark.parametrize(
    ("student", "exercise", "misconception"),
    [
        ("chloe", "02.mul", "MUL-OVERWRITE"),
        ("dev", "02.div", "DIV-SIGN"),
        ("ema", "02.pow", "POW-PRECEDENCE"),
    ],
)
def test_a_misconception_is_named_and_costs_where_it_is(
    marks, student: str, exercise: str, misconception: str
) -> None:
    mark = marks[student]
    assert mark.misconceptions == (misconception,)
    assert [loss.exercise for loss in mark.losses] == [exercise, f"{exercise}.fresh"]
    assert all(loss.reason == misconception for loss in mark.losses)
    assert mark.score == pytest.approx(20 - sum(loss.points for loss in mark.losses))
    assert 15 < mark.score < 20


def test_a_cell_that_never_ends_costs_its_own_points_only(marks) -> None:
    mark = marks["finn"]
    assert mark.interrupted == ("chain-by-hand",)
    assert [(loss.exercise, loss.points) for loss in mark.losses] == [("02.chain", 2)]
    assert mark.score == 18
    assert marks["ada"].interrupted == ()


def test_gradebook_table_and_pages_are_left_behind(demo: Demo) -> None:
    assert demo.gradebook.is_file()
    rows = [line.split(",") for line in demo.csv.read_text().splitlines()]
    place = rows[0].index("score")
    assert {row[3]: float(row[place]) for row in rows[1:]} == {
        mark.student: mark.score for mark in demo.marks
    }
    for story in STORIES:
        page = demo.feedback / story.student / "02_one_step_back" / "02_one_step_back.html"
        assert "02.mul" in page.read_text(encoding="utf-8")


def test_each_student_is_one_step(demo: Demo, told: list[str]) -> None:
    names = [story.student for story in STORIES]
    assert told == ["release the lesson", *names, "export the marks"]


def test_nothing_is_left_to_find_fault_with(demo: Demo) -> None:
    assert disagreements(demo.marks) == []


def test_the_released_lesson_is_the_one_in_the_repository(demo: Demo) -> None:
    name = "lessons/02_one_step_back/02_one_step_back.ipynb"
    assert (demo.gradebook.parent / name).read_bytes() == (PROJECT.root / name).read_bytes()


def test_a_grader_that_is_wrong_is_noticed() -> None:
    given = {"ada": 19.0, "ben": 1.0, "chloe": 20.0, "dev": 18.0, "ema": 18.0}
    marks = [
        Mark(name, score, 20, (), ("DIV-SIGN",) if name != "ema" else ())
        for name, score in given.items()
    ]
    found = disagreements(marks)
    assert found == [
        "ada (the solution) has 19 of 20 points, and should have 20",
        "ben (the empty notebook) has 1 of 20 points, and should have 0",
        "chloe (= instead of += in a * b) has 20 of 20 points, and should have lost some and kept "
        "some",
        "ema (a ** n with the 1 outside): POW-PRECEDENCE should be named, and none was",
        "finn (a loop that never ends, in the chain) has no mark",
    ]


def test_the_table_shows_marks_losses_and_misconceptions() -> None:
    losses = (Loss("mul-check", "02.mul", 0.8, "MUL-OVERWRITE"), Loss("m", "02.mul.fresh", 0.8, ""))
    lost = (Loss("a", "02.add", 2, "not written"), Loss("b", "02.mul", 18, "not written"))
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(
        marks_table(
            [
                Mark("ben", 0, 20, lost, ()),
                Mark("chloe", 18.4, 20, losses, ("MUL-OVERWRITE",)),
                Mark("finn", 18, 20, lost[:1], (), ("chain-by-hand",)),
            ],
            {"ben": "the empty notebook"},
        )
    )
    text = console.export_text()
    assert "18.4 of 20" in text
    assert "02.mul -0.8" in text
    assert "MUL-OVERWRITE" in text
    assert "everything" in text
    assert "(not written)" in text
    assert "(chain-by-hand did not end)" in text


def test_a_folder_in_use_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(CourseError, match="is in use"):
        run_demo(PROJECT, tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["thesis.txt"]


def test_a_lesson_that_is_not_built_is_one_sentence(course: Course) -> None:
    shutil.copytree(course.root / "solutions" / "90_double", course.root / "solutions" / "02_x")
    with pytest.raises(CourseError, match=r"has not been built yet\. Run: microkit build 02"):
        run_demo(course)


def test_a_failing_step_says_where_the_log_is(course: Course, tmp_path: Path) -> None:
    folder = course.root / "solutions" / "02_x"
    folder.mkdir()
    nbformat.write(nbformat.v4.new_notebook(), folder / "02_x.ipynb")
    course.settings.write_text(
        course.settings.read_text() + 'c.CourseDirectory.source_directory = "elsewhere"\n'
    )
    with pytest.raises(CourseError, match=r"could not finish 02_x: .*is in .*nbgrader\.log"):
        run_demo(course, tmp_path / "scratch", tell=lambda step: None)
