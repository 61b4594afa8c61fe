"""The wall around a real sandbox: honest cells, and students who lie about themselves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from microkit.course.grade.wall import run_cell
from microkit.course.sandbox import Limits, Sandbox, available

DESK = Path(__file__).parents[3] / "support" / "wall_desk.py"
LIMITS = Limits(seconds=20, memory=600 * 2**20, output=100_000)

# Each says that it is right; the cell must not pass.
LIES = [
    ("numbers that are equal to all", "class Y(float):\n    __eq__ = lambda s, o: True\n    "
     "__ne__ = lambda s, o: False\n    __hash__ = None\ndef f(x):\n    return Y(1.0)"),
    ("lists that are equal to all", "class L(list):\n    __eq__ = lambda s, o: True\n"
     "def f(x):\n    return L([1])"),
    ("its own isinstance", "import builtins\nbuiltins.isinstance = lambda *a: True\n"
     "def f(x):\n    return 1"),
    ("its own operators", "import operator\noperator.eq = lambda *a: True\n"
     "def f(x):\n    return 1"),
    ("its own way of packing", "from microkit.course.grade.desk import crossing, things\n"
     "crossing.Packing.pack = lambda s, v, *a: ['array', 'O', [1], 'AAAAAAAAAAA=']\n"
     "def f(x):\n    return 4"),
    ("its own answers", "from microkit.course.grade.desk import things\n"
     "things.Things.answer = lambda s, m: {'value': 5}\ndef f(x):\n    return 4"),
    ("its own json", "import json\njson.dumps = lambda *a, **k: '{\"answer\": {\"value\": 5}}'\n"
     "def f(x):\n    return 4"),
    ("an answer that never ends", "def f(x):\n    while True:\n        pass"),
    ("an end", "import os\ndef f(x):\n    os._exit(0)"),
    ("SystemExit", "def f(x):\n    raise SystemExit(0)"),
    ("KeyboardInterrupt", "def f(x):\n    raise KeyboardInterrupt"),
    ("a number that is none", "def f(x):\n    return float('nan')"),
    ("names that hide Python's", "def abs(x):\n    return 0\ndef f(x):\n    return 1"),
]  # fmt: skip


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    found = available()
    if not found.ok:
        if os.environ.get("MICROKIT_REQUIRE_SANDBOX") == "1":
            pytest.fail(f"{found.reason} MICROKIT_REQUIRE_SANDBOX=1 asks for it.")
        pytest.skip(f"{found.reason} {found.what_to_do}")
    with Sandbox(
        LIMITS,
        parts=("course/grade/desk",),
        code=(DESK,),
        warm=True,
        imports=("wall_desk",),
    ) as made:
        yield made


def _graded(sandbox: Sandbox, student: str, cell: str, seconds: float = 2.0) -> Any:
    with sandbox.open("wall_desk:open_desk", student) as session:
        return run_cell(cell, {}, lambda message: session.ask(message, seconds), 60)


@pytest.mark.parametrize("student", [lie for _, lie in LIES], ids=[name for name, _ in LIES])
def test_a_lie_earns_nothing_where_numbers_are_compared(sandbox: Sandbox, student: str) -> None:
    outputs = _graded(sandbox, student, "r = f(2)\nassert r == 4 and abs(r - 4) < 1e-9\n")
    assert [output["output_type"] for output in outputs] == ["error"]
    assert _graded(sandbox, "def f(x):\n    return 2 * x", "assert f(2) == 4") == []


def test_a_wrong_answer_stays_wrong_for_lists(sandbox: Sandbox) -> None:
    student = dict(LIES)["lists that are equal to all"]
    assert _graded(sandbox, student, "assert f(2) == [2]")[0]["ename"] == "AssertionError"
    assert _graded(sandbox, student, "assert f(2) == [1]") == []


def test_objects_live_inside_for_the_whole_cell(sandbox: Sandbox) -> None:
    student = """
class Value:
    def __init__(self, data):
        self.data, self.grad, self.parents = data, 0.0, ()
    def __mul__(self, other):
        out = Value(self.data * other.data)
        out.parents = (self, other)
        return out
    def backward(self):
        for value, other in zip(self.parents, reversed(self.parents)):
            value.grad += other.data
        print("done")
"""
    cell = """
a, b = Value(2.0), Value(-3.0)
c = a * b
c.backward()
assert c.parents[0] is a
assert [p.grad for p in c.parents] == [-3.0, 2.0], "the gradients"
"""
    assert _graded(sandbox, student, cell) == [
        {"output_type": "stream", "name": "stdout", "text": "done\n"}
    ]
