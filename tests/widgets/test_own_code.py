"""A student's own code answers: about the numbers that are there, and once for each of them."""

import pytest
from playwright.sync_api import expect
from support.everywhere import OWN, OWN_CODE
from support.widget_page import show_widget, state_of

from microkit import widgets

# What is moved of each, and what its code then says.
MOVED = {
    "slope_explorer": ("x", 0.5, "0.75 / 0.5"),
    "graph_view": ("leaves", {"price": 5.0, "number": 3.0}, "bill is 15"),
    "op_bench": ("a", 5.0, "1020"),
    "curve_bench": ("x", 1.25, "0.3034"),
    "optimizer_race": ("rate", 0.01, "3.918"),
    "broadcast_viewer": ("b_shape", [3], "(3, 3)"),
    "kernel_slider": ("kernel", [1.0] * 9, "509"),
    "digit_pad": ("image", [0.25] * 64, "45.1 %"),
}
FOLLOWS = {
    "slope_explorer": "slope",
    "optimizer_race": "distances",
    "digit_pad": "shares",
}


def made(name):
    namespace = {"widgets": widgets}
    exec(OWN_CODE, namespace)
    return eval(OWN[name], namespace)


@pytest.fixture
def runs(monkeypatch):
    """Count how often the code of a widget runs."""

    def runs(widget):
        asked, run = [], widget._run

        def count(question):
            asked.append(question)
            return run(question)

        monkeypatch.setattr(widget, "_run", count)
        return asked

    return runs


def from_page(widget, trait, value, seq=1):
    """Send what the page sends where somebody moves a trait: the trait, and a question about it."""
    question = {"numbers": [value, widget.b, widget.upstream]} if trait == "a" else {trait: value}
    widget.set_state({trait: value, "inputs": {**widget._question(), **question, "seq": seq}})


@pytest.mark.parametrize("name", OWN)
def test_what_a_cell_moves_before_it_shows_it_is_answered(show, name):
    trait, value, says = MOVED[name]
    widget = made(name)

    setattr(widget, trait, value)
    page = show(widget)

    expect(page.locator(".mk")).to_contain_text(says)
    expect(page.locator(".mk-late")).to_have_count(0)
    assert page.evaluate("model.sent") == []


@pytest.mark.parametrize("name", OWN)
def test_what_the_page_moved_while_nobody_answered_is_asked_when_it_opens(page, name):
    trait, value, _ = MOVED[name]
    widget = made(name)
    setattr(widget, trait, getattr(widget, trait))
    widget._present()

    show_widget(page, widget, {**state_of(widget), trait: value})

    (sent,) = page.evaluate("model.sent")
    assert value in (sent["inputs"].get(trait), sent["inputs"].get("numbers", [None])[0])


@pytest.mark.parametrize("name", OWN)
def test_where_nobody_can_answer_nothing_is_asked(page, name):
    trait, value, _ = MOVED[name]
    widget = made(name)
    widget._present()

    show_widget(page, widget, {**state_of(widget), trait: value, "resting": "Nobody answers."})

    assert page.evaluate("model.sent") == []


def test_a_graph_that_was_not_moved_shows_what_its_cell_computed(show, runs):
    view = made("graph_view")
    asked = runs(view)

    page = show(view)
    view._repr_mimebundle_()

    assert asked == page.evaluate("model.sent") == []


@pytest.mark.parametrize("name", OWN)
def test_the_code_runs_once_for_what_a_cell_moves(name, runs):
    trait, value, _ = MOVED[name]
    widget = made(name)
    asked = runs(widget)

    setattr(widget, trait, value)
    assert widget.outline() == widget.outline()
    widget.inputs = {**asked[0], "seq": 1}  # a page that shows it asks, too

    assert len(asked) == 1
    assert widget.answer["seq"] == 1


@pytest.mark.parametrize("name", OWN)
def test_the_code_runs_once_for_what_the_page_moves(name, runs):
    trait, value, _ = MOVED[name]
    widget, twin = made(name), made(name)
    asked = runs(widget)

    from_page(widget, trait, value)
    setattr(twin, trait, value)

    assert len(asked) == 1
    assert widget.answer == {**twin.answer, "seq": 1}
    if name in FOLLOWS:
        assert getattr(widget, FOLLOWS[name]) == getattr(twin, FOLLOWS[name])


@pytest.mark.parametrize("name", OWN)
def test_the_code_waits_for_the_question_of_the_page(name, runs):
    trait, value, _ = MOVED[name]
    widget = made(name)
    asked = runs(widget)

    widget.set_state({trait: value})

    assert asked == []


@pytest.mark.parametrize("name", OWN)
def test_what_is_shown_again_is_asked_again_since_the_code_may_be_another(name, runs):
    widget = made(name)
    setattr(widget, *MOVED[name][:2])
    asked = runs(widget)

    widget._repr_mimebundle_()

    assert len(asked) == 1


def test_a_film_of_steps_walks_no_path_again(runs):
    race = made("optimizer_race")
    asked = runs(race)
    before = dict(race.distances)

    for step in range(10):
        race.set_state({"step": step})

    assert asked == []
    assert race.distances != before


def test_two_views_of_one_model_ask_once(show):
    bench = made("op_bench")
    page = show(bench)
    page.evaluate(
        """async (source) => {
          const { default: widget } = await load(source);
          widget.render({ model, el: document.body.appendChild(document.createElement("main")) });
        }""",
        bench._esm,
    )

    page.get_by_role("slider", name="a", exact=True).first.press("ArrowRight")
    bench.inputs = page.evaluate("model.get('inputs')")
    page.evaluate("(answer) => model.set('answer', answer)", bench.answer)

    assert page.evaluate("model.sent.filter((traits) => traits.inputs).length") == 1


def test_pressing_backward_again_asks_again(show, runs):
    view = made("graph_view")
    asked = runs(view)
    view.backward = True
    page = show(view)

    page.get_by_role("button", name="backward").click()
    view.inputs = page.evaluate("model.get('inputs')")

    assert len(asked) == 2
