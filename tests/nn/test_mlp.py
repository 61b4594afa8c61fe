"""Neurons, layers and networks of Values."""

from __future__ import annotations

import copy
import math
import pickle
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microkit.engine import Value, no_grad, topological
from microkit.errors import MicrokitError
from microkit.graph import trace
from microkit.nn import MLP, Layer, Module, Neuron
from microkit.nn.mlp import at_rest
from microkit.numeric import gradient
from microkit.sums import total


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


@settings(derandomize=True, deadline=None, max_examples=25)
@given(
    sizes=st.lists(st.integers(1, 5), min_size=1, max_size=3),
    activation=st.sampled_from(["relu", "leaky_relu", "tanh", "sigmoid", "softplus"]),
    x=st.lists(st.floats(-2, 2), min_size=3, max_size=3),
    seed=st.integers(0, 99),
)
def test_fused_and_unfused_are_the_same_network(sizes, activation, x, seed):
    def told(fused):
        model = MLP(3, sizes, activation=activation, rng=random.Random(seed), fused=fused)
        inputs = [Value(xi) for xi in x]
        out = total([model(inputs)] if sizes[-1] == 1 else model(inputs)) * -3.0
        out.backward()
        return [out.data, *(node.grad for node in (*inputs, *model.parameters()))]

    assert told(True) == pytest.approx(told(False), rel=1e-9, abs=1e-12)


def test_one_node_for_a_sum_or_one_for_every_step():
    x = [Value(1.0), Value(2.0)]
    fused = Neuron(2, activation="tanh", rng=random.Random(1))
    assert trace(fused(x)).counts() == {"": 5, "tanh dot": 1}
    assert trace(Neuron(2, activation="softplus")(x)).counts() == {"": 5, "dot": 1, "softplus": 1}
    assert trace(Neuron(2, nonlin=False)(x)).counts() == {"": 5, "dot": 1}
    steps = Neuron(2, activation="tanh", rng=random.Random(1), fused=False)
    assert trace(steps(x)).counts() == {"": 5, "*": 2, "+": 2, "tanh": 1}
    assert trace(MLP(2, [3, 1], fused=False)(x)).counts()["*"] == 9  # pyright: ignore[reportArgumentType]


def test_the_generator_may_stand_where_dropout_does():
    here, there = (random.Random(1) for _ in range(2))
    assert Neuron(2, True, here).w[1].data == Neuron(2, rng=there).w[1].data
    assert Layer(2, 3, True, here)([1.0, 2.0])[0].data == Layer(2, 3, rng=there)([1.0, 2.0])[0].data
    assert MLP(2, [1], here).parameters()[0].data == MLP(2, [1], rng=there).parameters()[0].data
    assert len(MLP(2, [3, 1], random).parameters()) == 13  # pyright: ignore[reportArgumentType]


def test_dropout_silences_some_and_the_others_speak_louder():
    neuron = Neuron(1, nonlin=False, dropout=0.25, rng=random.Random(1))
    neuron.w[0].data = 3.0
    answers = [neuron([2.0]).data for _ in range(4000)]
    assert set(answers) == {0.0, 8.0}
    assert 0.22 < answers.count(0.0) / 4000 < 0.28
    assert repr(neuron) == "Neuron(1, nonlin=False, dropout=0.25)"
    neuron.eval()
    assert neuron([2.0]).data == 6.0
    neuron.train()
    assert any(neuron([2.0]).data == 0.0 for _ in range(100))


def test_gradients_of_dropout():
    neuron = Neuron(1, nonlin=False, dropout=0.5, rng=random.Random(1))
    seen = set()
    for _ in range(50):
        neuron.zero_grad()
        out = neuron([2.0])
        (out * -3.0).backward()
        seen.add((out.data == 0.0, neuron.w[0].grad))
    assert seen == {(True, 0.0), (False, -12.0)}


def test_dropout_is_switched_for_all_layers_and_spares_the_last():
    model = MLP(2, [4, 4, 1], dropout=0.5, rng=random.Random(1))
    assert [layer.neurons[0].dropout for layer in model.layers] == [0.5, 0.5, 0.0]
    assert len({model([0.5, 2.0]).data for _ in range(30)}) > 2  # pyright: ignore[reportAttributeAccessIssue]
    model.eval()
    assert len({model([0.5, 2.0]).data for _ in range(30)}) == 1  # pyright: ignore[reportAttributeAccessIssue]
    assert MLP(2, [4, 1], rng=random.Random(1)).train()([0.5, 2.0]) is not None


def test_the_same_seed_drops_the_same():
    first, again = (MLP(2, [8, 1], 0.5, rng=random.Random(5)) for _ in range(2))
    for _ in range(10):
        assert float(first([0.5, 2.0])) == float(again([0.5, 2.0]))  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("dropout", [-0.1, 1, 1.5, float("nan")])
def test_dropout_is_a_share(dropout):
    for build in (lambda: Neuron(2, dropout=dropout), lambda: MLP(2, [3, 1], dropout)):
        with pytest.raises(MicrokitError, match="no share of the time"):
            build()


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
    neuron = Neuron(1, activation=Cube, rng=random.Random(1))  # the class itself will do, too
    neuron.w[0].data = 2.0
    out = neuron([1.5])
    assert (out.data, out._op) == (27.0, "cube")
    assert repr(neuron) == "Neuron(1, activation='cube')"
    (out * -1.0).backward()
    assert neuron.w[0].grad == pytest.approx(-3 * 9 * 1.5)


@pytest.mark.parametrize("name", ["rely", "data", "backward", ""])
def test_no_such_activation(name):
    with pytest.raises(MicrokitError, match=f"There is no activation {name!r}"):
        MLP(2, [3, 1], activation=name)


@pytest.mark.parametrize("activation", [None, 3, abs, Value, "maximum", "__add__"])
def test_what_is_no_activation(activation):
    with pytest.raises(MicrokitError, match=r"no activation|an operation of 2 numbers"):
        Neuron(2, activation=activation)


@pytest.mark.parametrize("x", [3.0, Value(1.0), None])
def test_what_is_no_row(x):
    for part in (Neuron(1), Layer(1, 2), MLP(1, [2, 1])):
        with pytest.raises(MicrokitError, match="takes one row of numbers"):
            part(x)
    with pytest.raises(MicrokitError, match="nouts is a list of sizes"):
        MLP(2, 16)  # pyright: ignore[reportArgumentType]


def test_an_array_is_a_row():
    numpy = pytest.importorskip("numpy")
    model = MLP(2, [3, 1], rng=random.Random(1))
    assert float(model(numpy.array([0.5, 2.0]))) == float(model([0.5, 2.0]))  # pyright: ignore[reportArgumentType]


def test_without_a_graph():
    with no_grad():
        for fused in (True, False):
            out = MLP(2, [3, 1], rng=random.Random(1), fused=fused)([0.5, 2.0])
            assert isinstance(out, Value)
            assert out._prev == ()


def test_copies_and_pickles():
    model = MLP(2, [3, 1], 0.2, "tanh", random.Random(1))
    for twin in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert twin.eval()([0.5, 2.0]).data == model.eval()([0.5, 2.0]).data
        twin.parameters()[0].data += 1
        assert twin([0.5, 2.0]).data != model([0.5, 2.0]).data


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: Neuron(2, "tanh"), "nonlin is True or False, .*activation='tanh'"),
        (lambda: Layer(2, 2, "tanh"), "nonlin is True or False"),
        (lambda: Neuron(2, random.Random(1)), "nonlin is True or False"),
        (lambda: MLP(2, [3, 1], "tanh"), "by name: activation='tanh'"),
        (lambda: MLP(2, [3, 1], 1), "by name, as in rng=1"),
        (lambda: MLP(2, [3.0, 1]), r"nouts\[0\] is a whole number.* given as 3\.0"),
        (lambda: MLP("2", [3, 1]), "nin is a whole number"),
        (lambda: MLP(2, "31"), "nouts is a list"),
        (lambda: Layer(2, True), "nout is a whole number"),
        (lambda: MLP(2, [3, 1], rng="seed"), "rng is 'seed', a str"),
    ],
)
def test_arguments_in_the_wrong_place(build, says):
    with pytest.raises(MicrokitError, match=says):
        build()


@pytest.mark.parametrize("seed", [1, np.int64(1), random.Random(1)], ids=["int", "numpy", "rng"])
def test_a_seed_is_a_generator(seed):
    def state(rng):
        return MLP(2, [np.int64(3), 1], rng=rng).state_dict()

    assert state(seed) == state(random.Random(1))
    drawn = state(np.random.default_rng(1))
    assert drawn == state(np.random.default_rng(1))
    assert len(set(drawn.values())) == 9 + 1  # each weight is another number, each bias is 0


def test_wrong_sizes():
    model = MLP(2, [3, 1], rng=random.Random(1))
    with pytest.raises(MicrokitError, match=r"takes 2 numbers, and was given 3"):
        model([1.0, 2.0, 3.0])
    for build in (lambda: MLP(2, []), lambda: MLP(0, [1]), lambda: Layer(2, 0)):
        with pytest.raises(MicrokitError, match="1 or more"):
            build()


def test_a_network_says_what_it_is():
    assert repr(MLP(2, [3, 1], random.Random(1), activation="tanh")) == (
        "MLP:\n  Layer of 3 x Neuron(2, activation='tanh')\n  Layer of 1 x Neuron(3, nonlin=False)"
    )


@pytest.mark.parametrize(
    "options",
    [{}, {"activation": "tanh"}, {"activation": "softplus"}, {"dropout": 0.5}, {"fused": False}],
    ids=str,
)
@pytest.mark.parametrize("sizes", [[4, 1], [3, 2], [2]], ids=str)
def test_at_rest_a_model_answers_the_same(options, sizes):
    results = []
    for way in (lambda model: model, at_rest):
        model = MLP(2, sizes, rng=random.Random(1), **options)
        answer = way(model)
        outputs = [answer(x) for x in ([0.5, -1.0], (Value(2.0), 3), [0.0, 0.25])]
        flat = [y for out in outputs for y in (out if isinstance(out, list) else [out])]
        assert all(type(out) in (Value, list) for out in outputs)
        total([y * y for y in flat]).backward()
        results.append([[y.data for y in flat], [p.grad for p in model.parameters()]])
    assert results[0] == results[1]


def test_at_rest_weights_are_read_only_once():
    model = MLP(1, [1], rng=random.Random(1))
    answer = at_rest(model)
    before = model([2.0]).data
    model.layers[0].neurons[0].b.data = 7.0
    assert answer([2.0]).data == before
    assert at_rest(model)([2.0]).data == before + 7.0


def test_at_rest_a_part_of_ones_own_is_called_as_it_is():
    class Loud(Neuron):
        def __call__(self, x):
            return super().__call__(x) * 10

    class Own(MLP):
        def __call__(self, x):
            return x

    model = MLP(2, [2, 1], rng=random.Random(1))
    model.layers[0].neurons[1] = Loud(2, rng=random.Random(2))
    assert at_rest(model)([0.5, -1.0]).data == model([0.5, -1.0]).data
    model.layers.insert(1, lambda outputs: [y * 2 for y in outputs])
    assert at_rest(model)([0.5, -1.0]).data == model([0.5, -1.0]).data
    assert at_rest(Own(2, [1]))("x") == "x"
    assert at_rest(math.sin) is math.sin


def test_at_rest_errors_are_the_same():
    layer = Layer(2, 2, rng=random.Random(1))
    for x in ([1.0], 3.0, ["a", "b"]):
        with pytest.raises(MicrokitError) as plain:
            layer(x)  # pyright: ignore[reportArgumentType]
        with pytest.raises(MicrokitError) as resting:
            at_rest(layer)(x)
        assert str(plain.value) == str(resting.value)
