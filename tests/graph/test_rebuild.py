import math

import pytest

import microkit.operations  # noqa: F401   gives Value its operators
from microkit.engine import Value, backward
from microkit.errors import GraphError
from microkit.graph import Trace, rebuild, trace
from microkit.sums import TanhDot, dot, total


def test_the_same_graph_on_the_same_class(neuron, node):
    graph = trace(neuron)
    nodes = rebuild(graph, node)
    assert [made.data for made in nodes] == list(graph.data)
    assert [made.label for made in nodes] == list(graph.labels)
    nodes[-1].run_backward()
    assert trace(nodes[-1]) == graph


def test_the_same_graph_on_another_class(neuron):
    graph = trace(neuron)
    nodes = rebuild(graph, Value)
    nodes[-1].backward()
    again = trace(nodes[-1])
    assert again.ops == graph.ops
    assert again.parents == graph.parents
    assert again.grads == pytest.approx(graph.grads, rel=1e-12)


@pytest.mark.parametrize(
    "expression",
    [
        lambda a, b: a - b / a,
        lambda a, b: a**b,
        lambda a, b: (a * 2) ** 3 + 1,
        lambda a, b: abs(-a) + b,
        lambda a, b: a.exp().log().sqrt() + b.sin() * b.cos(),
        lambda a, b: a.tanh().sigmoid() + b.relu().leaky_relu().softplus(),
        lambda a, b: a.maximum(b) * a.minimum(b),
        lambda a, b: a * a + a,
    ],
)
def test_every_operation_of_the_kit(expression):
    out = expression(Value(1.7, "a"), Value(0.6, "b"))
    graph = trace(out)
    again = rebuild(graph, Value)
    assert [node.data for node in again] == list(graph.data)
    assert trace(again[-1]) == graph


def test_powers_with_the_exponent_inside(set_node):
    out = (set_node(1.5) ** 3) ** -0.5
    nodes = rebuild(trace(out), set_node)
    assert nodes[-1].data == out.data
    assert trace(nodes[-1]).ops == ("", "**3", "**-0.5")


def test_leaves_can_get_new_numbers(small, node):
    graph = trace(small)
    nodes = rebuild(graph, node, leaves={0: 5.0})
    assert [made.data for made in nodes] == [5.0, -3.0, -15.0, 10.0, -5.0]


@pytest.mark.parametrize("kind", ["node", Value])
def test_sums_in_one_node_are_computed_step_by_step(node, kind):
    w, x = [Value(2.0, "v"), Value(-3.0, "w")], [Value(0.5, "x"), Value(1.5, "y")]
    b = Value(0.25, "b")
    root = total([dot(w, x, b), *w, dot(w, [x[1], x[0]], b, TanhDot)])
    (root * -2.0).backward()
    graph = trace(root)
    assert set(graph.ops) == {"", "dot", "tanh dot", "sum"}
    again = rebuild(graph, node if kind == "node" else kind)
    assert [made.data for made in again] == pytest.approx(list(graph.data))
    backward(again[-1] * (node if kind == "node" else kind)(-2.0))
    assert [made.grad for made in again] == pytest.approx(list(graph.grads))


@pytest.mark.parametrize("place", [2, 9, -1])
def test_only_leaves_can_get_new_numbers(small, node, place):
    with pytest.raises(GraphError, match=f"no leaf at place {place}"):
        rebuild(trace(small), node, leaves={place: 1.0})


def test_an_operation_of_the_students_own_is_a_method(node):
    class Own(node):
        def cube(self):
            return Own(self.data**3, (self,), "cube")

    graph = Trace(("", "cube"), ((), (0,)), (2.0, 8.0), (None, None), ("x", "y"))
    assert rebuild(graph, Own)[-1].data == 8.0


@pytest.mark.parametrize("op", ["exp", "swish", "?", "__class__", "a b", "swish dot", " dot"])
def test_an_operation_that_the_class_lacks(node, op):
    graph = Trace(("", op), ((), (0,)), (2.0, 8.0), (None, None), ("x", "y"))
    with pytest.raises(GraphError):
        rebuild(graph, node)


def test_the_missing_operation_is_named(node):
    graph = Trace(("", "exp"), ((), (0,)), (2.0, math.e**2), (None, None), ("x", "y"))
    with pytest.raises(GraphError, match="Node cannot compute exp of x: it has no operation 'exp'"):
        rebuild(graph, node)


def test_a_method_that_fails_is_named_with_its_numbers(small, node):
    class Broken(node):
        def __mul__(self, other):
            raise RuntimeError("oops")

    with pytest.raises(GraphError, match=r"compute a times b \(of 2, -3\): RuntimeError: oops"):
        rebuild(trace(small), Broken)


def test_a_method_that_returns_nothing_is_named(small, node):
    class Forgetful(node):
        def __mul__(self, other):
            pass

    with pytest.raises(GraphError, match=r"nothing back for a times b.*not written yet"):
        rebuild(trace(small), Forgetful)
