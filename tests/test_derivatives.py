"""Gradients as a table, and gradients of gradients."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from microkit import operations
from microkit.derivatives import gradients
from microkit.engine import Value, backward, topological
from microkit.errors import GraphError, MicrokitError, NumberError
from microkit.nn import MLP
from microkit.numeric import partial
from microkit.operation import Operation
from microkit.sums import BENT, Dot, Sum, dot, total

TABLE = [
    thing
    for thing in vars(operations).values()
    if isinstance(thing, type) and issubclass(thing, Operation) and thing is not Operation
]


def test_it_is_read_by_node_and_leaves_grad_alone():
    a, b = Value(2.0, "a"), Value(-3.0, "b")
    c = a * b
    y = c + a
    a.grad, c.grad = 7.0, 5.0
    d = gradients(y)
    assert (d[a], d[b], d[c], d[y]) == (-2.0, 2.0, 1.0, 1.0)
    assert (a.grad, b.grad, c.grad, y.grad) == (7.0, 0.0, 5.0, 0.0)
    assert len(d) == 4
    assert set(d) == {a, b, c, y}
    assert a in d
    assert repr(d) == "Gradients of Value with data -4.0, for 4 nodes"


def test_a_leaf_is_its_own_result():
    a = Value(2.0)
    assert gradients(a)[a] == 1.0


def test_equal_numbers_are_different_nodes():
    a, b = Value(2.0), Value(2.0)
    d = gradients(a * 3 + b * b)
    assert (d[a], d[b]) == (3.0, 4.0)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    st.lists(st.floats(-2, 2), min_size=2, max_size=3),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 99), st.integers(0, 99)), max_size=8),
)
def test_the_same_numbers_as_backward(args, program):
    steps = [
        lambda a, b: a + b,
        lambda a, b: a * b,
        lambda a, b: a - b,
        lambda a, b: a / (b * b + 1),
        lambda a, b: a.tanh(),
        lambda a, b: (a * a + 1).log(),
        lambda a, b: total([a, b, a]),
        lambda a, b: dot([a, b], [b, a], a).relu(),
    ]
    leaves = [Value(x) for x in args]
    nodes = [*leaves]
    for step, i, j in program:
        nodes.append(steps[step](nodes[i % len(nodes)], nodes[j % len(nodes)]))
        assume(abs(nodes[-1].data) < 1e6)
    y = nodes[-1] * -3.0 + nodes[0]
    table, graph = gradients(y), gradients(y, create_graph=True)
    backward(y)
    for node in topological(y):
        assert table[node] == pytest.approx(node.grad, rel=1e-12, abs=1e-300)
        assert graph[node].data == pytest.approx(node.grad, rel=1e-12, abs=1e-300)


def test_gradients_of_gradients():
    x = Value(3.0)
    first = gradients(x**3, create_graph=True)[x]
    second = gradients(first, create_graph=True)[x]
    third = gradients(second)[x]
    assert (first.data, second.data, third) == (27.0, 18.0, 6.0)
    assert x.grad == 0.0
    first.backward()
    assert x.grad == 18.0


def test_a_gradient_of_zero_may_have_a_slope():
    x = Value(0.0)
    first = gradients(x * x, create_graph=True)[x]
    assert first.data == 0.0
    assert gradients(first)[x] == 2.0
    assert gradients(gradients((x * x) ** 2, create_graph=True)[x])[x] == 0.0
    first = gradients(x**2 * x.cos(), create_graph=True)[x]
    assert gradients(first)[x] == 2.0


def slope_of(f, args, i):
    """The first derivative along argument `i`, as a function of all arguments."""

    def first(*numbers):
        leaves = [Value(x) for x in numbers]
        return gradients(f(*leaves))[leaves[i]]

    return first


def check_second(f, args):
    """Compare each second derivative with nudging of the first."""
    leaves = [Value(x) for x in args]
    firsts = gradients(f(*leaves), create_graph=True)
    for i, leaf in enumerate(leaves):
        seconds = gradients(firsts[leaf] * -3.0 + sum(leaves) * 0.0)
        for j, other in enumerate(leaves):
            nudged = -3.0 * partial(slope_of(f, args, i), args, j)
            assert seconds[other] == pytest.approx(nudged, rel=1e-5, abs=1e-6), (i, j)


@pytest.mark.parametrize("operation", TABLE, ids=lambda op: op.symbol)
def test_every_operation_can_be_differentiated_twice(operation):
    args = [0.7, 1.9] if operation.takes == 2 else [0.7]
    check_second(operation.of, args)
    check_second(lambda *xs: operation.of(*xs) ** 2 * xs[0], args)
    if operation.symbol not in {"log", "sqrt", "**"}:
        check_second(operation.of, [-x for x in args])


def test_powers_can_be_differentiated_twice_at_their_edges():
    check_second(lambda a: a**3, [-1.5])
    check_second(lambda a: a**2, [0.0])
    check_second(lambda a: a**1, [0.0])
    check_second(lambda a, b: a**b, [1.7, 0.0])
    check_second(lambda b: 2**b, [0.0])


def test_sums_in_one_node_can_be_differentiated_twice():
    check_second(lambda *xs: Dot.of(*xs) ** 2 * xs[1], [0.3, -0.7, 1.1, 0.4, -0.9])
    check_second(lambda *xs: Dot.of(*xs).tanh(), [0.3, -0.7, 1.1, 0.4, -0.9])
    for kind in BENT.values():
        check_second(kind.of, [0.3, -0.7, 1.1, 0.4, 0.9])
    check_second(lambda *xs: Sum.of(*xs) ** 3, [0.3, -0.7, 1.1])


@pytest.mark.parametrize("fused", [True, False])
def test_a_network_can_be_differentiated_twice(fused):
    import random

    model = MLP(2, [4, 3, 1], activation="tanh", rng=random.Random(3), fused=fused)
    check_second(lambda a, b: model([a, b]), [0.4, -1.1])  # pyright: ignore[reportArgumentType]


def test_an_operation_of_ones_own_can_be_differentiated_twice():
    class Gauss(Operation):
        @staticmethod
        def forward(a):
            return math.exp(-a * a)

        @staticmethod
        def backward(g, out, a):
            return (-2 * a * out * g,)

    check_second(Gauss.of, [0.6])


def test_a_node_that_the_result_was_not_made_of():
    a, b = Value(2.0, "a"), Value(3.0, "b")
    d = gradients(a * 2)
    with pytest.raises(KeyError) as caught:
        d[b]
    assert isinstance(caught.value, GraphError)
    assert str(caught.value).startswith(
        "Value with data 4.0 was not made of Value 'b' with data 3.0, so there is no gradient."
    )
    assert d.get(b, 0.0) == 0.0
    assert b not in d
    with pytest.raises(MicrokitError, match=r"was not made of 2\.0"):
        d[2.0]


def test_a_slope_that_does_not_change_has_no_slope():
    x = Value(3.0)
    first = gradients(x * 5, create_graph=True)[x]
    assert first.data == 5.0
    assert gradients(first).get(x, 0.0) == 0.0


def test_a_gradient_that_is_zero_is_there():
    x = Value(-3.0)
    assert gradients(x.relu())[x] == 0.0
    assert gradients(x.relu(), create_graph=True)[x].data == 0.0


@pytest.mark.parametrize("create_graph", [False, True])
@pytest.mark.parametrize("f", [Value.sqrt, lambda a: a**0.5])
def test_slopes_that_are_not_finite(f, create_graph):
    a = Value(0.0)
    with pytest.raises(NumberError, match=r"The slope of .* is not a finite number"):
        gradients(f(a) * 2, create_graph)


@pytest.mark.parametrize("shares", [5.0, (), (1.0, 2.0), None])
def test_a_rule_that_returns_the_wrong_thing(shares):
    class Odd(Operation):
        @staticmethod
        def forward(a):
            return a

        @staticmethod
        def backward(g, out, a):
            return shares

    with pytest.raises(MicrokitError, match=r"The backward of Odd failed at odd\(2.0\)"):
        gradients(Odd.of(Value(2.0)))


def test_what_was_made_by_no_operation():
    class Student:
        data, grad, _prev = 2.0, 0.0, ()

    with pytest.raises(GraphError, match=r"this Student was made by none.*backward\(y\)"):
        gradients(Student())
    with pytest.raises(GraphError, match="this float"):
        gradients(3.0)


def test_a_long_chain():
    a = x = Value(1.0)
    for _ in range(20_000):
        x = x + a
    assert gradients(x)[a] == 20_001.0
    assert gradients(x, create_graph=True)[a].data == 20_001.0


def test_arrays():
    numpy = pytest.importorskip("numpy")
    from microkit.tensor import Tensor

    a = Tensor([[1.0, 2.0, -3.0]], requires_grad=True)
    y = (a * a * -2.0).sum()
    d = gradients(y)
    assert numpy.allclose(d[a], [[-4.0, -8.0, 12.0]])
    assert a.grad is None
    with pytest.raises(GraphError, match="create_graph=True works on Values"):
        gradients(y, create_graph=True)
    with pytest.raises(KeyError, match="was not made of Tensor"):
        d[Tensor([1.0])]
