"""What nobody meant to draw has a picture or a sentence: never a blank cell, and nothing runs."""

from __future__ import annotations

import math
from typing import Any

import pytest
from playwright.sync_api import expect

from microkit.engine import Value
from microkit.errors import MicrokitError
from microkit.graph import Trace, outline, to_svg, trace
from microkit.widgets import BackpropStepper, CurveBench, GraphView, OpBench

MARKUP = "<img src=x onerror='window.ran=1'></text></svg><script>window.ran=1</script>"
LONG = "very long label " * 400


class Node:
    """A class of a student's, without operators."""

    def __init__(self, data: Any, prev: tuple = (), op: str = "", label: str = "") -> None:
        self.data, self.grad, self._prev, self._op, self.label = data, 0.0, prev, op, label


def circle() -> Any:
    a = Node(1.0, label="a")
    b = Node(-1.0, (a,), "neg", "b")
    a._prev, a._op = (b,), "neg"
    return b


def product(x: float, y: float) -> Any:
    a, b = Value(x, "a"), Value(y, "b")
    return a * b + a


def squared(label: str) -> Any:
    a = Value(2.0, label)
    return a * a


def one_step(op: str) -> Trace:
    return Trace(("", op), ((), (0,)), (2.0, 3.0), (None, None), ("a", "b"))


def many_lines() -> Trace:
    ops, parents = ("", "sum"), ((), (0,) * 20_000)
    return Trace(ops, parents, (1.0, 20_000.0), (None, None), ("a", "b"))


# What is given, and what must be said of it on the page.
BAD = {
    "a circle": (circle, "goes in a circle"),
    "nan": (lambda: product(math.nan, 2.0), "nan"),
    "infinity": (lambda: product(math.inf, 0.0), "inf"),
    "an unknown operation": (lambda: one_step("frob"), "frob"),
    "markup in an operation": (lambda: one_step("<script>window.ran=1</script>"), "<script>"),
    "an unknown operation of one's own": (lambda: Node(3.0, (Node(2.0),), "frob"), "frob"),
    "no labels": (lambda: Value(2.0) * Value(3.0) + 1, "6"),
    "a very long label": (lambda: squared(LONG), "very long label"),
    "markup in a label": (lambda: squared(MARKUP), "<img src=x"),
    "twenty thousand lines": (many_lines, "20,000 lines between 2 nodes: too many to draw"),
    "nothing": (lambda: None, "is not a node of a graph"),
    "a number": (lambda: 3.0, "is not a node of a graph"),
    "a list": (list, "is not a node of a graph"),
    "an array": (lambda: Node([1.0, 2.0]), "which is not one number"),
}


@pytest.mark.parametrize("predict", [None, "02.mul"])
@pytest.mark.parametrize("widget", [GraphView, BackpropStepper])
@pytest.mark.parametrize("what", BAD)
def test_it_has_a_picture_or_a_sentence(show, what, widget, predict):
    make, says = BAD[what]
    view = widget(make(), predict=predict)
    page = show(view)

    if predict:
        page.get_by_label("Your number").fill("1")
        page.get_by_role("button", name="Lock it in").click()
    page.wait_for_function("(text) => document.body.innerText.includes(text)", arg=says)
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= 800
    assert view.outline()


@pytest.mark.parametrize("widget", [GraphView, BackpropStepper])
@pytest.mark.parametrize("what", BAD)
def test_where_no_front_end_runs_too(page, what, widget):
    make, says = BAD[what]
    bundle = widget(make())._repr_mimebundle_()[0]

    page.set_content(bundle["text/html"])

    assert says in page.locator("body").inner_text()
    assert page.evaluate("window.ran") is None
    assert len(bundle["text/html"]) < 12_000


@pytest.mark.parametrize("widget", [GraphView, BackpropStepper])
def test_a_question_keeps_the_numbers_where_there_is_no_front_end(widget):
    view = widget(product(7.25, 2.0), predict="02.mul")

    assert view.outline().startswith("Graph with 4 nodes. Predict first")
    assert "14.5" not in view.outline()


def test_many_lines_between_few_nodes_are_no_picture():
    graph = many_lines()

    assert "20,000 lines between 2 nodes" in to_svg(graph)
    assert outline(graph)
    few = Trace(("", "sum"), ((), (0,) * 700), (1.0, 700.0), (None, None), ("a", "b"))
    assert "too many" not in to_svg(few)


@pytest.mark.parametrize("given", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("name", ["a", "b", "upstream"])
def test_the_bench_refuses_what_no_slider_can_stand_on(name, given):
    with pytest.raises(MicrokitError, match=f"The bench's {name} cannot be"):
        OpBench("*", **{name: given})


@pytest.mark.parametrize("given", [1e308, -1e308, math.inf, math.nan])
def test_the_curve_bench_refuses_what_no_picture_has_room_for(given):
    with pytest.raises(MicrokitError, match=r"cannot be .*: give a number between -1e\+06 and"):
        CurveBench("tanh", upstream=given)

    assert CurveBench("tanh", upstream=math.copysign(1e6, given)).picture()


@pytest.mark.parametrize("op", ["frob", MARKUP, ""])
def test_the_bench_says_which_gates_it_has(op):
    with pytest.raises(MicrokitError, match="It knows"):
        OpBench(op)


@pytest.mark.parametrize(
    ("op", "a", "b"), [("/", 1.0, 0.0), ("log", -1.0, 0.0), ("exp", 1e3, 0.0), ("**", 0.0, -1.0)]
)
def test_where_the_gate_has_no_slope_the_bench_says_so(show, op, a, b):
    page = show(OpBench(op, a=a, b=b))

    expect(page.locator(".mk-sentence")).to_have_text("There is no slope here. Move an input.")


@pytest.mark.parametrize("error", [MARKUP, LONG])
def test_an_error_of_the_students_class_is_text(show, error):
    class Broken(Node):
        def __mul__(self, other):
            raise RuntimeError(error)

    page = show(OpBench("*", engine=Broken))

    expect(page.locator(".mk-sentence")).to_contain_text("RuntimeError")
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= 800


def test_the_trace_of_a_label_keeps_it_whole():
    assert trace(squared(MARKUP)).labels[0] == MARKUP
