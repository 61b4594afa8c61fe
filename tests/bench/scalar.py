"""micrograd's demo, on micrograd and on microkit: [2, 16, 16, 1], 100 moons, hinge and L2.

Both sides run the same lines with the same weights. One turn is one epoch: forward, backward, step.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

SAMPLES = 100
RATE = 0.1
ALPHA = 1e-4


def side(name: str, who: str) -> Callable[[], list[float]]:
    """Return one epoch of the demo as a function, for ``micrograd`` or a way of microkit."""
    points, labels = _moons()
    if who == "micrograd":
        from micrograd.engine import Value
        from micrograd.nn import MLP

        return _demo(Value, MLP(2, [16, 16, 1]), points, labels)
    from microkit import Value, nn

    if who == "fit":
        return _fit(nn.MLP(2, [16, 16, 1]), points, labels)
    return _demo(Value, nn.MLP(2, [16, 16, 1], fused=who == "fused"), points, labels)


def _demo(value: Any, model: Any, points: list, labels: list) -> Callable[[], list[float]]:
    """Return an epoch as micrograd's notebook writes it."""
    _same_weights(model)

    def epoch() -> list[float]:
        inputs = [list(map(value, point)) for point in points]
        scores = list(map(model, inputs))
        losses = [(1 + -label * score).relu() for label, score in zip(labels, scores, strict=True)]
        data_loss = sum(losses) * (1.0 / len(losses))
        reg_loss = ALPHA * sum(p * p for p in model.parameters())
        total = data_loss + reg_loss
        model.zero_grad()
        total.backward()
        gradients = [p.grad for p in model.parameters()]
        for p in model.parameters():
            p.data -= RATE * p.grad
        return [total.data, *gradients]

    return epoch


def _fit(model: Any, points: list, labels: list) -> Callable[[], list[float]]:
    """Return an epoch inside `train.fit`, with the kit's own losses."""
    from microkit import nn, optim, train

    _same_weights(model)
    optimizer = optim.SGD(model.parameters(), lr=RATE)

    def epoch() -> list[float]:
        history = train.fit(
            model,
            nn.hinge,
            (points, labels),
            epochs=1,
            optimizer=optimizer,
            penalty=lambda model: nn.l2(model.parameters(), ALPHA),
            progress=False,
        )
        return [history.losses[-1], *[p.grad for p in model.parameters()]]

    return epoch


def _same_weights(model: Any) -> None:
    """Draw the weights from one seed, in the order of the parameters: micrograd's order."""
    rng = random.Random(1337)
    for parameter in model.parameters():
        parameter.data = rng.uniform(-1, 1)


def _moons() -> tuple[list[list[float]], list[int]]:
    """Return two half moons with a little noise, from one seed."""
    import math

    rng = random.Random(7)
    points, labels = [], []
    for i in range(SAMPLES):
        angle = math.pi * (i // 2) / (SAMPLES // 2 - 1)
        outer = i % 2 == 0
        x = math.cos(angle) if outer else 1 - math.cos(angle)
        y = math.sin(angle) if outer else 0.5 - math.sin(angle)
        points.append([x + rng.gauss(0, 0.1), y + rng.gauss(0, 0.1)])
        labels.append(1 if outer else -1)
    return points, labels
