"""Activations as layers, by themselves and applied by the layer in front of them."""

from __future__ import annotations

import numpy as np
import pytest
from support.nudging import all_grads, check_by_nudging, numbers

from microkit import Tensor, nn
from microkit.errors import MicrokitError

LAYERS = (
    nn.ReLU(),
    nn.LeakyReLU(),
    nn.LeakyReLU(0.3),
    nn.LeakyReLU(-0.5),
    nn.LeakyReLU(1.5),
    nn.ELU(2.0),
    nn.GELU(),
    nn.GELU("tanh"),
    nn.Tanh(),
    nn.Sigmoid(),
    nn.Softmax(dim=0),
    nn.Softmax(),
)


@pytest.mark.parametrize("layer", LAYERS, ids=repr)
def test_gradients_by_nudging(layer):
    x = numbers(3, 4)
    check_by_nudging(lambda: layer(x), x)
    assert layer(x).shape == (3, 4)
    assert layer.parameters() == []


@pytest.mark.parametrize("layer", LAYERS, ids=repr)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_fused_or_not_the_result_is_the_same(layer, dtype):
    x, linear = numbers(5, 3, dtype=dtype), nn.Linear(3, 4, rng=1, dtype=dtype)
    leaves = [x, *linear.parameters()]
    upstream = numbers(5, 4, seed=8).data
    outs, grads = [], []
    for model in (nn.Sequential(linear, layer), lambda x: layer(linear(x))):
        out = model(x)
        out.backward(upstream)
        outs.append(out.numpy())
        grads.append(all_grads(leaves))
        assert out.dtype == dtype
    rtol = 1e-5 if dtype is np.float32 else 1e-12
    np.testing.assert_allclose(outs[0], outs[1], rtol=rtol, atol=rtol / 10)
    for one, other in zip(*grads, strict=True):
        np.testing.assert_allclose(one, other, rtol=rtol, atol=rtol / 10)
        assert one.dtype == dtype


@pytest.mark.parametrize("layer", [nn.ReLU(), nn.LeakyReLU(), nn.Tanh(), nn.Sigmoid()], ids=repr)
def test_convolutions_apply_them_too(layer):
    x, conv = numbers(2, 1, 4, 5), nn.Conv2d(1, 3, 2, rng=1)
    leaves = [x, *conv.parameters()]
    upstream = numbers(2, 3, 3, 4, seed=8).data
    grads = []
    for model in (nn.Sequential(conv, layer), lambda x: layer(conv(x))):
        model(x).backward(upstream)
        grads.append(all_grads(leaves))
    for one, other in zip(*grads, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12)
    assert not nn.Sequential(conv, layer)(x)._prev[0]._prev  # one node


@pytest.mark.parametrize("layer", [nn.ReLU(), nn.Tanh(), nn.Sigmoid(), nn.LeakyReLU()], ids=repr)
def test_extremes_do_not_warn(layer):
    linear = nn.Linear(1, 1, bias=False, rng=1)
    linear.weight.data[:] = 1.0
    x = Tensor([[-1e4], [-800.0], [0.0], [800.0], [1e4]], requires_grad=True)
    fused = nn.Sequential(linear, layer)(x)
    np.testing.assert_allclose(fused.numpy(), layer(x).numpy())
    fused.backward(np.full((5, 1), -2.0))
    assert np.isfinite(x.grad).all()
    assert np.isnan(nn.Sequential(linear, layer)(Tensor([[np.nan]])).item())


def test_a_large_result_is_bent_as_well():
    linear = nn.Linear(3, 200, rng=1)
    x = numbers(300, 3)
    out = nn.Sequential(linear, nn.ReLU())(x)
    np.testing.assert_array_equal(out.numpy(), np.maximum(linear(x).numpy(), 0))


def test_softmax_adds_up_to_1():
    x = Tensor([[1000.0, 0.0, -1000.0], [3.0, 3.0, 3.0]])
    np.testing.assert_allclose(nn.Softmax()(x).numpy(), [[1, 0, 0], [1 / 3] * 3])
    np.testing.assert_allclose(nn.Softmax(dim=0)(x).numpy().sum(axis=0), 1)


def test_arguments():
    with pytest.raises(MicrokitError, match="'none' or 'tanh', and not 'exact'"):
        nn.GELU("exact")
    with pytest.raises(MicrokitError, match="negative_slope is a number"):
        nn.LeakyReLU("0.1")
    with pytest.raises(MicrokitError, match="alpha is a number"):
        nn.ELU(None)


def test_repr():
    written = [repr(layer) for layer in LAYERS]
    assert written[:3] == ["ReLU()", "LeakyReLU(0.01)", "LeakyReLU(0.3)"]
    assert written[5:] == [
        *("ELU(2.0)", "GELU()", "GELU('tanh')", "Tanh()", "Sigmoid()"),
        *("Softmax(dim=0)", "Softmax(dim=-1)"),
    ]
