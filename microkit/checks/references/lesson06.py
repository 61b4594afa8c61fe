"""Lesson 06: the right code."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from microkit.engine import Value
from microkit.nn import MLP


def mse(ys: Sequence[Any], ts: Sequence[float]) -> Any:
    """Return the mean of the squared differences."""
    terms = [(y - t) ** 2 for y, t in zip(ys, ts, strict=True)]
    return sum(terms, Value(0.0)) * (1 / len(ys))


def hinge(ss: Sequence[Any], ts: Sequence[float]) -> Any:
    """Return by how much scores miss a margin of 1, in the mean."""
    terms = [(1 - s * t).relu() for s, t in zip(ss, ts, strict=True)]
    return sum(terms, Value(0.0)) * (1 / len(ss))


def bce(ps: Sequence[Any], ts: Sequence[float]) -> Any:
    """Return the mean binary cross-entropy."""
    terms = [-(p.log() * t + (1 - p).log() * (1 - t)) for p, t in zip(ps, ts, strict=True)]
    return sum(terms, Value(0.0)) * (1 / len(ps))


def l2(params: Sequence[Any], alpha: float) -> Any:
    """Return `alpha` times the sum of the squared parameters."""
    return sum((p * p for p in params), Value(0.0)) * alpha


def softmax(zs: Sequence[Any]) -> list[Any]:
    """Return probabilities in proportion to the exponentials of scores."""
    top = max(z.data for z in zs)
    exps = [(z - top).exp() for z in zs]
    whole = sum(exps, Value(0.0))
    return [e / whole for e in exps]


def cross_entropy(zs: Sequence[Any], target: int) -> Any:
    """Return how surprising the target is."""
    own = zs[target]
    top = max(z.data for z in zs)
    whole = sum(((z - top).exp() for z in zs), Value(0.0))
    return -(own - top - whole.log())


class SGD:
    """Moves parameters against their gradients."""

    def __init__(self, params: Iterable[Any], lr: float) -> None:
        self.params = list(params)
        self.lr = lr

    def step(self) -> None:
        """Move every parameter once."""
        for p in self.params:
            p.data -= self.lr * p.grad


def train(w: Any, target: float, steps: int = 3, lr: float = 0.1) -> list[float]:
    """Walk `w` toward the target, and return the losses on the way."""
    losses = []
    for _ in range(steps):
        loss = (w - target) ** 2
        w.grad = 0.0
        loss.backward()
        w.data -= lr * w.grad
        losses.append(loss.data)
    return losses


def learn(
    points: Sequence[Sequence[float]], labels: Sequence[int], rng: random.Random
) -> Callable[[Sequence[float]], Any]:
    """Train a network, and return what gives a point its score."""
    model = MLP(2, [16, 1], rng=rng)
    optimizer = SGD(model.parameters(), 0.5)
    pairs = list(zip(points, labels, strict=True))
    for _ in range(150):
        batch = rng.sample(pairs, 10)
        loss = hinge([model(point) for point, _ in batch], [label for _, label in batch])
        model.zero_grad()
        loss.backward()
        optimizer.step()
    return model
