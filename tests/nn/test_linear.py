"""`Linear` and `Embedding`, and the fused operation behind linear layers."""

from __future__ import annotations

import random

import numpy as np
import pytest
from support.nudging import all_grads, check_by_nudging, numbers

from microkit import Tensor, nn
from microkit.errors import MicrokitError, NumberError, ShapeError
from microkit.nn.bend import RELU, SIGMOID, TANH, BendLeakyReLU
from microkit.nn.fused import Affine

BENDS = {"none": None, "relu": RELU, "tanh": TANH, "sigmoid": SIGMOID, "leaky": BendLeakyReLU(0.2)}


@pytest.mark.parametrize("bend", BENDS)
@pytest.mark.parametrize("shape", [(5, 3), (3,), (2, 4, 3), (1, 3)])
def test_the_fused_operation_by_nudging(bend, shape):
    x, w, b = numbers(*shape), numbers(4, 3, seed=2), numbers(4, seed=3)
    v, c = numbers(2, 4, seed=5), numbers(2, seed=6)
    check_by_nudging(lambda: Affine.of(x, w, b, bends=(BENDS[bend],)), x, w, b)
    check_by_nudging(lambda: Affine.of(x, w, bends=(BENDS[bend],)), x, w)
    two = (BENDS[bend], TANH)
    check_by_nudging(lambda: Affine.of(x, w, b, v, c, bends=two), x, w, b, v, c)


def test_what_is_frozen_hears_nothing_and_the_rest_the_same():
    leaves = [numbers(*s, seed=i) for i, s in enumerate([(5, 3), (4, 3), (4,), (2, 4), (2,)])]

    def grads(frozen):
        for i, leaf in enumerate(leaves):
            leaf.requires_grad = i not in frozen
        Affine.of(*leaves, bends=(RELU, None)).backward(numbers(5, 2, seed=9).data)
        return all_grads(leaves)

    everything = grads(())
    for frozen in [(0,), (0, 1), (0, 1, 2), (0, 1, 2, 3), (1, 2), (3,), (4,), (0, 1, 2, 4), (2, 0)]:
        for i, (some, full) in enumerate(zip(grads(frozen), everything, strict=True)):
            if i in frozen:
                assert some is None
            else:
                np.testing.assert_array_equal(some, full)


def test_linear_is_what_numpy_says():
    layer = nn.Linear(3, 2, rng=1)
    x = numbers(4, 3).data
    expected = x @ layer.weight.data.T + layer.bias.data
    np.testing.assert_allclose(layer(Tensor(x)).numpy(), expected, rtol=1e-12)
    np.testing.assert_allclose(layer(x).numpy(), expected, rtol=1e-12)  # a plain array, too
    empty = layer(Tensor(np.zeros((0, 3))))
    assert empty.shape == (0, 2)
    empty.backward(np.zeros((0, 2)))
    assert (layer.weight.grad == 0).all()


def test_the_layer_computes_in_the_type_of_its_weights():
    layer = nn.Linear(3, 2, rng=1, dtype="float32")
    for dtype in (np.float32, np.float64):
        x = numbers(4, 3, dtype=dtype)
        out = layer(x)
        assert out.dtype == np.float32
        out.backward(np.full((4, 2), -2.0))
        assert x.grad.dtype == dtype
        assert layer.weight.grad.dtype == layer.bias.grad.dtype == np.float32
    assert layer(np.array([[1, 2, 3]])).dtype == np.float32  # whole numbers
    assert nn.Linear(3, 2).weight.dtype == np.float64


def test_initial_values_are_those_of_pytorch():
    layer = nn.Linear(16, 500, rng=1)
    for parameter in layer.parameters():
        assert np.abs(parameter.data).max() <= 0.25
        assert np.abs(parameter.data).max() > 0.24
        assert parameter.data.std() == pytest.approx(0.25 / np.sqrt(3), rel=0.1)
    conv = nn.Conv2d(4, 100, (2, 8), rng=1)  # 64 numbers in a window
    assert 0.12 < np.abs(conv.weight.data).max() <= 0.125
    assert 0.1 < np.abs(conv.bias.data).max() <= 0.125
    table = nn.Embedding(200, 20, rng=1).weight.data
    assert table.mean() == pytest.approx(0, abs=0.05)
    assert table.std() == pytest.approx(1, rel=0.05)


def test_an_untrained_network_for_ten_classes_knows_nothing():
    x, t = numbers(200, 64).data, np.arange(200) % 10
    model = nn.Sequential(nn.Linear(64, 32, rng=1), nn.ReLU(), nn.Linear(32, 10, rng=2))
    assert nn.cross_entropy(model(x), t).item() == pytest.approx(np.log(10), rel=0.05)


def test_a_seed_gives_the_same_numbers_and_a_generator_goes_on():
    one, again = nn.Linear(3, 2, rng=5), nn.Linear(3, 2, rng=5)
    np.testing.assert_array_equal(one.weight.data, again.weight.data)
    rng = np.random.default_rng(5)
    first, second = nn.Linear(3, 2, rng=rng), nn.Linear(3, 2, rng=rng)
    np.testing.assert_array_equal(first.weight.data, one.weight.data)
    assert (second.weight.data != first.weight.data).all()
    assert (nn.Linear(3, 2).weight.data != nn.Linear(3, 2).weight.data).any()


def test_wrong_shapes_say_what_would_fit():
    layer = nn.Linear(3, 2, rng=1)
    with pytest.raises(ShapeError, match=r"takes 3 features, and its input has shape \(4, 5\): 5"):
        layer(Tensor(np.zeros((4, 5))))
    with pytest.raises(ShapeError, match=r"shape \(N, 3\).*Flatten"):
        layer(Tensor(np.zeros((4, 1, 8, 8))))
    with pytest.raises(ShapeError, match=r"its input has shape \(\)"):
        layer(Tensor(2.0))
    model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(5, 2))
    with pytest.raises(ShapeError, match=r"Linear\(5, 2\) takes 5 features, and the .* makes 4"):
        model(Tensor(np.zeros((6, 3))))


@pytest.mark.parametrize("size", [0, -1, 2.5, "3", None, True])
def test_sizes_are_whole_numbers_above_0(size):
    for build in (nn.Linear, nn.Embedding):
        with pytest.raises(MicrokitError, match="whole number, 1 or more"):
            build(size, 2)
        with pytest.raises(MicrokitError, match="whole number, 1 or more"):
            build(2, size)


def test_rng_and_dtype():
    for rng, says in (("seed", "rng is 'seed', a str. Give a"), (-1, "rng is -1, an int. Give a")):
        with pytest.raises(MicrokitError, match=says):
            nn.Linear(3, 2, rng=rng)
    shared = random.Random(1)
    first, second = nn.Linear(3, 2, rng=shared), nn.Linear(3, 2, rng=shared)
    assert first.weight.tolist() == nn.Linear(3, 2, rng=random.Random(1)).weight.tolist()
    assert first.weight.tolist() != second.weight.tolist()
    for dtype in (int, "int64", "nonsense"):
        with pytest.raises(MicrokitError, match="floating point dtype"):
            nn.Linear(3, 2, dtype=dtype)


def test_embedding_adds_up_what_a_row_hears():
    table = nn.Embedding(4, 2, rng=1)
    check_by_nudging(lambda: table([[0, 3, 3], [3, 1, 0]]), table.weight)
    assert (table.weight.grad[2] == 0).all()
    np.testing.assert_array_equal(table(2).numpy(), table.weight.data[2])
    assert table([]).shape == (0, 2)
    assert table(Tensor([1, 1])).shape == (2, 2)


def test_embedding_refuses_what_is_no_symbol():
    table = nn.Embedding(4, 2, rng=1)
    for wrong in ([4], [-1], [[0, 7]]):
        with pytest.raises(MicrokitError, match="0 to 3"):
            table(wrong)
    with pytest.raises(MicrokitError, match=r"whole numbers.*float64"):
        table([0.5])


def test_repr():
    assert repr(nn.Linear(3, 2)) == "Linear(3, 2)"
    assert repr(nn.Linear(3, 2, bias=False)) == "Linear(3, 2, bias=False)"
    assert repr(nn.Embedding(4, 2)) == "Embedding(4, 2)"


def test_a_forgotten_number_is_a_number_error():
    with pytest.raises(NumberError):
        nn.Linear(3, 2, rng=1)("abc")
