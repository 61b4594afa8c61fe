"""Of a prediction, only the committed answer is taken over."""

import pytest

from microkit.course.intake.commitment import asked_in, commit

ONE = 'guess = predict("02.mul", ...)  # zwölf\nguess'
TWO = 'a = predict("a", ...); b = predict("b", ...)'


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ('guess = predict("02.mul", -12)  # zwölf\nguess', "-12"),
        ("guess=predict('02.mul',-12)\nguess", "-12"),
        ('guess = predict("02.mul", answer=-12)\nguess', "-12"),
        ('guess = predict(\n    "02.mul",\n    -12,\n)\nguess', "-12"),
        ('guess = predict("02.mul", "äöü")\nguess', '"äöü"'),
        ('guess = predict("02.mul", "\\d")\nguess', '"\\d"'),
        ('guess = predict("02.mul", 3 * -4 / (1 + 1))\nguess', "3 * -4 / (1 + 1)"),
        ('guess = predict("02.mul", 1e-3)\nguess', "1e-3"),
        ('guess = predict("02.mul", ...)\nguess', "..."),
    ],
)
def test_an_answer_comes_over(given: str, answer: str) -> None:
    source, said = commit(ONE, given)
    assert source == ONE.replace("...", answer)
    assert said == ("prediction-edited" if "answer=" in given else "")


@pytest.mark.parametrize(
    "given",
    [
        'x = 2\nguess = predict("02.mul", -12)\nguess',
        'guess = predict("02.mul", -12)',
        'mine = predict("02.mul", -12)\nmine',
        'guess = kit.predict("02.mul", -12)\nguess',
        'guess = predict("02.mul", -12, 3)\nguess',
    ],
)
def test_more_than_the_answer_was_changed(given: str) -> None:
    assert commit(ONE, given) == (ONE.replace("...", "-12"), "prediction-edited")


@pytest.mark.parametrize(
    "given",
    [
        "",
        "guess = -12",
        'guess = predict("02.add", -12)\nguess',
        'guess = predict("02.mul")\nguess',
        'guess = predict("02.mul", twelve)\nguess',
        'guess = predict("02.mul", open("solution").read())\nguess',
        'guess = predict("02.mul", f"{1}")\nguess',
        'guess = predict("02.mul", 9**9**9)\nguess',
        'guess = predict("02.mul", (lambda: 3)())\nguess',
        'guess = predict("02.mul", 1)\nguess = predict("02.mul", 2)',
        'guess = predict("02.mul", -12',
        'guess = predict("02.mul", \0)',
        'guess = predict("02.mul", \ud800)',
        f'guess = predict("02.mul", {"(" * 5_000}1{")" * 5_000})',
        f'guess = predict("02.mul", {"-" * 9_000}1)',
        f'guess = predict("02.mul", "{"a" * 600}")',
        "x" * 100_000,
    ],
)
def test_no_answer_to_take(given: str) -> None:
    assert commit(ONE, given) == (ONE, "prediction-unclear")


def test_two_questions_in_one_cell() -> None:
    given = 'a = predict("a", 1)\nb = predict("b", "two")'
    assert commit(TWO, given) == ('a = predict("a", 1); b = predict("b", "two")', "")
    assert commit(TWO, 'a = predict("a", 1)') == (TWO, "prediction-unclear")


def test_the_question_of_a_cell() -> None:
    assert asked_in("guess = predict(\n  '02.mul', 3)") == "02.mul"
    assert asked_in("predict(question)") == ""
