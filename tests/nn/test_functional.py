"""Losses of arrays: values, gradients, extremes, and what they refuse."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from support.nudging import check_by_nudging, numbers

from microkit import Tensor, Value, nn
from microkit.errors import MicrokitError, NumberError, ShapeError

PAIRS = (
    nn.mse_loss,
    nn.l1_loss,
    nn.binary_cross_entropy,
    nn.binary_cross_entropy_with_logits,
    nn.hinge_loss,
)
CLASSES = (nn.cross_entropy, nn.nll_loss)
REDUCTIONS = ("mean", "sum", "none")


def pair_of(loss, dtype=np.float64):
    """Return an input and targets that the loss takes, 4 x 3 of them."""
    x = numbers(4, 3, dtype=dtype)
    t = np.random.default_rng(2).random((4, 3)).astype(dtype)
    if loss is nn.hinge_loss:
        t = np.where(t > 0.5, 1, -1).astype(dtype)
    if loss is nn.binary_cross_entropy:
        x.data[...] = 1 / (1 + np.exp(-x.data))
    return x, t


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("loss", PAIRS, ids=lambda f: f.__name__)
def test_gradients_of_pairs_by_nudging(loss, reduction):
    x, t = pair_of(loss)
    check_by_nudging(lambda: loss(x, t, reduction=reduction), x)
    if loss is not nn.hinge_loss:
        target = Tensor(t, requires_grad=True)
        check_by_nudging(lambda: loss(x, target, reduction=reduction), x, target)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("loss", CLASSES, ids=lambda f: f.__name__)
@pytest.mark.parametrize(
    ("shape", "t"), [((4, 3), [2, 0, 0, 1]), ((3,), 2), ((2, 3, 2), [[2, 0]] * 2)]
)
def test_gradients_of_classes_by_nudging(loss, reduction, shape, t):
    x = numbers(*shape)
    check_by_nudging(lambda: loss(x, t, reduction=reduction), x)


@pytest.mark.parametrize("loss", [*PAIRS, *CLASSES], ids=lambda f: f.__name__)
def test_a_mean_of_nothing_is_refused(loss):
    x, t = np.zeros((0, 3)), np.zeros((0, 3) if loss in PAIRS else (0,), int)
    with pytest.raises(ShapeError, match=r"no mean of nothing: shape \(0, 3\).*batch or the mask"):
        loss(Tensor(x), t)
    assert loss(Tensor(x), t, reduction="sum").item() == 0.0


def test_mean_sum_and_none_belong_together():
    for loss in PAIRS:
        x, t = pair_of(loss)
        each = loss(x, t, reduction="none").numpy()
        assert each.shape == (4, 3)
        assert loss(x, t).item() == pytest.approx(each.mean())
        assert loss(x, t, reduction="sum").item() == pytest.approx(each.sum())


def test_the_memory_of_the_logits_does_not_matter():
    x = numbers(5, 3)
    turned = Tensor(np.zeros((5, 3)), requires_grad=True)
    turned.data = np.asfortranarray(x.data)
    for leaf in (x, turned):
        nn.cross_entropy(leaf, [0, 1, 2, 2, 1]).backward(-2.0)
    np.testing.assert_allclose(turned.grad, x.grad, rtol=1e-12)
    before = x.data.copy()
    nn.cross_entropy(x, [0, 1, 2, 2, 1]).backward()
    np.testing.assert_array_equal(x.data, before)


def test_backward_twice_gives_the_same_twice():
    x = numbers(4, 3)
    loss = nn.cross_entropy(x, [0, 2, 1, 1]) * -3.0
    loss.backward()
    once = x.grad.copy()
    loss.backward()
    np.testing.assert_allclose(x.grad, 2 * once, rtol=1e-12)


@pytest.mark.parametrize("kind", ["list", "array", "int8", "uint8", "Tensor"])
def test_targets_come_in_many_kinds(kind):
    x, t = numbers(4, 3), [2, 0, 0, 1]
    given = {
        "list": t,
        "array": np.array(t),
        "int8": np.array(t, dtype=np.int8),
        "uint8": np.array(t, dtype=np.uint8),
        "Tensor": Tensor(t),
    }[kind]
    p = np.exp(x.data) / np.exp(x.data).sum(axis=1, keepdims=True)
    expected = -np.log(p[range(4), t]).mean()
    assert nn.cross_entropy(x, given).item() == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "int32", "uint64"])
@pytest.mark.parametrize("loss", [nn.cross_entropy, nn.nll_loss])
def test_small_types_of_targets_name_the_same_classes_in_a_large_batch(loss, dtype):
    x, t = numbers(300, 10), np.arange(300) % 10
    expected = loss(x, t, reduction="none").numpy()
    np.testing.assert_array_equal(loss(x, t.astype(dtype), reduction="none").numpy(), expected)


def test_scores_may_be_whole_numbers():
    assert nn.cross_entropy(Tensor([[1, 2, 3]]), [2]).item() == pytest.approx(0.40760596444)


def test_no_overflow():
    for far in (1e3, 1e300):
        x = Tensor([[far, -far, 0.0], [-far, 0.0, far]], requires_grad=True)
        loss = nn.cross_entropy(x, [0, 1])
        assert loss.item() == far / 2
        loss.backward()
        np.testing.assert_allclose(x.grad, [[0, 0, 0], [0, -0.5, 0.5]])
    z = Tensor([-800.0, 800.0, 0.0, 1e300], requires_grad=True)
    loss = nn.binary_cross_entropy_with_logits(z, [1.0, 1.0, 0.0, 1.0], reduction="none")
    np.testing.assert_allclose(loss.numpy(), [800.0, 0.0, math.log(2), 0.0])
    loss.backward([-2.0] * 4)
    np.testing.assert_allclose(z.grad, [2.0, 0.0, -1.0, 0.0])
    p = Tensor([0.0, 1.0, 0.0], requires_grad=True)
    loss = nn.binary_cross_entropy(p, [0.0, 1.0, 1.0], reduction="none")
    assert loss.tolist() == [0.0, 0.0, 100.0]
    loss.backward([2.0] * 3)
    assert np.isfinite(p.grad).all()


def test_a_score_of_minus_infinity_is_a_class_that_cannot_be():
    x = Tensor([[0.5, -math.inf, 0.5]], requires_grad=True)
    loss = nn.cross_entropy(x, [2])
    assert loss.item() == pytest.approx(math.log(2))
    loss.backward()
    assert x.grad.tolist() == [[0.5, 0.0, -0.5]]


@pytest.mark.parametrize("loss", PAIRS, ids=lambda f: f.__name__)
def test_float32_stays_float32(loss):
    x, t = pair_of(loss, np.float32)
    for target in (t, t.astype(np.float64), Tensor(t)):
        x.grad = None
        out = loss(x, target)
        assert out.dtype == np.float32
        (out * -2.0).backward()
        assert x.grad.dtype == np.float32


def test_float32_stays_float32_for_classes():
    x = numbers(4, 3, dtype=np.float32)
    for loss in CLASSES:
        out = loss(x, [0, 1, 2, 0])
        assert out.dtype == np.float32
        out.backward()
        assert x.grad.dtype == np.float32


def test_other_shapes_are_refused():
    for loss in PAIRS:
        with pytest.raises(
            ShapeError, match=r"shape \(4, 1\) and the targets \(4,\).*reshape\(4, 1\)"
        ):
            loss(Tensor(np.full((4, 1), 0.5)), np.ones(4))
    with pytest.raises(ShapeError, match=r"shape \(4, 3\), so targets of shape \(4,\).* \(5,\)"):
        nn.cross_entropy(numbers(4, 3), [0, 1, 2, 0, 1])
    with pytest.raises(ShapeError, match=r"shape \(4, 3\), so targets of shape \(4,\).* \(4, 1\)"):
        nn.nll_loss(numbers(4, 3), [[0], [1], [2], [0]])
    with pytest.raises(ShapeError, match="given a single number"):
        nn.cross_entropy(Tensor(2.0), 0)


def test_targets_that_name_no_class_are_refused():
    x = numbers(4, 3)
    for loss in CLASSES:
        with pytest.raises(
            NumberError, match=r"3 classes, numbered 0 to 2, and 1 of 4.*first is 3"
        ):
            loss(x, [0, 1, 3, 2])
        with pytest.raises(NumberError, match=r"2 of 4.*first is -1"):
            loss(x, np.array([0, -1, -2, 2], dtype=np.int16))
        with pytest.raises(NumberError, match=r"whole number.*float64.*astype\(int\)"):
            loss(x, np.array([0.0, 1.0, 2.0, 1.0]))
        with pytest.raises(NumberError, match=r"one number for each class.*argmax"):
            loss(x, np.eye(4, 3))
    with pytest.raises(NumberError, match="Do the classes start at 1"):
        nn.cross_entropy(x, [1, 3, 2, 1])
    assert x.grad is None


def test_targets_and_probabilities_outside_their_range_are_refused():
    x, half = numbers(4), Tensor([0.5] * 4)
    for wrong in (2.0, -1.0):
        with pytest.raises(NumberError, match=r"targets from 0 to 1, and 1 of 4.*hinge_loss"):
            nn.binary_cross_entropy_with_logits(x, [0.0, 1.0, wrong, 0.5])
        with pytest.raises(NumberError, match=r"targets from 0 to 1"):
            nn.binary_cross_entropy(half, [0.0, 1.0, wrong, 0.5])
        with pytest.raises(
            NumberError, match=r"probabilities from 0 to 1, and 1 of 4.*with_logits"
        ):
            nn.binary_cross_entropy(Tensor([0.5, wrong, 0.5, 0.5]), [0.0, 1.0, 0.0, 1.0])
    with pytest.raises(NumberError, match=r"targets -1 and 1, and 2 of 4.*2 \* targets - 1"):
        nn.hinge_loss(x, [0, 1, 1, 0])


def test_an_unknown_reduction_is_refused():
    for loss in PAIRS:
        with pytest.raises(MicrokitError, match="'mean', 'sum' or 'none', and not 'average'"):
            loss(*pair_of(loss), reduction="average")
    with pytest.raises(MicrokitError, match="'mean', 'sum' or 'none'"):
        nn.cross_entropy(numbers(2, 3), [0, 1], reduction=None)


def test_a_list_of_values_goes_to_the_scalar_loss():
    zs = [Value(0.5), Value(-1.0), Value(2.0)]
    loss = nn.cross_entropy(zs, 1)
    assert isinstance(loss, Value)
    x = Tensor([[0.5, -1.0, 2.0]], requires_grad=True)
    arrays = nn.cross_entropy(x, [1])
    assert loss.data == pytest.approx(arrays.item(), rel=1e-12)
    (loss * -3.0).backward()
    (arrays * -3.0).backward()
    assert [z.grad for z in zs] == pytest.approx(x.grad[0].tolist(), rel=1e-12)


def test_the_scalar_loss_needs_no_numpy():
    code = """
import sys
sys.modules["numpy"] = None
from microkit import Value, nn
loss = nn.cross_entropy([Value(1.0), Value(3.0)], 1)
assert abs(loss.data - 0.126928) < 1e-6
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=120)
