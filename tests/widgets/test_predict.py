"""A widget that asks first: in the page, in Python, and where the two say the same."""

import math

import pytest
from playwright.sync_api import expect

from microkit.checks.predictions import Asked, predictions
from microkit.engine import Value
from microkit.errors import MicrokitError
from microkit.widgets import GraphView, OpBench
from microkit.widgets.asking import question_of, verdict
from microkit.widgets.compose import compose

CHOICE = Asked("99.most", "Which of a <b> c?", "b", "It says so.", ("a", "b", "c"))
LIKE_NUMBERS = Asked("99.near", "Which?", "100", "It says so.", ("100", "100.2"))


class Guess:
    committed = True


def bench(**options):
    return OpBench("*", a=2, b=-3, upstream=4, predict="02.mul", **options)


def lock_in(page, text):
    page.get_by_label("Your number").fill(text)
    page.get_by_role("button", name="Lock it in").click()


# -- in the page -----------------------------------------------------------------------------------


def test_a_wrong_number_opens_the_widget_and_is_told_how_far_off(show):
    page = show(bench())
    knob = page.get_by_role("slider", name="a", exact=True)
    expect(page.get_by_text("What is a.grad?")).to_be_visible()
    expect(knob).to_be_disabled()
    assert "-12" not in page.locator("#here").inner_html()

    lock_in(page, "-3")

    told = page.get_by_text("You said -3, it is -12: 9 away. The slope of c seen from a is b")
    expect(told).to_be_visible()
    expect(told).to_be_focused()
    expect(knob).to_be_enabled()
    expect(page.get_by_label("Your number")).to_be_hidden()
    assert page.evaluate("model.sent.at(-1)") == {"guess": -3, "locked": ""}


@pytest.mark.parametrize("text", ["-12", " \u221212.0 ", "-24/2", "-12,0", "-1.2e1", "-12.05"])
def test_a_right_number_is_right_however_it_is_written(show, text):
    page = show(bench())

    lock_in(page, text)

    expect(page.get_by_text("You were right.")).to_be_visible()


@pytest.mark.parametrize("text", ["twelve", "1/0", "1,000", "--2", "1 1/2", "1/2/3", "<b>", "NaN"])
def test_anything_else_gets_a_kind_sentence(show, text):
    page = show(bench())

    lock_in(page, text)

    expect(page.get_by_role("alert")).to_have_text(
        f'"{text}" cannot be read as a number. Write one such as -12, 2.5 or 1/3.'
    )
    expect(page.get_by_label("Your number")).to_be_focused()
    assert page.evaluate("model.get('guess')") is None
    lock_in(page, " ")
    expect(page.get_by_role("alert")).to_contain_text("Write a number first.")
    expect(page.get_by_role("slider", name="a", exact=True)).to_be_disabled()


@pytest.mark.parametrize(
    ("text", "number"), [("1/3", 1 / 3), ("2,5", 2.5), (".5", 0.5), ("+4", 4), ("0,125", 0.125)]
)
def test_numbers_are_read_as_people_write_them(show, text, number):
    page = show(bench())

    lock_in(page, text)

    assert page.evaluate("model.get('guess')") == pytest.approx(number, rel=1e-15)


def test_a_choice_is_made_by_keyboard(show):
    page = show(GraphView(Value(2.0, "a"), predict=CHOICE))
    page.get_by_role("button", name="Lock it in").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose one first.")
    expect(page.get_by_role("radio", name="a", exact=True)).to_be_focused()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_text("You said c, it is b. It says so.")).to_be_visible()
    assert page.evaluate("model.get('guess')") == "c"


def test_a_guess_set_by_a_cell_opens_it_too(show):
    page = show(bench())

    page.evaluate("model.set('guess', 5)")

    expect(page.get_by_text("You said 5, it is -12: 17 away.")).to_be_visible()
    expect(page.get_by_role("slider", name="a", exact=True)).to_be_enabled()


def test_a_guess_survives_a_reload(show):
    view = bench()
    view.guess = -12

    page = show(view)

    expect(page.get_by_text("You were right.")).to_be_visible()
    expect(page.get_by_role("slider", name="a", exact=True)).to_be_enabled()


def test_the_page_and_python_say_the_same(page, shared):
    cases = [
        (question_of(asked), guess)
        for asked in (*predictions(), CHOICE, LIKE_NUMBERS)
        for guess in (asked.choices or (asked.answer, 0.0, -3.25, 1e-12, 1e9))
    ]
    assert len(cases) > 10
    source = compose(shared / "predict.js")

    said = page.evaluate(
        """async ([source, cases]) => {
          const { verdictOn } = await load(source);
          return cases.map(([asked, guess]) => verdictOn(asked, guess));
        }""",
        [source, [list(case) for case in cases]],
    )

    assert said == [verdict(*case) for case in cases]


# -- in Python -------------------------------------------------------------------------------------


def test_a_guess_unlocks_and_can_be_taken_back():
    view, seen = bench(), []
    view.observe(lambda change: seen.append(change["new"]), "guess")

    view.guess = -3
    assert view.locked == ""
    assert "a.grad: by the rule -12" in view.outline()
    view.guess = None

    assert seen == [-3.0, None]
    assert view.locked.startswith("Predict first: c = a * b")


def test_the_picture_waits_for_the_guess_and_then_tells_the_verdict():
    view = bench()
    before, _ = view._repr_mimebundle_()
    view.guess = -3
    after, _ = view._repr_mimebundle_()

    for words in (before["text/plain"], before["text/html"]):
        assert "Predict first: c = a * b" in words
        assert "-12" not in words
    for words in (after["text/plain"], after["text/html"]):
        assert "You said -3, it is -12: 9 away." in words


@pytest.mark.parametrize("guess", ["-12", math.nan, math.inf, True, [3], "b"])
def test_what_is_no_guess_is_a_sentence(guess):
    with pytest.raises(MicrokitError, match="A guess is one number"):
        bench().guess = guess


def test_a_choice_must_be_one_of_them():
    view = GraphView(Value(2.0, "a"), predict=CHOICE)

    with pytest.raises(MicrokitError, match="one of"):
        view.guess = "d"
    view.guess = "b"
    assert view.locked == ""


def test_it_asks_once():
    with pytest.raises(MicrokitError, match="not both"):
        bench(after=Guess())
    with pytest.raises(MicrokitError, match=r"no prediction '02\.nothing'"):
        OpBench("*", predict="02.nothing")
    with pytest.raises(MicrokitError, match="finite"):
        OpBench("*", predict=Asked("99.x", "?", math.inf, ""))


def test_without_a_question_nothing_is_asked(show):
    view = OpBench("*")
    page = show(view)

    assert (view.asked, view.guess, view.locked) == ({}, None, "")
    expect(page.get_by_role("button", name="Lock it in")).to_have_count(0)
    view.guess = 3  # another widget may be linked to it
    assert view.guess == 3
