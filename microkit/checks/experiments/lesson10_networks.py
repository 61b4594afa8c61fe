"""Lesson 10: a layer with weights that are set from outside, and digits kept back from training."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from microkit import Tensor, data
from microkit.checks.experiments.lesson10_numbers import numbers
from microkit.checks.observer import Observer


def linear(student: Any, rng: random.Random, see: Observer) -> None:
    """Set the weights of a layer: what it computes, what backward leaves, what it lists."""
    seed = rng.randrange(1000)

    def made(seed: int, nin: int = 3, nout: int = 2) -> Any:
        return student.Linear(nin, nout, np.random.default_rng(seed))

    layer = see.make("sums", "Linear(3, 2, rng)", made, seed)
    weight, bias, x = numbers(rng, 3, 2), np.abs(numbers(rng, 2)), numbers(rng, 4, 3)

    def outputs(x: Any, bias: Any) -> Any:
        _set(layer.weight, weight)
        _set(layer.bias, bias)
        return layer(Tensor(x)).numpy()

    label = f"layer({x.tolist()}) with weights {weight.tolist()}, a row for each input, biases 0"
    see("sums", label, outputs, x, None)
    label = f"layer of zeros with biases {bias.tolist()}"
    see("bias", label, outputs, np.zeros((2, 3)), bias)
    see(
        "gradients",
        "whether weight and bias ask for a gradient",
        lambda: [bool(p.requires_grad) for p in (layer.weight, layer.bias)],
    )
    c = numbers(rng, 4, 2)

    def learned() -> Any:
        _set(layer.weight, weight)
        _set(layer.bias, None)
        layer.weight.grad = layer.bias.grad = None
        (layer(Tensor(x)) * Tensor(c)).sum().backward()
        return _inputs_first(layer.weight.grad)

    label = f"after (layer(x) * c).sum().backward() with x = {x.tolist()}, c = {c.tolist()}"
    see("gradients", f"weight.grad, a row for each input, {label}", learned)
    see("gradients", f"bias.grad {label}", lambda: np.ravel(layer.bias.grad))

    def listed() -> list[int]:
        found = list(layer.parameters())
        own = [sum(p is one for p in found) for one in (layer.weight, layer.bias)]
        return [*own, len(found)]

    see("parameters", "how often parameters() lists weight, bias, anything", listed)
    layers = [see.make("start", "Linear(4, 3, rng)", made, s, 4, 3) for s in (seed, seed, seed + 1)]

    def drawn(which: int) -> Any:
        return np.ravel(layers[which].weight.data)

    label = "how many different weights Linear(4, 3, rng) has"
    see("start", label, lambda: len(set(drawn(0).tolist())))
    label = "whether two generators with the same seed, and with another, give the same weights"
    see("start", label, lambda: [bool((drawn(0) == drawn(i)).all()) for i in (1, 2)])
    label = "the largest bias of Linear(4, 3, rng), its sign apart"
    see("start", label, lambda: float(np.abs(layers[0].bias.data).max()))
    for nin, nout in ((16, 40), (1600, 4)):

        def size(nin: int = nin, nout: int = nout) -> float:
            weights = made(seed, nin, nout).weight.data
            return round(float((nin * np.mean(weights**2)) ** 0.5), 3)

        label = f"usual size of the weights of Linear({nin}, {nout}, rng), times the root of {nin}"
        see("start", label, size, accept={"between": [0.5, 2.0]})


def digits(student: Any, rng: random.Random, see: Observer) -> None:
    """Show digits that were kept back from training, in an order of chance."""
    _, (images, labels) = data.split(*data.digits(), test=0.2, rng=10)
    order = rng.sample(range(len(labels)), len(labels))
    images, labels = images[order], labels[order]
    seven = images[:7]

    def found(images: Any) -> Any:
        return np.asarray(student.classify(images.copy()))

    def whole() -> bool:
        labels = found(seven)
        return bool(np.all(labels == labels.astype(int)))

    see("shape", "shape of classify(7 images)", lambda: list(found(seven).shape))
    see("whole", "whether classify(7 images) gives whole numbers", whole)

    def changed() -> bool:
        among, alone = found(images[:60]), [found(images[i : i + 1])[0] for i in range(60)]
        return not all(np.allclose(one, two) for one, two in zip(among, alone, strict=True))

    see(
        "each",
        "whether any of 60 images gets another label when it comes alone",
        changed,
        steps=5_000_000,
    )

    def right() -> float:
        return round(float((found(images) == labels).mean()), 4)

    asked = f"share of {len(labels)} held-out digits that classify gets right"
    see("guess", asked, right, accept={"between": [0.3, 1]})
    see("learned", asked, right, accept={"between": [0.9, 1]})


def _set(parameter: Any, given: Any) -> None:
    """Give a parameter these numbers, turned if its axes are; zeros without any."""
    now = parameter.data
    given = np.zeros(now.shape) if given is None else given
    turned = given.T if now.shape == given.T.shape else given
    parameter.data = turned.reshape(now.shape).astype(now.dtype)


def _inputs_first(weights: Any) -> Any:
    """Return an array of 3 x 2 weights with a row for each input, whichever way it came."""
    weights = np.asarray(weights)
    return weights.T if weights.shape == (2, 3) else weights
