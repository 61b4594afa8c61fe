"""Layers in a row, `Flatten` and `Dropout`."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest
from support.nudging import all_grads, check_by_nudging, numbers

from microkit import Tensor, gradients, nn, no_grad, optim
from microkit.errors import MicrokitError, ShapeError


def mixed() -> nn.Sequential:
    rng = np.random.default_rng(2)
    return nn.Sequential(
        nn.Conv2d(1, 2, 3, padding=1, rng=rng),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(12, 7, rng=rng),
        nn.Tanh(),
        nn.Linear(7, 6, rng=rng),
        nn.Linear(6, 5, bias=False, rng=rng),
        nn.Sigmoid(),
        lambda x: x * 2.0,
        nn.LayerNorm(5),
        nn.Sequential(nn.Linear(5, 4, rng=rng), nn.GELU()),
        nn.Linear(4, 3, bias=False, rng=rng),
        nn.ReLU(),
        nn.ReLU(),
        nn.Linear(3, 3, rng=rng),
    )


def test_each_layer_takes_what_the_one_before_returns():
    model, x = mixed(), numbers(3, 1, 4, 6)
    leaves = [x, *model.parameters()]
    out = model(x)
    expected = x
    for layer in model:
        expected = layer(expected)
    np.testing.assert_allclose(out.numpy(), expected.numpy(), rtol=1e-12)
    upstream = numbers(3, 3, seed=5).data
    out.backward(upstream)
    fused = all_grads(leaves)
    expected.backward(upstream)
    for one, other in zip(fused, all_grads(leaves), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-13)


def test_gradients_by_nudging():
    model, x = mixed(), numbers(2, 1, 4, 6)
    check_by_nudging(lambda: model(x), x, *model.parameters())


def test_linear_layers_in_a_row_are_one_node():
    model = nn.Sequential(nn.Linear(2, 4, rng=1), nn.ReLU(), nn.Linear(4, 1, rng=2))
    out = model(numbers(3, 2))
    assert out._op == "linear"
    assert len(out._prev) == 5
    assert not any(parent._prev for parent in out._prev)


def test_a_layer_of_ones_own_is_called_and_not_fused():
    class Shifted(nn.ReLU):
        def __call__(self, x):
            return super().__call__(x) + 1.0

    class Doubled(nn.Linear):
        def __call__(self, x):
            return super().__call__(x) * 2.0

    linear, doubled = nn.Linear(2, 3, rng=1), Doubled(3, 3, rng=2)
    x = numbers(4, 2)
    out = nn.Sequential(linear, Shifted(), doubled, nn.ReLU())(x)
    h = np.maximum(linear(x).numpy(), 0) + 1
    expected = np.maximum(2 * (h @ doubled.weight.data.T + doubled.bias.data), 0)
    np.testing.assert_allclose(out.numpy(), expected, rtol=1e-12)


def test_layers_may_be_changed_looked_at_and_taken_apart():
    model = nn.Sequential(nn.Linear(2, 3, rng=1), nn.ReLU())
    x = numbers(4, 2)
    before = model(x).numpy()
    model.layers[1] = nn.Tanh()
    assert not np.allclose(model(x).numpy(), before)
    assert model.append(nn.Linear(3, 1, rng=2)) is model
    assert model(x).shape == (4, 1)
    assert len(model) == 3
    assert isinstance(model[1], nn.Tanh)
    assert model[-1] is model.layers[2]
    assert model[:2](x).shape == (4, 3)
    assert len(model[1:]) == 2
    assert nn.Sequential()(x) is x
    with pytest.raises(MicrokitError, match="Layer 0 is an int: 3"):
        model.append(3)
    assert len(model) == 3


def test_what_is_no_layer_is_refused():
    with pytest.raises(MicrokitError, match=r"Layer 0 is a list.*Write Sequential\(\*layers\)"):
        nn.Sequential([nn.ReLU()])
    with pytest.raises(MicrokitError, match=r"Layer 1 is a str: 'relu'\. A layer is a module"):
        nn.Sequential(nn.ReLU(), "relu")


def test_no_grad_records_nothing():
    model = mixed()
    with no_grad():
        out = model(numbers(2, 1, 4, 6))
    assert out._prev == ()
    assert not out.requires_grad


def test_gradients_leave_grad_alone():
    model, x = (
        nn.Sequential(nn.Linear(2, 3, rng=1), nn.ReLU(), nn.Linear(3, 1, rng=2)),
        numbers(4, 2),
    )
    found = gradients(model(x).sum())
    model(x).sum().backward()
    for parameter in model.parameters():
        np.testing.assert_array_equal(found[parameter], parameter.grad)


def test_the_state_goes_round_and_copies_are_independent():
    model, other = mixed(), mixed()
    for parameter in other.parameters():
        parameter.data += 1.0
    x = numbers(2, 1, 4, 6)
    other.load_state_dict(model.state_dict())
    np.testing.assert_array_equal(other(x).numpy(), model(x).numpy())
    twin = copy.deepcopy(nn.Sequential(*mixed().layers[:8]))
    twin.layers[0].weight.data += 1.0
    assert not np.allclose(twin(x).numpy(), model[:8](x).numpy())
    again = pickle.loads(pickle.dumps(nn.Sequential(nn.Linear(2, 3, rng=1), nn.LeakyReLU())))
    assert again(numbers(4, 2)).shape == (4, 3)


def test_a_wrong_state_changes_nothing():
    model = nn.Sequential(nn.Linear(2, 3, rng=1), nn.BatchNorm1d(3))
    before = model.state_dict()
    wrong = {**before, "layers.1.running_var": np.ones(4)}
    with pytest.raises(MicrokitError):
        model.load_state_dict(wrong)
    for name, item in model.state_dict().items():
        np.testing.assert_array_equal(item, before[name])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_learns_and_stays_in_its_type(dtype):
    rng = np.random.default_rng(3)
    x = rng.normal(size=(40, 2)).astype(dtype)
    t = (x[:, 0] * x[:, 1] > 0).astype(int)
    layers = (
        nn.Linear(2, 16, rng=rng, dtype=dtype),
        nn.Tanh(),
        nn.Linear(16, 2, rng=rng, dtype=dtype),
    )
    model = nn.Sequential(*layers)
    descend = optim.Adam(model.parameters(), lr=0.05)
    first = nn.cross_entropy(model(Tensor(x)), t).item()
    for _ in range(150):
        loss = nn.cross_entropy(model(Tensor(x)), t)
        model.zero_grad()
        loss.backward()
        descend.step()
    assert loss.item() < 0.2 * first
    assert (model(Tensor(x)).numpy().argmax(axis=1) == t).mean() > 0.95
    assert loss.dtype == dtype
    assert all(p.data.dtype == p.grad.dtype == dtype for p in model.parameters())


def test_flatten():
    x = numbers(2, 3, 4, 5)
    assert nn.Flatten()(x).shape == (2, 60)
    np.testing.assert_array_equal(nn.Flatten()(x).numpy(), x.data.reshape(2, 60))
    assert nn.Flatten(0, 1)(x).shape == (6, 4, 5)
    assert nn.Flatten(-2)(x).shape == (2, 3, 20)
    assert nn.Flatten(0)(Tensor(np.zeros((0, 3)))).shape == (0,)
    check_by_nudging(lambda: nn.Flatten(1, 2)(x), x)
    assert repr(nn.Flatten()) == "Flatten()"
    assert repr(nn.Flatten(0, 1)) == "Flatten(0, 1)"
    np.testing.assert_array_equal(nn.Flatten()(x.data).numpy(), x.data.reshape(2, 60))
    for layer, given, says in (
        (nn.Flatten(), Tensor([1.0, 2.0, 3.0]), r"no axis 1 for shape \(3,\)"),
        (nn.Flatten(2, 1), x, r"flatten\(2, 1\) was asked of shape \(2, 3, 4, 5\)"),
    ):
        for flatten in (layer, lambda t, layer=layer: t.flatten(layer.start_dim, layer.end_dim)):
            with pytest.raises(ShapeError, match=says):  # the layer and the method: one rule
                flatten(given)


def test_flatten_of_a_convolution_moves_nothing():
    out = nn.Conv2d(1, 2, 3, rng=1)(numbers(3, 1, 5, 6))
    flat = nn.Flatten()(out)
    assert np.shares_memory(flat.numpy(), out.numpy())
    np.testing.assert_array_equal(flat.numpy(), np.ascontiguousarray(out.numpy()).reshape(3, -1))


def test_dropout_switches_off_and_keeps_the_mean():
    layer, x = nn.Dropout(0.25, rng=1), Tensor(np.full((100, 50), 3.0), requires_grad=True)
    out = layer(x)
    assert set(np.unique(out.numpy())) == {0.0, 4.0}
    assert (out.numpy() == 0).mean() == pytest.approx(0.25, abs=0.02)
    assert out.numpy().mean() == pytest.approx(3.0, rel=0.03)
    out.backward(np.full(x.shape, -2.0))
    np.testing.assert_array_equal(x.grad, np.where(out.numpy() == 0, 0, -2 / 0.75))
    assert (layer(x).numpy() != out.numpy()).any()
    model = nn.Sequential(layer).eval()
    assert model(x) is x
    assert not layer.training
    assert (model.train()(x).numpy() == 0).any()


def test_dropout_extremes():
    x = numbers(3, 4, dtype=np.float32)
    assert nn.Dropout(0.0)(x) is x
    assert (nn.Dropout(1.0)(x).numpy() == 0).all()
    out = nn.Dropout(0.5, rng=2)(x)
    assert out.dtype == np.float32
    out.backward(numbers(3, 4, seed=3).data)
    assert x.grad.dtype == np.float32
    one, again = (nn.Dropout(0.5, rng=7)(x).numpy() for _ in range(2))
    np.testing.assert_array_equal(one, again)
    for p in (-0.1, 1.5, "0.5", float("nan")):
        with pytest.raises(MicrokitError, match="p is a probability, from 0 to 1"):
            nn.Dropout(p)
    assert repr(nn.Dropout(0.3)) == "Dropout(0.3)"
