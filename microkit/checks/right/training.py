"""What the loop of lesson 06 is written with: a right loss and a right optimizer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


def mse(ys: Sequence[Any], ts: Sequence[Any]) -> Any:
    """Return the mean of the squared differences."""
    return sum((y - t) ** 2 for y, t in zip(ys, ts, strict=True)) * (1 / len(ys))


class SGD:
    """Walk downhill."""

    def __init__(self, params: Iterable[Any], lr: float = 0.01) -> None:
        self.params, self.lr = list(params), lr

    def zero_grad(self) -> None:
        """Clear every gradient."""
        for p in self.params:
            p.grad = 0.0

    def step(self) -> None:
        """Move each parameter against its gradient."""
        for p in self.params:
            p.data -= self.lr * p.grad
