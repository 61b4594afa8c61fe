"""What of a notebook runs inside, and what is judged outside."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from microkit.course.grade.work.magics import MOST_IN_A_CELL, MOST_LETTERS, Magics
from microkit.course.grade.work.patience import Patience
from microkit.course.grade.work.plan import plan_of
from microkit.course.grade.work.seeds import derived


def cell(id_, source, tags=(), **marks):
    made = new_code_cell(source, metadata={"tags": list(tags)})
    made.id = id_
    if marks:
        flags = {"grade": False, "solution": False, "locked": False, "task": False} | marks
        made.metadata.nbgrader = {"grade_id": id_, "schema_version": 3, "points": 2} | flags
    return made


def test_a_notebook_is_taken_apart_in_order():
    plan = plan_of(
        new_notebook(
            cells=[
                new_markdown_cell("# Title"),
                cell("setup", "import numpy as np\nfrom math import pi"),
                cell("show", "print(1)", tags=["aside"]),
                cell("guess", 'guess_mul = predict("02.mul", 3)', tags=["predict"]),
                cell("answer", "class Value: ...", solution=True),
                cell("added-1", "import os"),
                cell("empty", "   "),
                cell("mul", 'check("02.mul", Value)', grade=True, locked=True),
                cell("own", "assert f(2) == 4", grade=True, locked=True),
                cell("by-hand", "an essay", grade=True, solution=True),
            ]
        )
    )
    assert [(one.id, one.own) for one in plan.run] == [
        ("setup", False),
        ("guess", True),
        ("answer", True),
        ("added-1", True),
        ("by-hand", True),
    ]
    mul, own = plan.judge
    assert mul.exercise is not None
    assert (mul.exercise.id, mul.names) == ("02.mul", {"Value": "Value"})
    assert own.exercise is None
    assert plan.imports == ("import numpy as np", "from math import pi")  # not the student's


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('check("05.parameters", Neuron, Layer, MLP)', ["Neuron", "Layer", "MLP"]),
        ('check("02.mul", Mine)', ["Mine"]),
        ('check("02.mul", Value, Value)', None),
        ('check("02.mul", Value())', None),
        ('check("02.nothing", Value)', None),
        ('check("02.mul", Value, seed=3)', None),
        ('x = check("02.mul", Value)', None),
        ('check("02.mul", Value)\nassert True', None),
        ("this is no Python", None),
    ],
)
def test_a_check_is_known_by_what_it_says(source, names):
    (found,) = plan_of(new_notebook(cells=[cell("one", source, grade=True)])).judge
    assert (found.exercise is None) == (names is None)
    assert list(found.names.values()) == (names or [])


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("await f()", "await f()"),
        ("%time x = 1", "get_ipython().run_line_magic('time', 'x = 1')"),
        (
            "%matplotlib inline\nx = 1",
            "get_ipython().run_line_magic('matplotlib', 'inline')\nx = 1",
        ),
        ("files = !ls", "files = get_ipython().getoutput('ls')"),
        ("?len", "get_ipython().run_line_magic('pinfo', 'len')"),
        ("%%time\nx = 1", "x = 1"),
        ("\n%%capture out\n%%timeit -n 3\nx = 1", "x = 1"),
        ("%%time\n!ls\nx = 1", "get_ipython().system('ls')\nx = 1"),
        ("%%html\n<b>", "get_ipython().run_cell_magic('html', '', '<b>\\n')"),
        ("def (", "def ("),
    ],
)
def test_what_only_ipython_understands_becomes_plain_python(source, plain):
    assert Magics().plain(source).strip() == plain


def test_little_is_translated_before_a_limit_of_time_holds():
    for source in (
        "x = %foo a\n" * (MOST_IN_A_CELL + 1),
        "a" * (MOST_LETTERS // 2) + " !?\n",
        "%foo\n" + "y = 1\n" * MOST_LETTERS,
    ):
        assert Magics().plain(source) == source
    assert "%" not in Magics().plain("x = %foo a\n" * MOST_IN_A_CELL)
    magics = Magics()
    last = [magics.plain("%foo\n" + "y = 1\n" * 300) for _ in range(100)][-1]
    assert last.startswith("%foo")


def test_a_secret_says_nothing_about_another():
    every = {
        derived("course", student, exercise)
        for student in ("ada", "ben", "ad", "")
        for exercise in ("02.mul", "a02.mul", "02.mul.fresh")
    }
    assert len(every) == 12
    assert all(len(one) == 32 for one in every)
    assert derived("course", "ada") != derived("another course", "ada")


def test_patience_halves():
    patience = Patience(32.0)
    waited = []
    for _ in range(20):
        waited.append(patience.seconds)
        patience.was_late()
    assert waited[:4] == [32.0, 16.0, 8.0, 4.0]
    assert sum(waited) < 64.0
