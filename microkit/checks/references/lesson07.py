"""Lesson 07: the right code."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any


class SGD:
    """Downhill with a velocity for each parameter."""

    def __init__(self, params: Sequence[Any], lr: float, momentum: float = 0.0) -> None:
        self.params, self.lr, self.mu = list(params), lr, momentum
        self.v = [0.0] * len(self.params)

    def step(self) -> None:
        """Move each parameter by its velocity."""
        for i, p in enumerate(self.params):
            g = p.grad
            self.v[i] = self.mu * self.v[i] + g
            p.data -= self.lr * self.v[i]


class Adam:
    """A step of about the same length for each parameter, whatever the size of its gradient."""

    def __init__(
        self,
        params: Sequence[Any],
        lr: float = 0.1,
        b1: float = 0.9,
        b2: float = 0.999,
        eps: float = 1e-8,
    ) -> None:
        self.params, self.lr, self.b1, self.b2, self.eps = list(params), lr, b1, b2, eps
        self.t = 0
        self.m = [0.0] * len(self.params)
        self.s = [0.0] * len(self.params)

    def step(self) -> None:
        """Move each parameter by its mean gradient, divided by the usual size of it."""
        self.t += 1
        for i, p in enumerate(self.params):
            g = p.grad
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * g
            self.s[i] = self.b2 * self.s[i] + (1 - self.b2) * g**2
            mh = self.m[i] / (1 - self.b1**self.t)
            sh = self.s[i] / (1 - self.b2**self.t)
            p.data -= self.lr * mh / (sh**0.5 + self.eps)


def lr_at(step: int, n: int, base: float) -> float:
    """Return a rate that falls from `base` to 0 in a straight line."""
    return base * (1 - step / n)


def dropout(xs: Sequence[Any], p: float, training: bool, rng: random.Random) -> list[Any]:
    """Silence each unit with probability `p`, and make the others louder."""
    if not training or p == 0:
        return list(xs)
    return [x * ((rng.random() >= p) / (1 - p)) for x in xs]
