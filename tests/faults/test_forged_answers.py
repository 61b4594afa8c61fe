"""Whatever comes back in place of answers: the judge gives nothing for what says nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from microkit.checks import exercises, judge
from microkit.checks.exercise import Exercise

SEED = "7"
ENTRIES: tuple[Any, ...] = (
    {},
    {"trouble": {}},
    {"trouble": {"kind": None}},
    {"trouble": None},
    {"value": None},
    {"value": None, "accept": {"between": [-1e300, 1e300]}},
    {"question": "", "label": "", "value": {"single": True}},
    {"question": None, "label": None, "value": {"graph": {"grads": [], "parents": []}}},
    None,
    [],
    "PASS",
)
KEYS = {"experiment": "seen", "rule": "trials"}
ANSWERS: tuple[Any, ...] = (
    None,
    {},
    [],
    20.0,
    "PASS",
    {"score": 20.0, "passed": True},
    {"problem": ""},
    {"problem": "missing"},
    {"problem": None, "names": []},
    *({KEYS[kind]: [entry] * 400} for kind in KEYS for entry in ENTRIES),
    {"seen": []},
    {"trials": []},
    {"numbers": []},
    {"log": [], "trouble": {}, "out": None, "seed": None, "grads": []},
    {"log": [{"fired": "+", "grad": 1.0}], "trouble": None, "out": 0.0, "seed": 1.0, "grads": []},
)


def names(exercise: Exercise) -> str:
    return exercise.id


ASKED = [exercise for exercise in exercises() if not exercise.fresh]  # twins have the same judge


@pytest.mark.parametrize("exercise", ASKED, ids=names)
def test_what_says_nothing_earns_nothing(exercise: Exercise) -> None:
    for answers in ANSWERS:
        try:
            report = judge(exercise, json.loads(json.dumps(answers)), SEED)
        except Exception:  # who grades takes it for no answer
            continue
        assert report.score == 0, answers
        assert not report.passed, answers
