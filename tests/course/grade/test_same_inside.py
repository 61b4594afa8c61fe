"""A check says in the sandbox what it says in a notebook: for every wrong idea, every style."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from misconceptions.students import MODULES, gathered, notebook

from microkit.checks import check, exercises, judge
from microkit.course.grade.work.patience import Patience
from microkit.course.grade.work.plan import CellToRun
from microkit.course.grade.work.rooms import room_of
from microkit.course.grade.work.runs import Run, runs_of
from microkit.course.grade.work.talk import Talk
from microkit.course.sandbox import Sandbox

WRONG = gathered("WRONG")
STYLES = gathered("STYLES")
SEED = "any"


class NotAnswered(Exception):  # noqa: N818
    """The room had no answer, and says why."""


@pytest.fixture(scope="module")
def rooms(real_sandbox: None) -> Iterator[dict[Run, Sandbox]]:
    opened: dict[Run, Sandbox] = {}
    yield opened
    for sandbox in opened.values():
        sandbox.close()


def inside(rooms: dict[Run, Sandbox], lesson: str, exercise: str, *cells: str) -> Any:
    """Return the report of an exercise whose cells were run in its room."""
    name = exercise.split(".")[1]
    run = next(run for run in runs_of(lesson) if name in run.exercises)
    if run not in rooms:
        rooms[run] = Sandbox(warm=True, **room_of(lesson, run))
    to_run = [CellToRun(f"c{i}", cell, True) for i, cell in enumerate(cells)]
    talk = Talk(rooms[run], int(lesson), to_run, (), Patience(30.0))
    try:
        chosen = next(e for e in exercises() if e.id == exercise)
        names = {n: n for n in chosen.names}
        outcome = talk.ask({"do": "collect", "exercise": exercise, "names": names, "seed": SEED})
        if not outcome.ok:
            raise NotAnswered(outcome.sentence)
        return judge(exercise, outcome.answer, SEED)
    finally:
        talk.close()


def _ids(students: list[Any]) -> list[str]:
    return [f"{lesson}-{key}" for lesson, key, _ in students]


# One exercise asks for `a - b` and for `6 - a`: in a notebook the one is lent to the other.
COSTS_TWICE = ("SUB-ORDER", "SUB-ADDS", "SUB-CHANGES-SELF")
SAME = [one for one in WRONG if one[1] not in COSTS_TWICE]
CALLS_THE_KIT = [one for one in STYLES if "kit's" in one[1]]
OWN = [one for one in STYLES if "kit's" not in one[1]]


@pytest.mark.parametrize("student", [*SAME, *OWN], ids=_ids([*SAME, *OWN]))
def test_the_report_is_the_same(student, rooms):
    lesson, _, (exercise, code) = student
    there = inside(rooms, lesson, exercise, MODULES[lesson].RIGHT, code)
    here = check(exercise, notebook(lesson, code), seed=SEED)
    assert there.score == here.score
    assert there.misconceptions == here.misconceptions
    assert there.failed_questions == here.failed_questions


@pytest.mark.parametrize("idea", COSTS_TWICE)
def test_of_two_minuses_in_one_exercise_none_is_lent(idea, rooms):
    exercise, code = MODULES["01"].WRONG[idea]
    report = inside(rooms, "01", exercise, MODULES["01"].RIGHT, code)
    assert idea in report.misconceptions
    assert report.score > 0


# These build on what an earlier lesson has built, which is there.
EARLIER = (
    "exp on a subclass of the kit's Value",
    "neuron of the kit's own Value",
    "loop of the kit's own Value",
    "own: on the kit's Operation",
    "linear as one of the kit's modules, in single precision",
    "embed by the kit's own lookup, in single precision",
)
NEEDS_A_VALUE = ("the kit's own Value in a graph",)


@pytest.mark.parametrize("student", CALLS_THE_KIT, ids=_ids(CALLS_THE_KIT))
def test_code_that_calls_what_a_lesson_asks_for_finds_nothing_there(student, rooms):
    lesson, key, (exercise, code) = student
    if key in EARLIER:
        assert inside(rooms, lesson, exercise, MODULES[lesson].RIGHT, code).passed
        return
    try:
        told = str(inside(rooms, lesson, exercise, MODULES[lesson].RIGHT, code))
    except NotAnswered as stopped:
        told = str(stopped)
    assert not told.startswith("PASS")
    assert "is not there where work is graded" in " ".join(told.split()) or key in NEEDS_A_VALUE
