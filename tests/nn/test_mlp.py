"""Neurons, layers and networks of Values."""

from __future__ import annotations

import math
import random

import pytest

from microkit.engine import Value, topological
from microkit.errors import MicrokitError
from microkit.nn import MLP, Layer, Module, Neuron
from microkit.numeric import gradient


def test_a_neuron_is_a_bent_weighted_sum():
    neuron = Neuron(3, activation="tanh", rng=random.Random(1))
    neuron.b.data = 0.3
    x = [0.5, -2.0, 1.5]
    expected = math.tanh(sum(w.data * xi for w, xi in zip(neuron.w, x, strict=True)) + 0.3)
    assert neuron(x).data == pytest.approx(expected)


def test_a_linear_neuron_is_not_bent():
    neuron = Neuron(1, nonlin=False, rng=random.Random(1))
    neuron.w[0].data = -2.0
    assert neuron([3.0]).data == -6.0
    assert Neuron(1, rng=random.Random(1))([0.0]).data == 0.0


def test_weights_come_from_the_rng():
    first, again = (MLP(2, [4, 1], rng=random.Random(7)).parameters() for _ in range(2))
    assert [p.data for p in first] == [p.data for p in again]
    other = MLP(2, [4, 1], rng=random.Random(8)).parameters()
    assert [p.data for p in first] != [p.data for p in other]
    weights = [p.data for p in first if p.data]
    assert len(set(weights)) == len(weights) == 12
    assert all(-1 <= w <= 1 for w in weights)


def test_parameters_are_counted_once_and_not_shared():
    model = MLP(2, [16, 16, 1], rng=random.Random(1))
    parameters = model.parameters()
    assert len(parameters) == 337
    assert len({id(p) for p in parameters}) == 337
    assert len(Layer(3, 4, rng=random.Random(1)).parameters()) == 16
    assert Neuron(2, rng=random.Random(1)).parameters()[2].data == 0.0


def test_a_shared_part_is_counted_once():
    class Twice(Module):
        def __init__(self):
            self.first = Neuron(2, rng=random.Random(1))
            self.second = self.first
            self.pair = (self.first.b, Value(1.0))
            self.size = 3.0

    assert len(Twice().parameters()) == 4


def test_one_output_is_a_value_and_several_are_a_list():
    rng = random.Random(1)
    assert isinstance(MLP(2, [3, 1], rng)([1.0, 2.0]), Value)
    several = MLP(2, [3, 2], rng)([1.0, 2.0])
    assert isinstance(several, list)
    assert len(several) == 2
    assert isinstance(MLP(2, [1, 1], rng)([1.0, 2.0]), Value)


def test_the_last_layer_is_linear_and_the_others_are_not():
    model = MLP(2, [3, 3, 1], rng=random.Random(1), activation="sigmoid")
    bent = [[neuron.nonlin for neuron in layer.neurons] for layer in model.layers]
    assert bent == [[True] * 3, [True] * 3, [False]]
    model.layers[-1].neurons[0].b.data = -100.0
    assert model([0.5, 0.5]).data < -90


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "leaky_relu", "softplus"])
def test_gradients_agree_with_nudging(activation):
    model = MLP(2, [5, 4, 1], rng=random.Random(4), activation=activation)
    parameters = model.parameters()
    numbers = [p.data for p in parameters]

    def loss(*numbers):
        for p, number in zip(parameters, numbers, strict=True):
            p.data = number
        return float(model([0.5, -1.5]) * model([1.2, 0.7]) * -3.0)

    nudged = gradient(loss, numbers)
    loss(*numbers)
    (model([0.5, -1.5]) * model([1.2, 0.7]) * -3.0).backward()
    assert [p.grad for p in parameters] == pytest.approx(nudged, rel=1e-5, abs=1e-7)
    assert sum(p.grad != 0 for p in parameters) > 10


def test_zero_grad():
    model = MLP(2, [3, 1], rng=random.Random(1))
    model([0.5, 2.0]).backward()
    assert any(p.grad for p in model.parameters())
    model.zero_grad()
    assert all(p.grad == 0.0 for p in model.parameters())


def test_inputs_are_wrapped_once_for_a_layer():
    leaves = [n for n in topological(MLP(2, [5, 1], random.Random(1))([7.0, 8.0])) if not n._prev]
    assert sorted(n.data for n in leaves)[-2:] == [7.0, 8.0]
    assert len(leaves) == 2 + 5 * 3 + 6


def test_an_activation_of_ones_own():
    from microkit.operation import Operation

    class Cube(Operation, method="cube"):
        @staticmethod
        def forward(a):
            return a**3

        @staticmethod
        def backward(g, out, a):
            return (3 * a * a * g,)

    try:
        neuron = Neuron(1, activation="cube", rng=random.Random(1))
        neuron.w[0].data = 2.0
        assert neuron([1.5]).data == 27.0
    finally:
        del Value.cube  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize("name", ["rely", "data", "backward", ""])
def test_no_such_activation(name):
    with pytest.raises(MicrokitError, match=f"There is no activation {name!r}"):
        MLP(2, [3, 1], activation=name)


def test_wrong_sizes():
    model = MLP(2, [3, 1], rng=random.Random(1))
    with pytest.raises(MicrokitError, match=r"takes 2 numbers, and was given 3"):
        model([1.0, 2.0, 3.0])
    for build in (lambda: MLP(2, []), lambda: MLP(0, [1]), lambda: Layer(2, 0)):
        with pytest.raises(MicrokitError, match="Give 1 or more"):
            build()


def test_a_network_says_what_it_is():
    assert repr(MLP(2, [3, 1], random.Random(1), activation="tanh")) == (
        "MLP:\n  Layer of 3 x Neuron(2, activation='tanh')\n  Layer of 1 x Neuron(3, nonlin=False)"
    )
