"""Convolution and pooling, against loops, nudging and each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.nudging import check_by_nudging, numbers

from microkit import Tensor, nn
from microkit.errors import MicrokitError, ShapeError
from microkit.nn.im2col import columns, uncolumns

SIZES = st.tuples(st.integers(1, 3), st.integers(1, 3))


def conv_by_loops(x, w, b, stride, padding):
    (sh, sw), (ph, pw) = stride, padding
    x = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    kh, kw = w.shape[2:]
    high, wide = (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1
    out = np.zeros((len(x), len(w), high, wide))
    for i in range(high):
        for j in range(wide):
            seen = x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            out[:, :, i, j] = np.einsum("nckl,ockl->no", seen, w) + b
    return out


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    kernel=SIZES,
    stride=SIZES,
    padding=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    more=st.tuples(st.integers(0, 4), st.integers(0, 4)),
    n=st.integers(1, 3),
)
def test_convolution_is_a_sum_over_windows(kernel, stride, padding, more, n):
    sides = [max(k - 2 * p, 1) + m for k, p, m in zip(kernel, padding, more, strict=True)]
    x, layer = numbers(n, 2, *sides), nn.Conv2d(2, 3, kernel, stride, padding, rng=1)
    out = layer(x)
    expected = conv_by_loops(x.data, layer.weight.data, layer.bias.data, stride, padding)
    assert out.shape == expected.shape
    np.testing.assert_allclose(out.numpy(), expected, rtol=1e-10, atol=1e-12)
    # Gradients: the operation is linear in x and in w, so <g, f(x)> = <f'(g), x>.
    g = numbers(*out.shape, seed=7).data
    layer.bias.data[:] = 0
    out = layer(x)
    out.backward(g)
    assert (g * out.numpy()).sum() == pytest.approx((x.grad * x.data).sum(), rel=1e-9, abs=1e-9)
    into_weight = (layer.weight.grad * layer.weight.data).sum()
    assert (g * out.numpy()).sum() == pytest.approx(into_weight, rel=1e-9, abs=1e-9)
    np.testing.assert_allclose(layer.bias.grad, g.sum(axis=(0, 2, 3)), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("stride", [1, (2, 1), 3])
@pytest.mark.parametrize("padding", [0, (1, 2)])
def test_conv2d_by_nudging(stride, padding):
    x, layer = numbers(2, 2, 4, 5), nn.Conv2d(2, 3, (3, 2), stride, padding, rng=1)
    check_by_nudging(lambda: layer(x), x, *layer.parameters())


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 1), (3, 2)])
def test_conv1d_by_nudging(stride, padding):
    x, layer = numbers(3, 2, 6), nn.Conv1d(2, 4, 3, stride, padding, rng=1)
    check_by_nudging(lambda: layer(x), x, *layer.parameters())


@pytest.mark.parametrize("pool", [nn.MaxPool2d, nn.AvgPool2d])
@pytest.mark.parametrize(("kernel", "stride", "padding"), [(2, None, 0), ((3, 2), (1, 3), (1, 0))])
def test_pooling_by_nudging(pool, kernel, stride, padding):
    x, layer = numbers(2, 3, 5, 7), pool(kernel, stride, padding)
    check_by_nudging(lambda: layer(x), x)


def test_columns_and_back_are_each_others_transpose():
    x = numbers(2, 5, 7, 3).data
    for kernel, stride in [((2, 3), (1, 1)), ((3, 2), (2, 3)), ((5, 7), (1, 1)), ((1, 1), (2, 2))]:
        made, outputs = columns(x, kernel, stride)
        assert made.shape == (2 * kernel[0] * kernel[1], outputs[0] * outputs[1] * 3)
        g = numbers(*made.shape, seed=3).data
        back = uncolumns(g, x.shape, kernel, stride)
        assert (made * g).sum() == pytest.approx((x * back).sum(), rel=1e-10)


def test_the_memory_of_the_input_does_not_matter():
    x = numbers(3, 2, 5, 6)
    turned = Tensor(x.data.transpose(1, 2, 3, 0).copy().transpose(3, 0, 1, 2), requires_grad=True)
    turned.data = x.data.transpose(1, 2, 3, 0).copy().transpose(3, 0, 1, 2)
    assert turned.data.strides != x.data.strides
    for layer in (nn.Conv2d(2, 3, 3, 2, 1, rng=1), nn.MaxPool2d(2), nn.AvgPool2d(3, 2)):
        for leaf in (x, turned):
            leaf.grad = None
            out = layer(leaf)
            out.backward(numbers(*out.shape, seed=2).data)
        np.testing.assert_allclose(layer(turned).numpy(), layer(x).numpy(), rtol=1e-12)
        np.testing.assert_allclose(turned.grad, x.grad, rtol=1e-12)


def test_of_equal_numbers_the_first_hears():
    x = Tensor([[[[2.0, 2.0, 1.0], [2.0, 0.0, 1.0]]]], requires_grad=True)
    nn.MaxPool2d((2, 3))(x).backward([[[[-3.0]]]])
    assert x.grad.tolist() == [[[[-3.0, 0.0, 0.0], [0.0, 0.0, 0.0]]]]
    x.grad = None
    nn.MaxPool2d(2, 1)(x).backward([[[[-3.0, 5.0]]]])  # both windows see the second 2
    assert x.grad.tolist() == [[[[-3.0, 5.0, 0.0], [0.0, 0.0, 0.0]]]]


def test_the_border_is_never_the_largest_and_counts_in_the_mean():
    x = Tensor([[[[-4.0, -8.0], [-2.0, -6.0], [-1.0, -3.0]]]])
    largest = nn.MaxPool2d(2, 1, 1)(x).numpy()
    assert (largest < 0).all()
    assert nn.AvgPool2d(2, 2, 1)(x).numpy()[0, 0, 0, 0] == -1.0
    whole = nn.AvgPool2d(3)(Tensor(np.arange(9).reshape(1, 1, 3, 3)))
    assert whole.item() == 4.0


def test_large_windows_keep_their_winner():
    x = numbers(1, 1, 20, 21)
    nn.MaxPool2d((20, 21))(x).backward([[[[2.5]]]])
    assert x.grad.flat[x.data.argmax()] == 2.5
    assert np.count_nonzero(x.grad) == 1


@pytest.mark.parametrize(
    "layer",
    [
        nn.Conv2d(2, 3, 3, padding=1, rng=1, dtype=np.float32),
        nn.MaxPool2d(2, 1),
        nn.AvgPool2d((2, 3), 1, (1, 0)),
    ],
    ids=repr,
)
def test_float32_stays_float32(layer):
    x = numbers(2, 2, 5, 6, dtype=np.float32)
    out = layer(x)
    assert out.dtype == np.float32
    out.backward(numbers(*out.shape, seed=2).data)
    assert x.grad.dtype == np.float32
    assert all(p.grad.dtype == np.float32 for p in layer.parameters())


def test_a_convolution_computes_in_the_type_of_its_weights():
    layer = nn.Conv2d(1, 2, 2, rng=1, dtype="float32")
    x = numbers(2, 1, 3, 4)
    assert layer(x).dtype == np.float32
    layer(x).sum().backward()
    assert x.grad.dtype == np.float64
    assert layer(np.ones((1, 1, 2, 2), dtype=int)).dtype == np.float32


def test_wrong_shapes_say_what_would_fit():
    layer = nn.Conv2d(3, 4, 3, rng=1)
    with pytest.raises(
        ShapeError, match=r"shape \(N, 3, H, W\), and was given shape \(2, 1, 8, 8\)"
    ):
        layer(Tensor(np.zeros((2, 1, 8, 8))))
    with pytest.raises(ShapeError, match=r"x.reshape\(1, 3, 8, 8\)"):
        layer(Tensor(np.zeros((3, 8, 8))))
    with pytest.raises(ShapeError, match=r"x.reshape\(5, 1, 8, 8\)"):
        nn.Conv2d(1, 4, 3)(Tensor(np.zeros((5, 8, 8))))
    with pytest.raises(ShapeError, match=r"window of 3 x 3.*2 x 8 numbers with a border of 0 x 0"):
        layer(Tensor(np.zeros((1, 3, 2, 8))))
    with pytest.raises(ShapeError, match=r"\(N, 2, L\), and was given shape \(4, 2\)"):
        nn.Conv1d(2, 3, 1)(Tensor(np.zeros((4, 2))))
    with pytest.raises(ShapeError, match=r"\(N, C, H, W\), and was given shape \(4, 2\)"):
        nn.MaxPool2d(2)(Tensor(np.zeros((4, 2))))
    with pytest.raises(ShapeError, match=r"window of 3 x 3"):
        nn.AvgPool2d(3)(Tensor(np.zeros((4, 2, 2, 5))))
    with pytest.raises(ShapeError, match=r"given shape \(1, 1, 1, 1, 1, 1, 1, 1, 1\)"):
        layer(Tensor(np.zeros((1,) * 9)))


def test_wrong_sizes():
    for wrong in ({"kernel_size": 0}, {"kernel_size": (2, 0)}, {"kernel_size": 2.5}):
        with pytest.raises(MicrokitError, match="kernel_size is a whole number, 1 or more"):
            nn.Conv2d(1, 2, **wrong)
    with pytest.raises(MicrokitError, match=r"kernel_size is one number or 2 of them"):
        nn.Conv2d(1, 2, (1, 2, 3))
    with pytest.raises(MicrokitError, match="stride is a whole number, 1 or more"):
        nn.MaxPool2d(2, 0)
    with pytest.raises(MicrokitError, match="padding is a whole number, 0 or more"):
        nn.Conv1d(1, 2, 3, padding=-1)
    with pytest.raises(MicrokitError, match="at most half of kernel_size"):
        nn.MaxPool2d(2, padding=2)
    with pytest.raises(MicrokitError, match="out_channels is a whole number"):
        nn.Conv2d(1, 0, 3)


def test_repr():
    assert repr(nn.Conv2d(1, 8, 3)) == "Conv2d(1, 8, 3)"
    written = "Conv2d(1, 8, (3, 2), stride=2, padding=(1, 0), bias=False)"
    assert repr(nn.Conv2d(1, 8, (3, 2), 2, (1, 0), bias=False)) == written
    assert repr(nn.Conv1d(4, 6, 3, padding=1)) == "Conv1d(4, 6, 3, padding=1)"
    assert repr(nn.MaxPool2d(2)) == "MaxPool2d(2)"
    assert repr(nn.AvgPool2d(3, 1, 1)) == "AvgPool2d(3, stride=1, padding=1)"
