"""What a lesson asks for cannot be found in the rooms where it is asked."""

from __future__ import annotations

from typing import Any

import pytest

from microkit.checks import exercises, judge
from microkit.checks.collectors.graft import FILES
from microkit.course.grade.work.patience import Patience
from microkit.course.grade.work.plan import CellToRun
from microkit.course.grade.work.rooms import lent_source, parts_of, room_of, stand_ins_of
from microkit.course.grade.work.runs import RUNS, runs_of
from microkit.course.grade.work.talk import Talk
from microkit.course.sandbox import Sandbox

ALL = [(lesson, run) for lesson, runs in RUNS.items() for run in runs]
ASKED = [e for e in exercises() if e.kind != "predictions" and not e.fresh]
METHOD_OF = {
    **{"add": "__add__", "mul": "__mul__", "pow": "__pow__"},
    **{"neg": "__neg__", "sub": "__sub__", "div": "__truediv__"},
}

# Takes every module of the kit that there is, and from each the first thing with the right name.
SEARCH = """
import importlib, pkgutil
import microkit

def thing_called(name):
    for _, module, _ in pkgutil.walk_packages(microkit.__path__, "microkit."):
        try:
            found = getattr(importlib.import_module(module), name, None)
        except BaseException:
            continue
        if type(found).__name__ not in ("NoneType", "Absent", "Silent"):
            return found

def methods():
    found = {{}}
    for _, module, _ in pkgutil.walk_packages(microkit.__path__, "microkit."):
        try:
            found.update(getattr(importlib.import_module(module), "METHODS", {{}}))
        except BaseException:
            continue
    return found

Value = microkit.resume(upto={before})
if not isinstance(Value, type):  # there is none before lesson 01
    class Value:
        pass
for target in {targets!r}:
    name, _, method = target.partition(".")
    if not method:
        globals()[name] = thing_called(name)
    elif method in methods():
        setattr(Value, method, methods()[method])
"""


def test_every_exercise_is_asked_in_one_run():
    for exercise in exercises():
        name = exercise.base.split(".")[1]
        runs = [run for run in runs_of(exercise.lesson) if name in run.exercises]
        assert len(runs) == 1, exercise.id


@pytest.mark.parametrize(("lesson", "run"), ALL, ids=lambda one: one if type(one) is str else "")
def test_no_room_holds_a_lessons_right_code_or_its_judges(lesson, run):
    parts = [*parts_of(lesson, run), *stand_ins_of(lesson, run)]
    for part in parts:
        assert not part.startswith(("checks/judges", "checks/misconceptions", "course/intake"))
        if part.startswith("checks/references/"):
            number = part.removeprefix("checks/references/lesson").removesuffix(".py")
            assert number < lesson or run.lends
    assert "." not in parts
    assert "checks" not in parts


@pytest.mark.parametrize(("lesson", "run"), ALL, ids=lambda one: one if type(one) is str else "")
def test_what_is_asked_is_not_lent(lesson, run):
    targets = [t for e in ASKED if e.base.split(".")[1] in run.exercises for t in e.targets]
    if lesson in ("01", "02", "03", "04"):
        asked = {target.partition(".")[2] for target in targets}
        for file in set(FILES) & set(run.right):
            assert METHOD_OF.get(file, file) not in asked


def test_of_a_lessons_right_code_only_what_is_named_is_lent():
    source = lent_source("10", ("Linear", "softmax"))
    assert "class Linear" in source
    assert "def softmax(" in source
    for other in ("softmax_back", "xent_back", "classify", "trained", "conv"):
        assert f"def {other}(" not in source


@pytest.fixture(scope="module")
def rooms(real_sandbox: None) -> Any:
    opened: dict[Any, Sandbox] = {}
    yield opened
    for sandbox in opened.values():
        sandbox.close()


@pytest.mark.parametrize("exercise", ASKED, ids=lambda exercise: exercise.id)
def test_a_search_of_the_whole_kit_finds_no_answer(exercise, rooms):
    run = next(r for r in runs_of(exercise.lesson) if exercise.id.split(".")[1] in r.exercises)
    if run not in rooms:
        rooms[run] = Sandbox(warm=True, **room_of(exercise.lesson, run))
    before = int(exercise.lesson) - 1
    cell = SEARCH.format(before=before, targets=exercise.targets)
    cells = [CellToRun("search", cell, True)]
    talk = Talk(rooms[run], int(exercise.lesson), cells, (), Patience(60.0))
    names = {name: name for name in exercise.names}
    outcome = talk.ask({"do": "collect", "exercise": exercise.id, "names": names, "seed": "s"})
    trouble = talk.told["search"].trouble
    talk.close()
    assert trouble is None, trouble
    if outcome.ok:
        assert judge(exercise, outcome.answer, "s").score <= exercise.points / 4
    else:
        assert outcome.problem == "error"
