"""Nobody reads the answer of a prediction before they have made it."""

import re
from pathlib import Path

import jupytext
import pytest

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = [
    ("00_slopes", "counts three times its nudge"),
    ("00_slopes", "it matters least"),
    ("01_values", "One box for `a`"),
    ("01_values", "a new box is made"),
    ("02_one_step_back", "ends up with 8"),
    ("03_right_order", "the next call adds to it"),
    ("05_neurons", "77.5 %"),
    ("05_neurons", "make the same step"),
    ("05_neurons", "5 in the last: 41"),
]


def cells(lesson, kind):
    path = ROOT / "solutions" / lesson / f"{lesson}.py"
    return [cell.source for cell in jupytext.read(path).cells if cell.cell_type == kind]


@pytest.mark.parametrize(("lesson", "answer"), ANSWERS)
def test_an_answer_in_words_is_folded(lesson, answer):
    told = " ".join("\n".join(cells(lesson, "markdown")).split())
    assert answer in told
    assert answer not in re.sub(r"<details>.*?</details>", "", told)


@pytest.mark.parametrize(
    ("lesson", "guess", "shows"),
    [
        ("03_right_order", "guess_losses", "a.grad is {a.grad}"),
        ("04_curves", "guess_corner", 'CurveBench("relu", x=1.5'),
        ("05_neurons", "guess_size", "len(MLP(3, [4, 4, 1]).parameters() or [])"),
    ],
)
def test_what_shows_an_answer_waits_for_the_guess(lesson, guess, shows):
    code = cells(lesson, "code")
    asked = next(i for i, source in enumerate(code) if source.startswith(f"{guess} ="))
    showing = [i for i, source in enumerate(code) if shows in source]
    assert showing
    assert min(showing) > asked
    assert all(guess in code[i] for i in showing)


class Early:
    """A Value as lesson 03 tells of it: each gate hands on, and asks both of its inputs at once."""

    def __init__(self, data):
        self.data, self.grad, self.backward = data, 0.0, lambda: None

    def __add__(self, other):
        out = Early(self.data + other.data)

        def backward():
            self.grad += out.grad
            other.grad += out.grad
            self.backward()
            other.backward()

        out.backward = backward
        return out


def test_the_story_of_april_2020_is_true():
    a = Early(3.0)
    b = a + a
    c = b + b
    c.grad = 1.0
    c.backward()
    assert (a.grad, b.grad) == (8.0, 2.0)
    told = " ".join("\n".join(cells("03_right_order", "markdown")).split())
    assert "The engine said 8." in told
