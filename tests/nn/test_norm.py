"""Normalization: what it makes of numbers, its running statistics, and its gradients."""

from __future__ import annotations

import numpy as np
import pytest
from support.nudging import check_by_nudging, numbers

from microkit import Tensor, nn
from microkit.errors import MicrokitError, ShapeError


def spoiled(layer):
    """Return the layer with stretch and move that are not 1 and 0."""
    for i, parameter in enumerate(layer.parameters()):
        parameter.data[...] = numbers(*parameter.shape, seed=20 + i).data
    return layer


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (nn.BatchNorm1d(3), (4, 3)),
        (nn.BatchNorm1d(3), (2, 3, 4)),
        (nn.BatchNorm1d(3, affine=False), (4, 3)),
        (nn.BatchNorm1d(3).eval(), (1, 3)),
        (nn.BatchNorm1d(3).eval(), (2, 3, 4)),
        (nn.LayerNorm(4), (3, 4)),
        (nn.LayerNorm(4), (4,)),
        (nn.LayerNorm((3, 4)), (2, 3, 4)),
        (nn.LayerNorm(4, bias=False), (2, 3, 4)),
        (nn.LayerNorm(4, elementwise_affine=False), (3, 4)),
        (nn.RMSNorm(4), (2, 3, 4)),
        (nn.RMSNorm((3, 4)), (2, 3, 4)),
        (nn.RMSNorm(4, elementwise_affine=False), (3, 4)),
    ],
    ids=lambda x: repr(x) if not isinstance(x, tuple) else str(x),
)
def test_gradients_by_nudging(layer, shape):
    x = numbers(*shape)
    spoiled(layer)
    check_by_nudging(lambda: layer(x), x, *layer.parameters())


def test_the_result_has_mean_0_and_deviation_1():
    x = Tensor(numbers(50, 3).data * [1.0, 10.0, 0.1] + [5.0, -3.0, 100.0])
    y = nn.BatchNorm1d(3, eps=0.0)(x).numpy()
    np.testing.assert_allclose(y.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(y.std(axis=0), 1, rtol=1e-9)
    y = nn.LayerNorm(3, eps=0.0)(x).numpy()
    np.testing.assert_allclose(y.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(y.std(axis=1), 1, rtol=1e-9)
    y = nn.RMSNorm(3)(x).numpy()
    np.testing.assert_allclose((y**2).mean(axis=1), 1, rtol=1e-9)


def test_running_statistics_are_kept_while_training_only():
    layer, x = nn.BatchNorm1d(2, momentum=0.25), numbers(5, 2)
    layer(x)
    mean, var = x.data.mean(axis=0), x.data.var(axis=0, ddof=1)
    np.testing.assert_allclose(layer.running_mean, 0.25 * mean, rtol=1e-12)
    np.testing.assert_allclose(layer.running_var, 0.75 + 0.25 * var, rtol=1e-12)
    before = layer.state_dict()
    layer.eval()
    layer(x)
    layer(numbers(1, 2))
    for name, item in layer.state_dict().items():
        np.testing.assert_array_equal(item, before[name])


def test_after_eval_an_answer_does_not_depend_on_its_neighbors():
    layer = spoiled(nn.BatchNorm1d(2))
    for seed in range(4):
        layer(numbers(6, 2, seed=seed))
    x = numbers(5, 2).data
    assert not np.allclose(layer(x).numpy()[:2], layer(x[:2]).numpy())
    layer.eval()
    np.testing.assert_array_equal(layer(x).numpy()[:2], layer(x[:2]).numpy())
    assert isinstance(nn.BatchNorm1d(2, affine=False).eval()(x), Tensor)


def test_the_state_goes_round():
    model = nn.Sequential(nn.Linear(3, 2, rng=1), nn.BatchNorm1d(2), nn.LayerNorm(2), nn.RMSNorm(2))
    for seed in range(3):
        model(numbers(6, 3, seed=seed))
    state = model.state_dict()
    assert [name for name in state if "running" in name] == [
        "layers.1.running_mean",
        "layers.1.running_var",
    ]
    again = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2), nn.LayerNorm(2), nn.RMSNorm(2))
    again.load_state_dict(state)
    x = numbers(4, 3)
    np.testing.assert_array_equal(again.eval()(x).numpy(), model.eval()(x).numpy())
    model.train()(x)  # what was stored is a copy
    np.testing.assert_array_equal(
        again.state_dict()["layers.1.running_mean"], state["layers.1.running_mean"]
    )
    assert len(model.parameters()) == 2 + 2 + 2 + 1


@pytest.mark.parametrize(
    "build", [nn.BatchNorm1d, nn.LayerNorm, nn.RMSNorm], ids=lambda b: b.__name__
)
def test_float32_stays_float32(build):
    layer, x = build(3, dtype="float32"), numbers(4, 3, dtype=np.float32)
    out = layer(x)
    assert out.dtype == np.float32
    out.backward(numbers(4, 3, seed=2).data)
    assert x.grad.dtype == np.float32
    assert all(p.grad.dtype == np.float32 for p in layer.parameters())
    assert layer.eval()(x).dtype == np.float32
    assert all(item.dtype == np.float32 for item in layer.state_dict().values())


def test_wrong_shapes_change_nothing():
    layer = nn.BatchNorm1d(3)
    before = layer.state_dict()
    for shape in [(4, 2), (3,), (4, 3, 2, 2), ()]:
        with pytest.raises(ShapeError, match=r"\(N, 3\) or \(N, 3, L\), and was given shape"):
            layer(Tensor(np.zeros(shape)))
    with pytest.raises(ShapeError, match=r"two examples or more.*\(1, 3\).*eval"):
        layer(Tensor(np.zeros((1, 3))))
    for name, item in layer.state_dict().items():
        np.testing.assert_array_equal(item, before[name])
    with pytest.raises(ShapeError, match=r"\(..., 2, 3\), and was given shape \(3,\)"):
        nn.LayerNorm((2, 3))(Tensor(np.zeros(3)))
    with pytest.raises(ShapeError, match=r"RMSNorm\(3\) takes examples of shape \(..., 3\)"):
        nn.RMSNorm(3)(Tensor(np.zeros((3, 4))))


def test_wrong_arguments():
    with pytest.raises(MicrokitError, match="num_features is a whole number"):
        nn.BatchNorm1d(0)
    with pytest.raises(MicrokitError, match="momentum is a part"):
        nn.BatchNorm1d(3, momentum=1.5)
    for build in (nn.BatchNorm1d, nn.LayerNorm, nn.RMSNorm):
        with pytest.raises(MicrokitError, match="eps is a small number"):
            build(3, eps=-1.0)
    with pytest.raises(MicrokitError, match="normalized_shape is a whole number"):
        nn.LayerNorm((3, 0))
