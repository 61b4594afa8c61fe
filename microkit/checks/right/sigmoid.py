"""The right sigmoid."""

from __future__ import annotations

import math

from microkit.checks.right.node import curve


def sigmoid(x: float) -> float:
    """Return 1 / (1 + exp(-x)), also for an x of -800."""
    small = math.exp(-abs(x))  # never above 1: nothing overflows
    return (small if x < 0 else 1.0) / (1.0 + small)


# d(sigmoid x)/dx = s * (1 - s)
METHODS = {"sigmoid": curve("sigmoid", sigmoid, lambda x, out: out * (1 - out))}
