"""Sums in one node: the numbers and gradients of the graph that shows every step."""

from __future__ import annotations

import copy
import gc
import weakref
from functools import reduce
from operator import add, mul

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microkit.engine import Value, no_grad
from microkit.errors import MicrokitError, NumberError
from microkit.numeric import check_gradients
from microkit.sums import BENT, Dot, Dots, Row, Sum, TanhDot, _from_left, dot, total

numbers = st.floats(-3, 3).map(lambda x: round(x, 3))
upstreams = st.sampled_from([-3.0, -0.7, 2.5])


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=9), numbers, upstreams)
def test_dot_is_what_its_steps_are(pairs, bias, upstream):
    w, x = [Value(a) for a, _ in pairs], [Value(b) for _, b in pairs]
    b = Value(bias)
    (dot(w, x, b) * upstream).backward()
    fused = [node.grad for node in (*w, *x, b)]
    again = [Value(node.data) for node in (*w, *x, b)]
    n = len(pairs)
    steps = sum(map(mul, again[:n], again[n:-1]), again[-1])
    (steps * upstream).backward()
    assert dot(w, x, b).data == pytest.approx(steps.data, rel=1e-12, abs=1e-12)
    assert fused == pytest.approx([node.grad for node in again], rel=1e-12)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(numbers, min_size=1, max_size=9), upstreams)
def test_total_is_what_its_steps_are(terms, upstream):
    leaves = [Value(x) for x in terms]
    out = total([*leaves, leaves[0]])
    (out * upstream).backward()
    assert out.data == pytest.approx(reduce(add, [*terms, terms[0]]), rel=1e-12, abs=1e-12)
    assert [leaf.grad for leaf in leaves] == [2 * upstream, *[upstream] * (len(terms) - 1)]


def test_every_step_is_rounded_as_a_plus_does():
    # From left to right the 1.0 is lost; a sum that keeps what rounding drops returns it.
    terms = [1e16, 1.0, -1e16]
    values, one, none = [Value(x) for x in terms], Value(1.0), Value(0.0)
    assert reduce(add, terms) == 0.0
    assert [total(values).data, Sum.of(*terms)] == [0.0, 0.0]
    assert [dot(values, [one] * 3, none).data, Dot.of(*terms, 1.0, 1.0, 1.0, 0.0)] == [0.0, 0.0]
    (together,) = Dots([(values, none, Dot)])(Row([1.0] * 3))
    assert together.data == 0.0
    # What takes the place of `sum` from Python 3.12 on.
    assert _from_left(terms) == _from_left(terms[1:], 1e16) == 0.0
    assert _from_left([]) == 0


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_the_rules_agree_with_nudging(n):
    args = [0.3 * i - 0.7 for i in range(2 * n + 1)]
    check_gradients(Dot.of, args)
    check_gradients(Sum.of, args)


@pytest.mark.parametrize("bend", BENT, ids=lambda bend: bend.symbol)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_sum_and_its_activation_are_what_the_two_are(bend, sign):
    args = [0.4 * sign, -1.3 * sign, 0.9, -0.2, 0.1 * sign]
    check_gradients(BENT[bend].of, args)
    together, apart = ([Value(x) for x in args] for _ in range(2))
    one = dot(together[:2], together[2:4], together[4], BENT[bend])
    two = bend.of(dot(apart[:2], apart[2:4], apart[4]))
    assert one._op == f"{bend.symbol} dot"
    assert (one.data, BENT[bend].forward(*args)) == (two.data, two.data)
    (one * -3.0).backward()
    (two * -3.0).backward()
    assert [x.grad for x in together] == [x.grad for x in apart]


def test_one_node_at_several_places():
    a = Value(3.0)
    out = dot([a, a], [a, 2.0], a)  # a*a + 2*a + a
    (out * -2.0).backward()
    assert out.data == 18.0
    assert a.grad == -2.0 * (2 * 3.0 + 3)


def test_what_the_node_says():
    w, x, b = [Value(1.0), Value(2.0)], [Value(3.0), Value(4.0)], Value(5.0)
    out = dot(w, x, b)
    assert out._op == "dot"
    assert out._prev == (*w, *x, b)
    assert total(x)._op == "sum"
    assert total([]).data == 0.0
    assert total([2, True]).data == 3.0
    assert total(iter(w)).data == 3.0


def test_without_a_graph():
    w, b = [Value(1.0)], Value(5.0)
    with no_grad():
        assert dot(w, [2.0], b)._prev == ()
        assert total([*w, b, b])._prev == ()


def test_a_row_is_read_once():
    a = Value(2.0)
    row = Row([a, 3])
    assert row[0] is a
    assert row.numbers == [2.0, 3.0]
    assert dot([Value(1.0), Value(1.0)], row, Value(0.0))._prev[2] is a


def test_rows_are_told_apart_by_identity():
    a = Value(2.0)
    row = Row([a])
    assert row == row
    assert row != Row([a])
    assert len({row, Row([a])}) == 2


def test_dots_are_what_each_dot_is():
    w, b = [[Value(0.5), Value(-2.0)], [Value(3.0), Value(0.1)]], [Value(0.3), Value(-1.0)]
    x = Row([Value(1.5), 0.7])
    kinds = [Dot, TanhDot]
    apart = [dot(*given) for given in zip(w, [x, x], b, kinds, strict=True)]
    (apart[0] * apart[1]).backward()
    grads = [node.grad for node in (*w[0], *w[1], *b, *x)]
    for node in (*w[0], *w[1], *b, *x):
        node.grad = 0.0
    dots = Dots(zip(w, b, kinds, strict=True))
    together = dots(x)
    assert [y.data for y in together] == [y.data for y in apart]
    assert [(y._op, y._prev) for y in together] == [(y._op, y._prev) for y in apart]
    (together[0] * together[1]).backward()
    assert [node.grad for node in (*w[0], *w[1], *b, *x)] == grads
    with no_grad():
        assert [y._prev for y in dots(x)] == [(), ()]
    w[0][0].data = 100.0  # read before
    assert dots(x)[0].data == apart[0].data


@pytest.mark.parametrize("made_by", ["dot", "Dots"])
def test_a_group_whose_members_are_computed_comes_before_all_that_use_it(made_by):
    a, b = Value(2.0), Value(0.5)
    w = [a * a, a + 1]  # no leaves, and the same in both sums, one of which hears the other
    again = Dots([(w, b, Dot)])
    step = (lambda x: again(Row(x))[0]) if made_by == "Dots" else (lambda x: dot(w, x, b))
    step([step([1.0, 2.0]), 3.0]).backward()
    # (a*a) * (a*a + 2*(a + 1) + b) + 3*(a + 1) + b
    assert a.grad == 4 * a.data**3 + 6 * a.data**2 + 4 * a.data + 2 * a.data * b.data + 3
    assert b.grad == a.data**2 + 1


def test_nodes_of_a_class_with_its_own_equality_are_told_apart_by_identity():
    class Same(Value):
        __slots__ = ()

        def __eq__(self, other):
            return isinstance(other, Same) and self.data == other.data

    w, x, b = [Same(1.0), Same(1.0)], [Same(2.0), Same(2.0)], Same(2.0)
    root = dot(w, x, b)
    root.__class__ = Same
    root.backward()
    assert [node.grad for node in (*w, *x, b)] == [2.0, 2.0, 1.0, 1.0, 1.0]


def test_a_graph_of_sums_can_be_copied():
    w, b = [Value(2.0), Value(-3.0)], Value(1.0)
    out = copy.deepcopy(dot(w, [5.0, 7.0], b))
    out.backward()
    assert [node.grad for node in out._prev] == [5.0, 7.0, 2.0, -3.0, 1.0]
    assert w[0].grad == 0.0


def test_numbers_that_are_none_and_lengths_that_differ():
    with pytest.raises(NumberError, match="'b' is a str"):
        total([Value(1.0), "b"])  # pyright: ignore[reportArgumentType]
    with pytest.raises(MicrokitError, match="There are 1 weights for 2 inputs"):
        dot([Value(1.0)], [1.0, 2.0], Value(0.0))


def test_an_error_halfway_leaves_every_gradient_as_it_was():
    a, b, c = Value(0.0), Value(2.0), Value(1.0)
    root = dot([b, c], [a.sqrt(), b], c)
    a.grad, b.grad, c.grad = 0.1, 0.2, 0.3
    with pytest.raises(NumberError, match="slope of sqrt"):
        root.backward()
    assert (a.grad, b.grad, c.grad) == (0.1, 0.2, 0.3)


def test_dropping_a_graph_frees_it_at_once():
    gc.collect()
    gc.disable()
    try:
        w = [Value(1.0), Value(2.0)]
        root = total([dot(w, [3.0, 4.0], Value(5.0)), w[0], w[1]])
        watched = weakref.ref(root._prev[0])
        root.backward()
        del root
        assert watched() is None
        assert gc.collect() == 0
    finally:
        gc.enable()
