# ruff: noqa: D102   (what forward and backward are is said once, in ArrayOperation)
"""Choices: the larger or smaller of two numbers, one or the other, the nearest in a range.

At a kink the slope is a convention, the same one as PyTorch's.
"""

from __future__ import annotations

from typing import Any

from microkit.arrays.operation import ArrayOperation
from microkit.arrays.operations.arithmetic import Pairwise
from microkit.arrays.primitives import Array, maximum, minimum, sign, where


class Maximum(Pairwise, symbol="max"):
    """The larger of two numbers, place by place; if they are equal, each hears half."""

    def forward(self, a, b):
        self.a, self.b = a, b
        return maximum(a, b)

    def backward(self, g):
        return self.back(*_split(g, self.a > self.b, self.a == self.b, self.needs))


class Minimum(Pairwise, symbol="min"):
    """The smaller of two numbers, place by place; if they are equal, each hears half."""

    def forward(self, a, b):
        self.a, self.b = a, b
        return minimum(a, b)

    def backward(self, g):
        return self.back(*_split(g, self.a < self.b, self.a == self.b, self.needs))


def _split(g: Array, first: Any, tied: Any, needs: tuple[bool, ...]) -> list[Array | None]:
    """Return `g` where the first is chosen, the rest of it, and half of it where they are equal."""
    to_a = where(tied, g / 2, where(first, g, 0))
    return [to_a if needs[0] else None, g - to_a if needs[1] else None]


class Where(Pairwise, symbol="where"):
    """A number from the first array where a condition holds, else from the second."""

    def forward(self, a, b, condition):
        self.a, self.b, self.condition = a, b, condition
        return where(condition, a, b)

    def backward(self, g):
        to_a, to_b = self.needs
        return self.back(
            where(self.condition, g, 0) if to_a else None,  # d/da = 1 where it holds
            where(self.condition, 0, g) if to_b else None,  # d/db = 1 where it does not
        )


class Abs(ArrayOperation, symbol="abs"):
    """The size of each number, without its sign."""

    def forward(self, a):
        self.a = a
        return abs(a)

    def backward(self, g):
        return (g * sign(self.a),)  # d|a|/da = 1 or -1; 0 at 0


class Clip(ArrayOperation):
    """Each number, or the nearer end of a range where it lies outside."""

    def forward(self, a, low=None, high=None):
        self.inside = (a >= low if low is not None else True) & (
            a <= high if high is not None else True
        )
        out = a if low is None else where(a < low, low, a)
        return out if high is None else where(out > high, high, out)

    def backward(self, g):
        return (g * self.inside,)  # d/da = 1 inside the range, its ends included; else 0
