"""Whatever comes out of the sandbox, the judge has a report or an error for it, and soon."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from misconceptions.students import notebook

from microkit.checks import collect, exercises, judge
from microkit.course.grade.work.worker import shown

ASKED = [e for e in exercises() if not e.fresh and e.lesson in ("00", "01", "03", "05", "09")]
JUNK: list[Any] = [
    *(None, True, -1, 1e300, "", "PASS", [], {}, [[]], {"trouble": 7}, {"graph": {}}),
    *({"node": []}, {"shape": [10**6, 10**6], "numbers": []}, {"shape": [2], "numbers": ["x"]}),
    *([0.0] * 1000, {"value": "0" * 10_000}, {"kind": "endless"}, "<script>alert(1)</script>"),
]


def places(thing: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return every place in plain data."""
    found = [path]
    if isinstance(thing, dict | list):
        for key, item in thing.items() if isinstance(thing, dict) else enumerate(thing):
            found += places(item, (*path, key))
    return found


def replaced(thing: Any, path: tuple[Any, ...], by: Any) -> Any:
    if not path:
        return by
    made = copy.deepcopy(thing)
    inner = made
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = by
    return made


@pytest.mark.parametrize("exercise", ASKED, ids=lambda exercise: exercise.id)
def test_no_answer_is_too_odd(exercise):
    names = notebook(exercise.lesson, "")
    right = json.loads(json.dumps(collect(exercise, names, "s")))
    rng = random.Random(exercise.id)
    for _ in range(60):
        path = rng.choice(places(right))
        claim = replaced(right, path, copy.deepcopy(rng.choice(JUNK)))
        try:
            report = judge(exercise, claim, "s")
            card = shown(report)[-1]["data"]["text/html"]
        except Exception:  # the worker says then that it is no answer
            continue
        assert 0 <= report.score <= exercise.points
        assert "<script>alert" not in card
