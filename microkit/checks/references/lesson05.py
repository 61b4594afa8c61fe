"""Lesson 05: the right code."""

from __future__ import annotations

import random
from typing import Any

from microkit.engine import Value


class Neuron:
    """A weighted sum plus a bias, bent by relu."""

    def __init__(self, nin: int, nonlin: bool = True, rng: Any = random) -> None:
        self.w = [Value(rng.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(0.0)
        self.nonlin = nonlin

    def __call__(self, x: list[Any]) -> Any:
        """Return the answer to one row of inputs."""
        total = sum((w * xi for w, xi in zip(self.w, x, strict=True)), self.b)
        return total.relu() if self.nonlin else total

    def parameters(self) -> list[Any]:
        """Return the weights and the bias."""
        return [*self.w, self.b]


class Layer:
    """Neurons side by side."""

    def __init__(self, nin: int, nout: int, nonlin: bool = True, rng: Any = random) -> None:
        self.neurons = [Neuron(nin, nonlin, rng) for _ in range(nout)]

    def __call__(self, x: list[Any]) -> Any:
        """Return the answer of each neuron."""
        return [neuron(x) for neuron in self.neurons]

    def parameters(self) -> list[Any]:
        """Return the parameters of all neurons."""
        return [p for neuron in self.neurons for p in neuron.parameters()]


class MLP:
    """Layers in a row, the last one linear."""

    def __init__(self, nin: int, nouts: list[int], rng: Any = random) -> None:
        sizes = [nin, *nouts]
        last = len(nouts) - 1
        self.layers = [Layer(sizes[i], sizes[i + 1], i != last, rng=rng) for i in range(len(nouts))]

    def __call__(self, x: Any) -> Any:
        """Return the answer of the last layer; a single one without a list around it."""
        for layer in self.layers:
            x = layer(x)
        return x[0] if len(x) == 1 else x

    def parameters(self) -> list[Any]:
        """Return the parameters of all layers."""
        return [p for layer in self.layers for p in layer.parameters()]

    def zero_grad(self) -> None:
        """Clear every gradient."""
        for p in self.parameters():
            p.grad = 0.0
