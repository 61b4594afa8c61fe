"""A class graded by a Dask cluster into PostgreSQL, while one of the workers is killed."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from support.dask_cluster import PATIENCE, a_cluster

from microkit.course.folder import Course, find_course
from microkit.course.grade.classrun import ClassRun, Wishes
from microkit.course.marks import Mark, read_marks
from microkit.course.submissions import STORIES, submission

MADE_UP = [story for story in STORIES if story.student != "finn"]  # he never ends
ROUNDS = 3


@pytest.fixture
def class_of_fifteen(tmp_path: Path) -> Course:
    """A course with lesson 02, and each made-up student three times."""
    kit, course = find_course(), Course(tmp_path / "course")
    lesson = kit.lesson("02")
    for folder in ("solutions", "lessons"):
        shutil.copytree(kit.root / folder / lesson.name, course.root / folder / lesson.name)
    shutil.copy(kit.settings, course.root)
    released, solution = (nbformat.read(p, as_version=4) for p in (lesson.release, lesson.solution))
    for number in range(ROUNDS):
        for story in MADE_UP:
            folder = course.root / "submitted" / f"{story.student}-{number}" / lesson.name
            folder.mkdir(parents=True)
            notebook = submission(released, solution, story)
            nbformat.write(notebook, folder / f"{lesson.name}.ipynb")
    return course


def marks_in(database: str, course: Course) -> list[tuple[str, float, tuple[str, ...]]]:
    name = course.lesson("02").name
    marks: list[Mark] = read_marks(database, course.root / "autograded", name)
    return [(mark.student, mark.score, mark.misconceptions) for mark in marks]


@pytest.mark.usefixtures("real_sandbox")
def test_the_marks_are_those_of_one_machine_each_once_while_a_worker_is_killed(
    class_of_fifteen: Course, postgres_url: str, tmp_path: Path
) -> None:
    course = class_of_fifteen
    alone = ClassRun(course, "02", Wishes(workers=1)).grade()
    assert alone.troubles == {}
    expected = marks_in(f"sqlite:///{course.root / 'gradebook.db'}", course)
    shutil.rmtree(course.root / "autograded")
    told: list[str] = []
    with a_cluster(tmp_path) as cluster:
        victim = cluster.worker("--no-nanny")
        cluster.worker("--no-nanny")
        cluster.wait_for(2)

        def tell(student: str) -> None:
            told.append(student)
            victim.kill()

        wishes = Wishes(scheduler=cluster.address, gradebook=postgres_url)
        outcome = ClassRun(course, "02", wishes).grade(tell)
        assert victim.wait(PATIENCE) == -9
        assert len(cluster.wait_for(1)) == 1
    assert outcome.troubles == {}
    assert len(told) == len(MADE_UP) * ROUNDS
    assert sorted(told) == sorted(outcome.graded) == [student for student, *_ in expected]
    assert marks_in(postgres_url, course) == expected
    again = ClassRun(course, "02", Wishes(workers=1, gradebook=postgres_url)).grade()
    assert again.graded == []
    assert sorted(again.kept) == sorted(told)
