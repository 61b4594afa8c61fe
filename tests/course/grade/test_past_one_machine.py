"""A class graded by a Dask cluster into PostgreSQL, while one of the workers is killed."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.class_of_two import LESSON, by_reading, hand_in
from support.dask_cluster import PATIENCE, a_cluster

from microkit.course.folder import Course
from microkit.course.grade import classrun
from microkit.course.grade.classrun import ClassRun, Wishes
from microkit.course.marks import read_marks
from microkit.course.sandbox import Availability

STUDENTS = tuple(f"student_{number:02}" for number in range(20))
WRONG = "def double(number):\n    return number"


def test_a_class_gets_its_marks_once_each_while_a_worker_is_killed(
    built: Course, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classrun, "available", lambda warm: Availability(True, "It is there."))
    for place, student in enumerate(STUDENTS):
        hand_in(built, student, **({"answer": WRONG} if place % 3 == 0 else {}))
    expected = [0 if place % 3 == 0 else 18 for place in range(len(STUDENTS))]
    told: list[str] = []
    with a_cluster(tmp_path) as cluster:
        victim = cluster.worker("--no-nanny")
        cluster.worker("--no-nanny")
        cluster.wait_for(2)

        def tell(student: str) -> None:
            told.append(student)
            victim.kill()

        wishes = Wishes(scheduler=cluster.address, gradebook=postgres_url)
        outcome = ClassRun(built, "90", wishes, by_reading).grade(tell)
        assert victim.wait(PATIENCE) == -9
        assert len(cluster.wait_for(1)) == 1
    assert tuple(sorted(told)) == tuple(sorted(outcome.graded)) == STUDENTS
    assert outcome.troubles == {}
    marks = read_marks(postgres_url, built.root / "autograded", LESSON)
    assert [(mark.student, mark.score) for mark in marks] == list(
        zip(STUDENTS, expected, strict=True)
    )
