"""The right slope of lesson 00."""

from __future__ import annotations

from collections.abc import Callable


def slope(f: Callable[[float], float], x: float, h: float = 1e-5) -> float:
    """Return the central difference of `f` at `x`."""
    return (f(x + h) - f(x - h)) / (2 * h)
