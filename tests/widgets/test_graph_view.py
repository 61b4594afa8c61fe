import random
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from microkit.engine import Value
from microkit.errors import MicrokitError
from microkit.graph import Trace, trace
from microkit.nn import MLP
from microkit.operations import Operation
from microkit.widgets import GraphView


def example(make: Any = Value) -> Any:
    a, b, c = make(2.0), make(-3.0), make(10.0)
    e = a * b
    d = e + c
    for node, label in ((a, "a"), (b, "b"), (c, "c"), (e, "e"), (d, "d")):
        node.label = label
    return d


class Own:
    """A student's class; in its product one parent hears nothing."""

    def __init__(self, data, _prev=(), _op=""):
        self.data, self.grad, self.label = data, 0.0, ""
        self._prev, self._op, self._backward = _prev, _op, lambda: None

    def __mul__(self, other):
        out = Own(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad

        out._backward = _backward
        return out

    def __add__(self, other):
        out = Own(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out


class Guess:
    committed = False


def node(page, name):
    return page.get_by_role("button", name=re.compile(rf"^{name} .*data"))


def numbers(page, name):
    return node(page, name).locator("text[text-anchor=end]")


# -- in the page -----------------------------------------------------------------------------------


def test_a_gradient_is_a_dash_before_backward(show):
    page = show(GraphView(example()))
    expect(numbers(page, "a")).to_have_text(["2", "-"])
    expect(numbers(page, "d")).to_have_text(["4", "-"])

    page.get_by_role("button", name="backward", exact=True).click()

    expect(numbers(page, "a")).to_have_text(["2", "-3"])
    expect(numbers(page, "b")).to_have_text(["-3", "2"])
    expect(numbers(page, "d")).to_have_text(["4", "1"])
    assert page.evaluate("model.sent.at(-1)") == {"backward": True}


def test_sliders_move_data_and_gradients(show):
    page = show(GraphView(example()))
    knob = page.get_by_role("slider", name="a", exact=True)

    knob.press("Shift+ArrowRight")
    expect(numbers(page, "d")).to_have_text(["1", "-"])
    assert page.evaluate("model.get('leaves')") == {"a": 3, "b": -3, "c": 10}
    page.get_by_role("button", name="backward", exact=True).press("Enter")
    knob.press("ArrowLeft")
    expect(numbers(page, "b")).to_have_text(["-3", "2.9"])
    expect(numbers(page, "d")).to_have_text(["1.3", "1"])
    expect(page.get_by_role("status")).to_have_text("d is 1.3, and a has gradient -3.")


def test_new_numbers_stand_there_before_the_next_frame(show):
    page = show(GraphView(example()))

    found = page.evaluate("""async () => {
      const knob = document.querySelector("input.mk-range");
      const draws = [];
      const result = [...document.querySelectorAll(".mk-value")].at(-2);
      new MutationObserver(() => draws.push(result.textContent))
        .observe(result, { characterData: true, subtree: true });
      const press = () =>
        knob.dispatchEvent(new KeyboardEvent("keydown", { key: "PageUp", bubbles: true }));
      press();
      await null;
      const soon = result.textContent;
      press();
      press();
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return [soon, draws];
    }""")

    # The first press draws at once; the two that come in the same frame are drawn together.
    assert found == ["1", ["1", "-5"]]


def test_the_mouse_drags_a_leaf(show):
    page = show(GraphView(example()))
    page.get_by_role("button", name="backward", exact=True).click()
    box = page.get_by_role("slider", name="b", exact=True).bounding_box()
    middle = box["y"] + box["height"] / 2

    page.mouse.move(box["x"] + box["width"] * 0.2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, middle, steps=8)
    page.mouse.up()

    expect(numbers(page, "d")).to_have_text(["10", "1"])
    expect(numbers(page, "a")).to_have_text(["2", "0"])


def test_a_chosen_node_tells_its_step(show):
    page = show(GraphView(example()))
    node(page, "e").click()
    expect(page.locator(".mk-told")).to_contain_text("e = a * b")
    expect(page.locator(".mk-told")).to_contain_text("No gradient yet: press backward.")
    expect(page.get_by_role("status")).to_have_text("e = a * b. No gradient yet: press backward.")

    page.get_by_role("button", name="backward", exact=True).click()

    expect(page.locator(".mk-told")).to_contain_text(
        "a hears -3 \u00d7 1 = -3, b hears 2 \u00d7 1 = 2."
    )
    expect(node(page, "a")).to_have_attribute("data-in", "true")
    expect(node(page, "c")).to_have_attribute("data-in", "false")


def test_the_keyboard_walks_the_graph(show):
    page = show(GraphView(example()))
    node(page, "d").focus()

    for key in ("ArrowLeft", "ArrowLeft", "Enter"):
        page.keyboard.press(key)

    expect(node(page, "a")).to_be_focused()
    expect(node(page, "a")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowDown")
    expect(node(page, "b")).to_be_focused()
    assert page.locator(".mk-node[tabindex='0']").count() == 1


def test_a_number_used_twice_hears_twice(show):
    a = Value(3.0, "a")
    root = a * a + a
    root.label = "r"
    page = show(GraphView(root))
    page.get_by_role("button", name="backward", exact=True).click()

    node(page, "a").click()

    expect(page.locator(".mk-told")).to_contain_text(
        "3 \u00d7 1 = 3 from node 2, and 3 \u00d7 1 = 3 from node 2, "
        "and 1 \u00d7 1 = 1 from r: together 7."
    )


def test_the_graph_stands_in_words(show):
    page = show(GraphView(example()))
    page.get_by_text("The graph in words").click()

    expect(page.locator("pre")).to_contain_text("e = a * b: data -6, gradient -")


def test_labels_are_shown_and_never_run(show):
    root = example()
    root.label = "<img src=x onerror=alert(1)>"
    root._prev[1].label = "very_long_label_" * 30

    page = show(GraphView(root))

    expect(page.locator("svg").get_by_text("<img src=x").first).to_be_attached()
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 800
    expect(page.get_by_role("slider").nth(2)).to_have_attribute(
        "aria-label", "very_long_label_" * 30
    )


def test_the_numbers_wait_for_the_prediction(show):
    page = show(GraphView(example(), after=Guess()))

    expect(page.get_by_text("Your guess first: type your answer")).to_be_visible()
    expect(numbers(page, "d")).to_have_text(["?", "?"])
    expect(page.get_by_role("button", name="backward", exact=True)).to_be_disabled()
    page.evaluate("model.set('locked', '')")
    expect(numbers(page, "d")).to_have_text(["4", "-"])


def test_jupyter_leaves_the_keys_to_the_widget(show):
    page = show(GraphView(example()))

    takes_focus = page.locator("input, button, summary, [tabindex]")
    assert takes_focus.count() > 1
    for element in takes_focus.all():
        expect(element).to_have_attribute("data-lm-suppress-shortcuts", "true")


def test_nan_and_infinity_are_words(show):
    a, b = Value(float("inf"), "a"), Value(1.0, "b")
    root = a - a + b
    root.label = "r"
    page = show(GraphView(root))

    expect(numbers(page, "a")).to_have_text(["inf", "-"])
    expect(numbers(page, "r")).to_have_text(["nan", "-"])
    expect(page.get_by_role("slider")).to_have_count(1)


def test_what_cannot_be_drawn_is_a_sentence(show):
    loop = Own(1.0)
    loop._prev = (loop,)
    page = show(GraphView(loop))

    expect(page.get_by_role("status")).to_contain_text("The graph goes in a circle")


def test_a_saved_view_shows_what_had_been_moved(show):
    view = GraphView(example())
    view.leaves = {"a": 5}
    view.backward = True

    page = show(view)

    expect(numbers(page, "d")).to_have_text(["-5", "1"])
    expect(numbers(page, "b")).to_have_text(["-3", "5"])


def test_a_number_alone_is_a_graph(show):
    page = show(GraphView(Value(2.0, "a")))

    page.get_by_role("button", name="backward", exact=True).click()

    expect(numbers(page, "a")).to_have_text(["2", "1"])
    node(page, "a").click()
    expect(page.locator(".mk-told")).to_contain_text("a is the result: its gradient is 1.")


# -- in the kernel ---------------------------------------------------------------------------------


def test_a_students_class_computes(show):
    view = GraphView(example(Own))
    page = show(view)
    expect(page.get_by_text("computed by your own code")).to_be_visible()

    def kernel():
        view.inputs = page.evaluate("model.get('inputs')")
        page.evaluate("(answer) => model.set('answer', answer)", view.answer)

    page.get_by_role("button", name="backward", exact=True).click()
    kernel()
    expect(numbers(page, "a")).to_have_text(["2", "-3"])
    expect(numbers(page, "b")).to_have_text(["-3", "0"])
    node(page, "b").click()
    expect(page.locator(".mk-told")).to_contain_text(
        "By the reference rule, b hears 2 \u00d7 1 = 2 from e. Your gradient here is 0."
    )
    page.get_by_role("slider", name="c", exact=True).press("ArrowRight")
    kernel()
    expect(numbers(page, "d")).to_have_text(["4.1", "1"])


def test_an_error_of_the_students_code_is_a_sentence():
    class Broken(Own):
        def __add__(self, other):
            if self.data > 0:
                raise RuntimeError("only below zero")
            return Own.__add__(self, other)

    a, b = Broken(-1.0), Broken(2.0)
    view = GraphView(a + b)
    view.inputs = {"seq": 1, "leaves": {"leaf 1": 5.0, "leaf 2": 2.0}, "backward": True}

    assert view.answer["seq"] == 1
    assert "RuntimeError: only below zero" in str(view.answer["error"])


# -- without a browser -----------------------------------------------------------------------------


class Cube(Operation, symbol="cube"):
    @staticmethod
    def forward(a):
        return a**3

    @staticmethod
    def backward(g, out, a):
        return (g * 3 * a * a,)


def test_it_decides_who_computes():
    assert GraphView(example()).by == "page"
    assert GraphView(trace(example(Own))).by == "page"
    assert GraphView(example(Own)).by == "kernel"
    assert GraphView(Cube.of(Value(2.0))).by == "kernel"
    assert GraphView(MLP(2, [3, 1], rng=random.Random(1))([0.5, 2.0])).by == "page"


@pytest.mark.parametrize(
    ("op", "inputs", "known"),
    [
        ("sum", 3, True),
        ("sum", 1, True),
        ("dot", 5, True),
        ("dot", 4, False),
        ("dot", 1, False),
        ("tanh dot", 5, True),
        ("tanh dot", 4, False),
        ("+ dot", 5, False),
        ("swish dot", 5, False),
    ],
)
def test_sums_in_one_node_are_known(op, inputs, known):
    above = tuple(range(inputs))
    ops, parents = ("",) * inputs + (op,), ((),) * inputs + (above,)
    graph = Trace(ops, parents, (2.0,) * (inputs + 1), (None,) * (inputs + 1), ("",) * (inputs + 1))
    assert ("does not know" not in GraphView(graph).note) is known


def test_a_trace_with_an_unknown_operation_stands_still():
    view = GraphView(trace(Cube.of(Value(2.0))))

    assert view.by == "page"
    assert "does not know the operation 'cube'" in view.note


def test_leaves_can_be_set_in_parts():
    view = GraphView(example())

    view.leaves = {"a": 5}

    assert view.leaves == {"a": 5.0, "b": -3.0, "c": 10.0}
    assert "d (+) data -5, grad -" in view.outline()
    view.backward = True
    assert "b data -3, grad 5" in view.outline()


@pytest.mark.parametrize("leaves", [{"z": 1.0}, {"a": float("nan")}])
def test_a_leaf_that_cannot_be_is_a_sentence(leaves):
    view = GraphView(example())

    with pytest.raises(MicrokitError, match=r"no slider 'z'|cannot be nan"):
        view.leaves = leaves


def test_leaves_without_labels_are_counted_and_twins_told_apart():
    assert list(GraphView(Value(2.0) * Value(3.0)).leaves) == ["leaf 1", "leaf 2"]
    assert list(GraphView(Value(2.0, "w") * Value(3.0, "w") + 1).leaves) == ["w", "w (2)"]


def test_the_static_picture_needs_no_front_end():
    data, _ = GraphView(example())._repr_mimebundle_()

    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"].startswith("d (+) data 4, grad -")
    assert "<svg" in data["text/html"]
    assert data["text/html"] == GraphView(example())._repr_mimebundle_()[0]["text/html"]
    hidden, _ = GraphView(example(), after=Guess())._repr_mimebundle_()
    assert "data 4" not in hidden["text/plain"]
    assert "<svg" not in hidden["text/html"]
