"""Past 150 nodes: neurons in place of numbers, or a sentence, and never a page that hangs."""

import random
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from microkit.engine import Value
from microkit.graph import outline, to_svg, trace
from microkit.graph.numbers import number_text
from microkit.graph.rebuild import rebuild
from microkit.nn import MLP
from microkit.operations import Operation
from microkit.widgets import BackpropStepper, GraphView


class Own(Value):
    """A class of a student's."""


def network(*nouts: int, backward: bool = True) -> Any:
    net = MLP(2, list(nouts), rng=random.Random(1), fused=False)
    root: Any = net([Value(0.5, "x1"), Value(-2.0)])
    if backward:
        root.backward()
    return root


def loss() -> Any:
    net = MLP(2, [8, 8, 1], rng=random.Random(1), fused=False)
    made: Any = (net([Value(0.5, "x1"), Value(-2.0, "x2")]) - Value(1.0, "y")) ** 2
    made.label = "loss"
    return made


def long_sum() -> Any:
    return sum((Value(1.0) for _ in range(200)), Value(0.0))


def node(page, name):
    return page.get_by_role("button", name=re.compile(rf"^{name} .*data"))


def numbers(page, name):
    return node(page, name).locator("text[text-anchor=end]")


# -- neurons ---------------------------------------------------------------------------------------


def test_a_network_is_drawn_neuron_by_neuron(show):
    root = network(8, 8, 1)
    view = GraphView(root)
    page = show(view)

    expect(page.locator(".mk-node")).to_have_count(19)
    expect(page.locator(".mk-told")).to_contain_text("folded into 19 boxes")
    expect(numbers(page, "neuron 3.1")).to_have_text([number_text(root.data), "1"])
    node(page, "neuron 1.4").click()
    expect(page.locator(".mk-told")).to_have_text(
        "neuron 1.4, of 2 inputs8 nodes: 3 leaves, 2 of '*', 2 of '+', 1 of 'relu'."
    )
    assert "layer 2: 8 relu neurons" in view.outline()
    assert "<svg" in view.picture()


def test_inputs_move_the_neurons(show):
    page = show(GraphView(network(8, 8, 1, backward=False)))
    knob = page.get_by_role("slider")
    expect(knob).to_have_count(1)
    expect(numbers(page, "neuron 1.1").nth(1)).to_have_text("-")

    page.get_by_role("button", name="backward", exact=True).click()
    knob.press("Shift+ArrowRight")

    net = MLP(2, [8, 8, 1], rng=random.Random(1), fused=False)
    x1: Any = Value(1.5, "x1")
    root: Any = net([x1, Value(-2.0)])
    root.backward()
    first, last = numbers(page, "x1"), numbers(page, "neuron 3.1")
    expect(first).to_have_text(["1.5", number_text(x1.grad)])
    expect(last).to_have_text([number_text(root.data), "1"])


def test_what_stands_inside_a_box_and_has_a_name_moves_too(show):
    view = GraphView(loss())
    assert list(view.leaves) == ["x1", "x2", "y"]
    page = show(view)
    expect(page.locator(".mk-node")).to_have_count(20)

    page.get_by_role("slider", name="y", exact=True).press("Home")

    view.leaves = page.evaluate("model.get('leaves')")
    expect(numbers(page, "loss")).to_have_text([number_text(view._now().data[-1]), "-"])
    assert view.leaves["y"] == -5


def test_a_loss_is_no_neuron():
    graph = GraphView(loss()).trace

    assert graph["labels"][-2:] == ["neuron 3.1", "loss"]
    assert graph["ops"][-2:] == ["linear", "folded"]


def test_the_kernel_answers_for_the_boxes_alone(show):
    view = GraphView(rebuild(trace(loss()), Own)[-1])
    assert (view.by, view.whole) == ("kernel", {})
    page = show(view)

    page.get_by_role("slider", name="y", exact=True).press("ArrowRight")
    view.inputs = page.evaluate("model.get('inputs')")
    page.evaluate("(answer) => model.set('answer', answer)", view.answer)

    assert len(view.answer["data"]) == len(view.trace["ops"]) + 1
    expect(page.locator(".mk-sentence")).to_contain_text(number_text(view.answer["data"][-2]))


def test_a_network_that_was_saved_shows_what_had_been_moved(show):
    view = GraphView(loss())
    view.leaves = {"y": 3}
    view.backward = True
    page = show(view)

    now = view._now()
    expect(numbers(page, "loss")).to_have_text([number_text(now.data[-1]), "1"])
    assert f"gradient {number_text(min(now.grads[2:10]))} to" in view.outline()


def test_a_trace_that_the_page_cannot_replay_rests(show):
    class Twice(Operation, symbol="twice"):
        @staticmethod
        def forward(a):
            return 2 * a

        @staticmethod
        def backward(g, out, a):
            return (2 * g,)

    page = show(GraphView(trace(Twice.of(loss()))))

    expect(page.get_by_role("slider")).to_have_count(0)
    expect(page.locator(".mk-sentence")).to_contain_text("The sliders rest; for gradients, call")


def test_a_wide_network_is_told_layer_by_layer(show):
    view = GraphView(network(40, 40, 1))
    page = show(view)

    expect(page.get_by_role("status")).to_contain_text("layer 1: 40 relu neurons, data")
    middle = GraphView(network(16, 16, 1))
    assert "<li>layer 1: 16 relu neurons" in middle.picture()
    assert len(middle.picture()) < 12_000


# -- sentences -------------------------------------------------------------------------------------


@pytest.mark.parametrize("widget", [GraphView, BackpropStepper])
def test_a_large_graph_is_a_sentence(show, widget):
    view = widget(long_sum())
    page = show(view)

    expect(page.get_by_role("status")).to_contain_text("has 401 nodes: too many")
    expect(page.get_by_role("status")).to_contain_text("Result: 200")
    assert "Result: 200" in view.picture()


@pytest.mark.parametrize(
    ("make", "widget"),
    [
        (long_sum, GraphView),
        (long_sum, BackpropStepper),
        (lambda: network(40, 40, 1), GraphView),
    ],
)
def test_the_result_of_a_large_graph_waits_for_the_prediction(show, make, widget):
    view = widget(make(), predict="02.mul")
    hidden = view.outcome.split()[1]
    page = show(view)

    expect(page.get_by_role("group", name=view.asked["question"])).to_be_visible()
    expect(page.locator(".mk-body")).to_contain_text("too many to draw")
    assert hidden not in page.locator(".mk-body").inner_text()
    assert view.outcome not in view.outline() + view.picture()
    page.get_by_label("Your number").fill("1")
    page.get_by_role("button", name="Lock it in").click()
    expect(page.locator(".mk-body")).to_contain_text(view.outcome)


def long_chain() -> Any:
    x = Value(1.0, "x")
    y = x
    for _ in range(50_000):
        y = y * 0.9999 + 0.0001
    return y


def wide_sum() -> Any:
    return sum((Value(1.0, f"x{i}").tanh() for i in range(50_000)), Value(0.0))


def deep_network() -> Any:
    net = MLP(3, [16, 16, 1], rng=random.Random(1), fused=False)
    losses = [(net([Value(0.1 * i), 0.2, 0.3]) - 1) ** 2 for i in range(150)]
    return sum(losses, Value(0.0))


@pytest.mark.parametrize("make", [long_chain, wide_sum, deep_network])
def test_a_hundred_thousand_nodes_are_answered_in_words(show, make):
    root = make()
    assert len(trace(root)) > 100_000
    views = [GraphView(root), BackpropStepper(root)]
    said = [view._repr_mimebundle_()[0] for view in views]
    pictures = [to_svg(root), outline(root)]

    assert all(len(json_) < 20_000 for json_ in [*pictures, *(s["text/html"] for s in said)])
    for view in views:
        page = show(view)
        expect(page.get_by_role("status").last).to_contain_text("too many to draw")
