import math
import random
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from microkit import engine
from microkit.engine import Value
from microkit.errors import MicrokitError
from microkit.graph import trace
from microkit.nn import MLP
from microkit.operations import Operation
from microkit.widgets import BackpropStepper
from microkit.widgets.messages import backward_order, gradients_after, messages, slopes_of


def waiting(make: Any = Value) -> Any:
    """b = a * a, c = b + a, d = b * c: b is used by d and by c."""
    a = make(3.0)
    b = a * a
    c = b + a
    d = b * c
    for node, label in ((a, "a"), (b, "b"), (c, "c"), (d, "d")):
        node.label = label
    return d


class Own:
    """A student's class, whose rules do nothing at all."""

    def __init__(self, data, _prev=(), _op=""):
        self.data, self.grad, self.label = data, 0.0, ""
        self._prev, self._op, self._backward = _prev, _op, lambda: None

    def __mul__(self, other):
        return Own(self.data * other.data, (self, other), "*")

    def __add__(self, other):
        return Own(self.data + other.data, (self, other), "+")


class Cube(Operation, symbol="cube"):
    @staticmethod
    def forward(a):
        return a**3

    @staticmethod
    def backward(g, out, a):
        return (g * 3 * a * a,)


class Guess:
    committed = False


def node(page, name):
    return page.get_by_role("button", name=re.compile(rf"^{name} .*data"))


def hold(page, **grads):
    """Expect these gradients in the nodes, once the page has painted."""
    for name, grad in grads.items():
        expect(node(page, name).locator(".mk-value").nth(1)).to_have_text(grad)


def sentence(page):
    return page.locator(".mk-sentence")


def on_the_lines(page, *texts):
    """Expect these messages on the lines, and no others."""
    shown = page.locator(".mk-share[visibility=visible]")
    expect(shown).to_have_text([text.replace(" =", "=") for text in texts])


def forward(page):
    return page.get_by_role("button", name="One step forward")


# -- step by step ----------------------------------------------------------------------------------


def test_each_step_is_a_message(show):
    page = show(BackpropStepper(waiting()))
    expect(sentence(page)).to_have_text(
        "d is the result: its gradient is 1. Nothing has been passed on yet."
    )
    hold(page, d="1", c="-", b="-", a="-")

    forward(page).click()
    expect(sentence(page)).to_contain_text("d fires, message 1 of 2: b hears 12 \u00d7 1 = 12")
    on_the_lines(page, "12 \u00d7 1 = 12")
    hold(page, d="1", c="-", b="12", a="-")
    expect(node(page, "d")).to_have_attribute("data-state", "fires")
    expect(node(page, "b")).to_have_attribute("data-state", "hears")
    expect(node(page, "d")).to_have_accessible_name("d * data 108 grad 1 fires")


def test_a_second_message_adds(show):
    page = show(BackpropStepper(waiting()))

    for _ in range(3):
        forward(page).press("Enter")

    expect(sentence(page)).to_contain_text("b hears 1 \u00d7 9 = 9")
    expect(sentence(page)).to_contain_text("Messages add: 12 was there, 9 comes: 21.")
    expect(node(page, "b").locator(".mk-flag").first).to_have_text("12 + 9 = 21")
    expect(node(page, "d")).to_have_attribute("data-state", "fired")
    assert page.evaluate("model.get('step')") == 3


def test_at_the_end_all_gradients_stand(show):
    page = show(BackpropStepper(waiting()))

    page.get_by_role("slider", name="messages that have arrived").press("End")

    hold(page, d="1", c="9", b="21", a="135")
    expect(sentence(page)).to_contain_text("All have fired: a.grad = 135.")
    page.get_by_role("slider").press("Home")
    hold(page, d="1", c="-", b="-", a="-")


def test_it_plays(show):
    page = show(BackpropStepper(waiting()))

    page.get_by_role("button", name="Play").click()

    page.wait_for_function("() => model.get('step') >= 1")
    page.get_by_role("button", name="Pause").click()


def test_a_chosen_node_leads_to_its_step(show):
    page = show(BackpropStepper(waiting()))

    node(page, "c").click()
    expect(sentence(page)).to_contain_text("c fires, message 1 of 2")
    node(page, "c").press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(sentence(page)).to_contain_text("a hears")
    assert page.evaluate("model.get('step')") == 4


def test_the_steps_stand_in_words(show):
    page = show(BackpropStepper(waiting()))
    forward(page).click()
    page.get_by_text("The steps in words").click()

    expect(page.locator("pre")).to_have_text(
        "d is the result: its gradient is 1\n1. d fires: b hears 12 \u00d7 1 = 12"
    )


def test_what_equals_would_have_left_behind_stands_beside(show):
    page = show(BackpropStepper(waiting()))
    page.get_by_role("slider").press("End")

    page.get_by_label("in place of").check()

    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="b", exact=True))
    expect(row.locator("td")).to_have_text(["21", "9", "differs"])
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="c", exact=True))
    expect(row.locator("td")).to_have_text(["9", "9", "the same"])
    expect(sentence(page)).to_contain_text("a.grad would be 27, not 135.")
    expect(node(page, "b").locator(".mk-flag").nth(1)).to_have_text("with =: 9")
    assert page.evaluate("model.get('overwrite')") is True


def test_a_node_without_a_label_shows_what_it_is_called(show):
    a, b = Value(2.0, "a"), Value(-3.0, "b")
    page = show(BackpropStepper(a * b + a))
    forward(page).click()

    expect(sentence(page)).to_contain_text("node 4 fires, message 1 of 2: node 3 hears 1")
    expect(node(page, "node 3").locator(".mk-strong")).to_have_text("node 3 ")


# -- the game --------------------------------------------------------------------------------------


def test_a_choice_too_early_shows_what_has_not_arrived(show):
    page = show(BackpropStepper(waiting(), game=True))
    node(page, "d").click()

    node(page, "b").click()

    expect(sentence(page)).to_have_text(
        "b cannot fire yet: c was made of b and has not fired, so that message is not there. "
        "What b holds now is not the whole."
    )
    on_the_lines(page, "not hereyet")
    expect(page.locator("[data-state=missing]")).to_have_count(1)
    expect(node(page, "b")).to_have_attribute("data-state", "wrong")
    expect(page.locator(".mk-hint")).to_contain_text("Too early: 1.")
    assert page.evaluate("[model.get('wrong'), model.get('fired')]") == [1, ["d"]]


def test_the_game_is_won_by_keyboard(show):
    page = show(BackpropStepper(waiting(), game=True))
    node(page, "d").focus()

    for key in ("Enter", "ArrowLeft"):
        page.keyboard.press(key)
    for name in ("c", "b"):
        node(page, name).focus()
        page.keyboard.press(" ")

    expect(sentence(page)).to_contain_text("All have fired: a.grad = 135.")
    expect(page.locator(".mk-hint")).to_have_text("All have fired. Too early: 0.")
    assert page.evaluate("[model.get('fired'), model.get('step')]") == [["d", "c", "b"], 6]
    page.get_by_role("button", name="Start again").press("Enter")
    assert page.evaluate("[model.get('fired'), model.get('step')]") == [[], 0]
    hold(page, d="1", c="-", b="-", a="-")


@pytest.mark.parametrize(
    ("name", "says"),
    [("a", "a is a leaf: it was made of nothing"), ("d", "d has fired already.")],
)
def test_leaves_and_nodes_that_fired_are_no_mistake(show, name, says):
    view = BackpropStepper(waiting(), game=True)
    view.fired = ["d"]
    page = show(view)

    node(page, name).click()

    expect(sentence(page)).to_contain_text(says)
    assert page.evaluate("model.get('wrong')") == 0


def test_any_possible_order_is_right(show):
    a, b = Value(2.0, "a"), Value(-3.0, "b")
    left, right = a * b, a + b
    root = left * right
    left.label, right.label, root.label = "left", "right", "root"
    page = show(BackpropStepper(root, game=True))

    for name in ("root", "right", "left"):
        node(page, name).click()

    hold(page, a="-3", b="-8")
    assert page.evaluate("model.get('wrong')") == 0


# -- what can be wrong -----------------------------------------------------------------------------


def test_the_gradients_wait_for_the_prediction(show):
    view = BackpropStepper(waiting(), predict="03.next")
    view.step = 6
    page = show(view)

    expect(sentence(page)).to_have_text("The gradients are hidden until you have predicted.")
    hold(page, d="?", c="?", b="?", a="?")
    assert "135" not in page.locator(".mk-body").inner_text()
    node(page, "d").click(force=True)
    assert page.evaluate("model.sent") == []
    page.get_by_label("c", exact=True).check()
    page.get_by_role("button", name="Lock it in").click()
    expect(sentence(page)).to_contain_text("a.grad = 135")
    assert "You were right." in page.locator(".mk-ask").inner_text()


def test_labels_are_shown_and_never_run(show):
    root = waiting()
    root.label = "<img src=x onerror=alert(1)>"
    root._prev[1].label = "very_long_label_" * 30
    page = show(BackpropStepper(root))

    page.get_by_role("slider").press("End")

    expect(page.locator("svg").get_by_text("<img src=x").first).to_be_attached()
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 800


def test_nan_and_infinity_are_words(show):
    a, b = Value(math.inf, "a"), Value(0.0, "b")
    root = a * b
    root.label = "r"
    page = show(BackpropStepper(root))

    page.get_by_role("slider").press("End")

    hold(page, r="1", a="0", b="inf")
    expect(node(page, "r").locator(".mk-value").first).to_have_text("nan")


def test_a_circle_is_a_sentence(show):
    loop = Own(1.0)
    loop._prev = (loop,)
    view = BackpropStepper(loop, game=True)
    page = show(view)

    expect(page.get_by_role("status")).to_contain_text("The graph goes in a circle")
    assert "The graph goes in a circle" in view.outline()
    assert view.fired == []


def test_a_large_graph_is_a_sentence(show):
    view = BackpropStepper(sum((Value(1.0) for _ in range(500)), Value(0.0)))
    page = show(view)

    expect(page.get_by_role("status")).to_contain_text("has 1,001 nodes: too many")
    view.step = 5
    assert view.step == 0


def test_an_unknown_operation_is_a_sentence_and_the_graph_stands(show):
    view = BackpropStepper(Cube.of(Value(2.0, "a")))
    page = show(view)

    expect(page.get_by_text("There is no reference rule for the operation 'cube'")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_disabled()
    node(page, "a").click(force=True)
    assert page.evaluate("model.sent") == []
    assert "no reference rule" in view.outline()


def test_a_number_alone_is_a_graph(show):
    page = show(BackpropStepper(Value(2.0, "a")))

    expect(sentence(page)).to_have_text(
        "a is the result and a leaf: its gradient is 1. It passes nothing on."
    )


def test_a_students_graph_is_walked_by_the_reference_rules(show):
    page = show(BackpropStepper(waiting(Own)))
    page.get_by_role("slider").press("End")

    expect(page.get_by_text("The graph is of your class. The steps follow")).to_be_visible()
    hold(page, a="135")


# -- without a browser -----------------------------------------------------------------------------


def test_the_messages_bring_the_gradients_of_the_engine():
    rng = random.Random(5)
    nodes = [Value(rng.uniform(0.5, 2), f"x{i}") for i in range(5)]
    for _ in range(30):
        a, b = rng.choice(nodes), rng.choice(nodes)
        made = (a + b, a * b, a - b, a / (b * b + 1), (a * a).tanh(), b.sigmoid() ** 2, -a)
        nodes.append(rng.choice(made))
    root = sum(nodes[-8:], nodes[0] * 0.5)
    for made in (root, MLP(2, [3, 1], rng=random.Random(1))([0.5, -2.0])):
        engine.backward(made)
        graph = trace(made)
        sent = messages(graph, slopes_of(graph), backward_order(graph))
        found = gradients_after(graph, sent)
        for node_, expected in enumerate(graph.grads):
            assert (found[node_] or 0.0) == pytest.approx(expected or 0.0, rel=1e-9)


def test_a_cell_can_step_and_follow():
    view, seen = BackpropStepper(waiting()), []
    view.observe(lambda change: seen.append(change["new"]), "fired")

    view.step = 1
    view.step = 2
    view.step = 99

    assert seen == [["d"], ["d", "c", "b"]]
    assert view.step == 6
    view.step = -1
    assert (view.step, view.fired) == (0, [])


def test_a_cell_can_play_the_game():
    view = BackpropStepper(waiting(), game=True)

    view.fired = ["d", "c"]

    assert view.step == 4
    view.step = 1
    assert view.fired == ["d", "c"]
    view.fired = ["d"]
    assert view.step == 2


@pytest.mark.parametrize(
    ("order", "says"),
    [
        (["b"], "'b' cannot fire yet: 'd' has not fired"),
        (["d", "b"], "'b' cannot fire yet: 'c' has not fired"),
        (["d", "d"], "'d' has fired already"),
        (["a"], "'a' cannot fire. Those that can are d, c, b."),
        (["z"], "'z' cannot fire."),
    ],
)
def test_an_order_that_cannot_be_is_a_sentence(order, says):
    view = BackpropStepper(waiting(), game=True)

    with pytest.raises(MicrokitError, match=re.escape(says)):
        view.fired = order
    assert view.fired == []


def test_the_outline_is_the_steps_in_words():
    lines = BackpropStepper(waiting()).outline().split("\n")

    assert lines[0] == "Graph of d, the way back in 6 steps, by the reference rules"
    assert lines[2] == "1. d (*) fires: b hears 12 x 1 = 12"
    assert "4. c (+) fires: a hears 1 x 9 = 9" in lines
    assert "6. b (*) fires: a hears 3 x 21 = 63; 72 was there, 63 comes: 135" in lines
    assert lines[-1] == "a.grad = 135"


def test_the_static_picture_needs_no_front_end_and_keeps_the_secret():
    root = waiting()
    root.backward()
    data, _ = BackpropStepper(root)._repr_mimebundle_()
    assert "gradient 135" in data["text/html"]
    assert "<ol><li>" in data["text/html"]

    hidden, _ = BackpropStepper(root, after=Guess())._repr_mimebundle_()
    assert "<svg" in hidden["text/html"]
    for secret in ("gradient 135", "fires", "hears"):
        assert secret not in hidden["text/plain"] + hidden["text/html"]
    assert "135" not in str(BackpropStepper(root).trace)
