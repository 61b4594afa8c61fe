"""Graphs of Tensors: words and pictures with shapes where a Value has its number."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from microkit import Tensor, nn
from microkit.errors import GraphError
from microkit.graph import Trace, outline, rebuild, to_dot, to_svg, trace
from microkit.graph.numbers import Shape, number_text
from microkit.graph.words import alt_text, node_text


def loss(back=False):
    """Return the loss of a small network, each part with its label."""
    x = Tensor([[0.5, -1.0], [1.0, 2.0], [0.0, 3.0], [2.0, 1.0]], label="x")
    w = Tensor([[0.1, 0.2, 0.5], [0.3, -0.4, 0.6]], requires_grad=True, label="W")
    b = Tensor([0.0, 0.1, 0.2], requires_grad=True, label="b")
    h = (x @ w + b).relu()
    h.label = "h"
    out = nn.mse_loss(h, np.ones((4, 3)))
    out.label = "loss"
    if back:
        out.backward()
    return out


def test_the_trace_holds_shapes_and_one_number():
    graph = trace(loss(back=True))
    assert graph.ops == ("", "", "@", "", "+", "relu", "", "mse")
    assert graph.labels == ("x", "W", "", "b", "", "h", "", "loss")
    assert graph.data[:4] == (Shape((4, 2)), Shape((2, 3)), Shape((4, 3)), Shape((3,)))
    assert graph.data[-1] == pytest.approx(loss().item())
    heard = {label: grad for label, grad in zip(graph.labels, graph.grads, strict=True) if grad}
    assert heard == {"W": Shape((2, 3)), "b": Shape((3,))}
    assert graph.shaped
    assert not trace(loss()).computed


def test_the_outline_in_words():
    number = number_text(loss().item())
    assert outline(loss(back=True)).splitlines() == [
        f"loss (mse) data {number}, grad -",
        "|- h (relu) data (4, 3), grad -",
        "|  `- (+) data (4, 3), grad -",
        "|     |- (@) data (4, 3), grad -",
        "|     |  |- x data (4, 2), grad -",
        "|     |  `- W data (2, 3), grad (2, 3)",
        "|     `- b data (3,), grad (3,)",
        "`- leaf data (4, 3), grad -",
    ]
    told = alt_text(trace(loss(back=True)))
    assert "W is (2, 3), gradient of shape (2, 3)." in told
    assert "An array without a label is (4, 3), gradient not computed." in told
    assert f"loss is mse of h and the array (4, 3), {number}, gradient not computed." in told
    assert node_text(trace(loss()), 1) == "W: leaf; data (2, 3), gradient not computed"


def test_pictures():
    dot = to_dot(loss(back=True))
    assert r'n1 [label="W\ndata (2, 3)\ngrad (2, 3)"]' in dot
    assert "n1 -> n2 [style=solid " in dot
    assert "n0 -> n2 [style=dotted " in dot
    picture = to_svg(loss(back=True))
    ElementTree.fromstring(picture)
    for text in ("(4, 2)", ">relu<", ">mse<", ">h<", number_text(loss().item())):
        assert text in picture
    assert "nan" not in picture  # neither for a number, nor in a legend


def test_a_network_as_it_is_used():
    model = nn.Sequential(nn.Linear(2, 3, rng=1), nn.ReLU(), nn.Linear(3, 1, rng=2))
    out = nn.mse_loss(model(Tensor(np.ones((5, 2)))), np.zeros((5, 1)))
    out.backward()
    assert "(linear) data (5, 1), grad -" in outline(out)
    assert "leaf data (3, 2), grad (3, 2)" in outline(out)
    assert to_svg(out) == to_svg(trace(out))


def test_one_number_is_a_number():
    a = Tensor(3.0, requires_grad=True, label="a")
    out = a * a * 0.0
    out.backward()
    graph = trace(out)
    assert not graph.shaped
    assert (graph.data[0], graph.grads[0]) == (3.0, 0.0)  # an array says None where it heard none
    assert Trace.from_dict(graph.to_dict()) == graph


@pytest.mark.parametrize("name", ["GraphView", "BackpropStepper"])
def test_a_widget_of_arrays_says_so_and_stays_still(name):
    widgets = pytest.importorskip("microkit.widgets")
    view = getattr(widgets, name)(loss())
    assert "holds arrays" in view.note
    assert "to_svg(t)" in view.outline()
    assert view.trace == {}


@pytest.mark.parametrize("ask", [Trace.to_dict, lambda graph: rebuild(graph, float)])
def test_what_replays_numbers_refuses_arrays(ask):
    with pytest.raises(GraphError, match=r"holds arrays, .* one number.*to_svg\(t\)"):
        ask(trace(loss()))
