"""Losses of Values: their numbers, their slopes, their edges."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microkit.engine import Value
from microkit.errors import MicrokitError, NumberError
from microkit.nn.losses import bce, cross_entropy, hinge, l2, mse, softmax
from microkit.numeric import check_gradients
from microkit.sums import total

scores = st.lists(st.floats(-4, 4).map(lambda x: round(x, 2) + 0.003), min_size=1, max_size=5)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(scores, st.floats(-2, 2))
def test_mse(ys, t):
    ts = [t + i for i in range(len(ys))]
    expected = sum((y - t) ** 2 for y, t in zip(ys, ts, strict=True)) / len(ys)
    assert mse([Value(y) for y in ys], ts).data == pytest.approx(expected)
    check_gradients(lambda *ys: mse(ys, ts), ys)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(scores)
def test_hinge(ss):
    ts = [1 if i % 2 else -1 for i in range(len(ss))]
    expected = sum(max(0.0, 1 - s * t) for s, t in zip(ss, ts, strict=True)) / len(ss)
    assert hinge([Value(s) for s in ss], ts).data == pytest.approx(expected)
    check_gradients(lambda *ss: hinge(ss, ts), ss)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(scores)
def test_bce(zs):
    ts = [(1, 0, 0.25)[i % 3] for i in range(len(zs))]
    ps = [1 / (1 + math.exp(-z)) for z in zs]
    terms = [-(t * math.log(p) + (1 - t) * math.log(1 - p)) for p, t in zip(ps, ts, strict=True)]
    assert bce([Value(p) for p in ps], ts).data == pytest.approx(sum(terms) / len(zs))
    check_gradients(lambda *zs: bce([z.sigmoid() for z in zs], ts), zs)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(scores, st.integers(0, 99))
def test_softmax_and_cross_entropy(zs, pick):
    target = pick % len(zs)
    exps = [math.exp(z) for z in zs]
    ps = softmax([Value(z) for z in zs])
    assert [p.data for p in ps] == pytest.approx([e / sum(exps) for e in exps])
    assert sum(p.data for p in ps) == pytest.approx(1.0)
    loss = cross_entropy([Value(z) for z in zs], target)
    assert loss.data == pytest.approx(-math.log(exps[target] / sum(exps)), abs=1e-12)
    check_gradients(lambda *zs: cross_entropy(zs, target), zs)
    check_gradients(lambda *zs: softmax(zs)[target] ** 2, zs)


def test_l2():
    assert l2([Value(3.0), Value(-4.0)], 0.1).data == 2.5
    assert len(l2([Value(3.0)] * 3, 0.1)._prev[0]._prev) == 7  # one node, however many there are
    check_gradients(lambda *ps: l2(ps, 0.3), [1.5, -2.5, 0.5])


def test_targets_may_be_nodes_too():
    check_gradients(lambda y, t: mse([y], [t]), [0.3, -1.2])
    check_gradients(lambda p, t: bce([p], [t]), [0.3, 0.8])
    assert mse([2.0], [5.0]).data == 9.0
    assert hinge([2.0, 0.5], [1, 1]).data == 0.25


def test_arrays_of_targets():
    numpy = pytest.importorskip("numpy")
    ys = [Value(1.0), Value(0.5)]
    assert mse(ys, numpy.array([3.0, 0.5])).data == 2.0
    assert hinge(ys, numpy.array([-1, 1])).data == 1.25
    assert bce(ys, numpy.array([1, 0])).data == pytest.approx(math.log(2) / 2)
    assert cross_entropy(ys, numpy.int64(1)).data > 0


@pytest.mark.parametrize("far", [800.0, -800.0, 1e300])
def test_large_scores_do_not_overflow(far):
    ps = softmax([Value(far), Value(0.0)])
    assert [p.data for p in ps] == ([1.0, 0.0] if far > 0 else [0.0, 1.0])
    zs = [Value(far), Value(0.0)]
    loss = cross_entropy(zs, 0)
    assert loss.data == (0.0 if far > 0 else 800.0)
    (loss * -3.0).backward()
    assert [z.grad for z in zs] == pytest.approx([0.0, 0.0] if far > 0 else [3.0, -3.0])


def test_certain_answers_cost_nothing_if_right_and_100_if_wrong():
    for z, t in ((800.0, 1), (-800.0, 0)):
        assert bce([Value(z).sigmoid()], [t]).data == 0.0
        leaf = Value(z)
        loss = bce([leaf.sigmoid()], [1 - t])
        assert loss.data == pytest.approx(100.0)
        loss.backward()
        assert leaf.grad == 0.0


@pytest.mark.parametrize("loss", [mse, hinge, bce])
def test_lists_that_do_not_pair(loss):
    half = Value(0.5)
    for ys, ts, says in (
        ([], [], "There are 0"),
        ([half], [], "and 0 targets"),
        ([half], [1, 0], "There are 1 .* and 2 targets. Give one target for each"),
        (half, [1], "was given Value"),
        ([half], 1, "for targets it was given 1"),
    ):
        with pytest.raises(MicrokitError, match=says):
            loss(ys, ts)
    with pytest.raises(NumberError, match="'a' is a str"):
        loss(["a"], [1])


def test_what_is_no_class():
    zs = [Value(1.0), Value(2.0)]
    for target in (2, -1, 0.5, "a", None):
        with pytest.raises(MicrokitError, match=r"There is no class .* 0 to 1"):
            cross_entropy(zs, target)  # pyright: ignore[reportArgumentType]
    for call in (lambda: cross_entropy([], 0), lambda: softmax([])):
        with pytest.raises(MicrokitError, match="There are no scores"):
            call()
    with pytest.raises(MicrokitError, match="l2 of no parameters"):
        l2([], 0.1)


@pytest.mark.parametrize(("p", "t"), [(1.7, 1), (-0.1, 0), (0.5, -1), (float("nan"), 1)])
def test_what_is_no_probability(p, t):
    with pytest.raises(MicrokitError, match="Is a sigmoid missing"):
        bce([Value(p)], [t])


def test_a_bad_list_changes_no_gradient():
    y = Value(2.0)
    y.grad = 0.5
    with pytest.raises(MicrokitError):
        mse([y, total([])], [1.0])
    assert y.grad == 0.5
