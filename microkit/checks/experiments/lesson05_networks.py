"""Lesson 05: a Layer made of lent neurons, and an MLP made of lent layers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from microkit.checks.experiments.lesson05_parts import (
    alike,
    answers,
    differing,
    each_once,
    in_use,
    shared,
    sides,
    weights_of,
)
from microkit.checks.lend import lent, values_of
from microkit.checks.observer import Observer
from microkit.checks.probes import away_from_whole

Built = tuple[Any, list[Any]]


def layer(student: Any, rng: random.Random, see: Observer) -> None:
    """Build layers of neurons that note how they were made, and set the weights of these."""
    from microkit.checks.right.neuron import neuron_of

    with values_of(student.Layer) as value:
        neuron: Any = neuron_of(value)

        def build(*sizes: int, nonlin: bool = True, source: random.Random | None = None) -> Built:
            neuron.made.clear()
            made = student.Layer(*sizes, nonlin, source or random.Random(7))
            return made, list(neuron.made)

        with lent(student.Layer, Neuron=neuron):
            _layer_answers(rng, see, build, value)
            _layer_rng(rng, see, build)


def _layer_answers(rng: random.Random, see: Observer, build: Any, value: type) -> None:
    made = see.make("neurons", "Layer(2, 3, True, rng)", build, 2, 3)
    see("neurons", "how many neurons Layer(2, 3, True, rng) made", lambda: len(made[1]))
    see(
        "neurons",
        "how many inputs the neurons of Layer(2, 3, True, rng) take",
        lambda: each_once(one.nin for one in made[1]),
    )
    x = [away_from_whole(rng, 1.2, 3.8), away_from_whole(rng, 1.2, 3.8)]
    w = [[away_from_whole(rng, 1.2, 3.8) for _ in range(2)] for _ in range(3)]
    down = [[-number for number in row] for row in w]

    def ask(rows: Sequence[Sequence[float]], inputs: Sequence[Any], nonlin: bool = True) -> Any:
        made, neurons = build(2, len(rows), nonlin=nonlin)
        _set(neurons, rows)
        return made(inputs)

    for rows in (w, w[:1]):
        see(
            "answers",
            f"Layer(2, {len(rows)}, True, rng) with the weights {rows}, on {x}",
            lambda rows=rows: answers(ask(rows, x)),
        )

    def gradients() -> list[Any]:
        inputs = [value(one) for one in x]
        first, second, third = _list(ask(w, inputs))
        (first * -2.3 + second * 1.7 + third * 3.1).backward()
        return [one.grad for one in inputs]

    see(
        "gradients",
        "the gradients of the inputs when -2.3, 1.7 and 3.1 arrive at the three answers",
        gradients,
    )
    below = "where the answers of Layer(2, 3, {}, rng) lie when all weighted sums are below 0"
    for nonlin in (True, False):
        see(
            "nonlin",
            below.format(nonlin),
            lambda nonlin=nonlin: sides(answers(ask(down, x, nonlin))),
        )


def _layer_rng(rng: random.Random, see: Observer, build: Any) -> None:
    seed = rng.random()

    def weights(source: random.Random | None = None) -> list[list[Any]]:
        return weights_of(build(2, 3, source=source or random.Random(seed))[1])

    see(
        "rng",
        "how many neurons differ between two layers from equal rngs",
        lambda: differing(weights(), weights()),
    )
    once = random.Random(seed)
    see(
        "rng",
        "how many neurons are the same in two layers from one rng",
        lambda: shared(weights(once), weights(once)),
    )
    see(
        "rng",
        "how many pairs of neurons in one layer share a weight",
        lambda: alike(build(2, 3)[1]),
    )


def mlp(student: Any, rng: random.Random, see: Observer) -> None:
    """Build networks of layers that note how they were made, and set the weights of these."""
    from microkit.checks.right.layer import layer_of
    from microkit.checks.right.neuron import neuron_of

    with values_of(student.MLP) as value:
        neuron: Any = neuron_of(value)
        right: Any = layer_of(neuron)

        def build(nin: int, nouts: list[int], source: random.Random | None = None) -> Built:
            right.made.clear()
            made = student.MLP(nin, nouts, source or random.Random(7))
            return made, in_use(made, nin, right.made)

        with lent(student.MLP, Layer=right, Neuron=neuron):
            _mlp_sizes(see, build)
            _mlp_answers(rng, see, build, value)
            _mlp_rng(rng, see, build)


def _mlp_sizes(see: Observer, build: Any) -> None:
    for nin, nouts in ((3, [4, 5, 2]), (2, [6, 1])):
        given = list(nouts)
        see(
            "sizes",
            f"the layers that MLP({nin}, {nouts}, rng) made, each as [inputs, neurons]",
            lambda nin=nin, given=given: [[one.nin, one.nout] for one in build(nin, given)[1]],
        )
    given = [4, 5, 2]
    see("untouched", "the list [4, 5, 2] after MLP(3, [4, 5, 2], rng)", _after, build, given)


def _after(build: Any, given: list[int]) -> list[int]:
    build(3, given)
    return given


def _mlp_answers(rng: random.Random, see: Observer, build: Any, value: type) -> None:
    x = [away_from_whole(rng, 1.2, 2.8) for _ in range(3)]
    plain, mirrored = [4, 5, 2], [2, 5, 2]  # in the second, the last is not told by its size
    rows = _rows(rng, 3, plain)
    end = [away_from_whole(rng, 1.2, 2.4), away_from_whole(rng, 2.6, 3.8)]
    others = _rows(rng, 3, mirrored)

    def ask(
        turned: Sequence[int] = (),
        inputs: Sequence[Any] = x,
        bias: float = 0.0,
        nouts: list[int] = plain,
    ) -> Any:
        """Ask a network all of whose weights are positive, except those of the turned layers."""
        made, layers = build(3, list(nouts))
        known = rows if nouts is plain else others
        for place, (one, weights) in enumerate(zip(layers, known, strict=False)):
            sign = -1 if place in turned else 1
            _set(one.neurons, [[sign * w for w in row] for row in weights])
        for one, held in zip(layers[-1].neurons, end, strict=False):
            one.b.data = bias * held
        return made(inputs)

    see(
        "chained",
        f"MLP(3, [4, 5, 2], rng) with weights that are all positive, on {x}",
        lambda: answers(ask()),
    )

    def gradients() -> list[Any]:
        inputs = [value(one) for one in x]
        first, second = _list(ask(inputs=inputs))
        (first * -2.3 + second * 1.7).backward()
        return [one.grad for one in inputs]

    see(
        "chained",
        "the gradients of the inputs when -2.3 and 1.7 arrive at the two answers",
        gradients,
    )
    # A first layer that lets numbers below 0 through is heard only where the second turns them.
    for turned, nouts in (((0, 1), plain), ((1,), plain), ((0, 1), mirrored)):
        which = " and ".join(str(place + 1) for place in turned)
        see(
            "hidden",
            f"MLP(3, {nouts}, rng) when all weights in layer {which} are below 0, and the biases "
            f"of the last layer are {end}",
            lambda turned=turned, nouts=nouts: answers(ask(turned, bias=1.0, nouts=nouts)),
        )
    for nouts in (plain, mirrored):
        see(
            "last",
            f"where the answers of MLP(3, {nouts}, rng) lie when the last sums are below 0",
            lambda nouts=nouts: sides(answers(ask([2], nouts=nouts))),
        )


def _rows(rng: random.Random, nin: int, nouts: Sequence[int]) -> list[list[list[float]]]:
    """Return weights above 0 for each neuron of a network, layer by layer."""
    return [
        [[away_from_whole(rng, 0.1, 0.9) for _ in range(ins)] for _ in range(outs)]
        for ins, outs in pairwise([nin, *nouts])
    ]


def _mlp_rng(rng: random.Random, see: Observer, build: Any) -> None:
    seed = rng.random()

    def neurons(source: random.Random | None = None) -> list[Any]:
        layers = build(2, [3, 3, 3], source or random.Random(seed))[1]
        return [one for layer in layers for one in layer.neurons]

    def weights(source: random.Random | None = None) -> list[list[Any]]:
        return weights_of(neurons(source))

    see(
        "rng",
        "how many neurons differ between two networks from equal rngs",
        lambda: differing(weights(), weights()),
    )
    once = random.Random(seed)
    see(
        "rng",
        "how many neurons are the same in two networks from one rng",
        lambda: shared(weights(once), weights(once)),
    )
    see("rng", "how many pairs of neurons in one network share a weight", lambda: alike(neurons()))


def _set(neurons: Sequence[Any], rows: Sequence[Sequence[float]]) -> None:
    """Give neurons these weights, as far as there are any."""
    for one, row in zip(neurons, rows, strict=False):
        for w, held in zip(one.w, row, strict=False):
            w.data = held


def _list(out: Any) -> list[Any]:
    return list(out) if isinstance(out, list | tuple) else [out]
