"""The right partial slope of lesson 00."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def partial(f: Callable[..., float], args: Sequence[float], i: int, h: float = 1e-5) -> float:
    """Return the slope of ``f(*args)`` along argument `i`."""
    up, down = list(args), list(args)
    up[i] += h
    down[i] -= h
    return (f(*up) - f(*down)) / (2 * h)
