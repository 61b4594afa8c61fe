"""ready: what passes is used, and for the rest the kit's stands in."""

import numpy as np
import pytest

from microkit.course.ready import ready
from microkit.errors import MicrokitError

SOFTMAX = """
import numpy as np
def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
"""
XENT = """
def xent_back(z, y):
    p = softmax(z)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)
"""


def notebook(*cells: str) -> dict:
    """Run cells as a notebook does, and return its names."""
    names = {"ready": ready}
    for cell in (*cells, "message = ready(xent_back, '10.softmax', '10.xent')"):
        exec(cell, names)
    return names


def heard(names: dict) -> list:
    z = np.array([[2.0, -1.0, 0.5], [0.3, 0.1, 4.0]])
    return names["message"](z, np.array([2, 0]))


def test_what_passes_is_the_students_own(capsys) -> None:
    names = notebook(SOFTMAX, XENT)
    assert names["message"] is names["xent_back"]
    assert capsys.readouterr().out == "xent_back: your own.\n"


@pytest.mark.parametrize(
    ("cells", "failing"),
    [
        ((SOFTMAX, XENT.replace(" / len(y)", "")), "10.xent does"),
        ((SOFTMAX.replace("axis=-1", "axis=0"), XENT), "10.softmax does"),
        (("softmax = None", "def xent_back(z, y): pass"), "10.softmax and 10.xent do"),
        ((SOFTMAX, "def xent_back(z, y):\n    while True: pass"), "10.xent does"),
    ],
)
def test_what_does_not_pass_is_replaced_together_with_what_it_needs(cells, failing, capsys) -> None:
    names = notebook(*cells)
    assert f"the kit's for now, since {failing} not pass yet." in capsys.readouterr().out
    assert heard(names) == pytest.approx(heard(notebook(SOFTMAX, XENT)))


def test_the_notebooks_own_names_stay_as_they_are() -> None:
    names = notebook(SOFTMAX, "def xent_back(z, y): pass")
    assert names["xent_back"](1, 2) is None


def test_an_exercise_that_does_not_exist_is_named() -> None:
    with pytest.raises(MicrokitError, match=r"10\.nothing"):
        ready(heard, "10.nothing")
