"""Lesson 00: the right code."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def slope(f: Callable[[float], float], x: float, h: float = 1e-5) -> float:
    """Return the central difference of `f` at `x`."""
    return (f(x + h) - f(x - h)) / (2 * h)


def partial(f: Callable[..., float], args: Sequence[float], i: int) -> float:
    """Return the slope of ``f(*args)`` along argument `i`."""
    h = 1e-5
    up, down = list(args), list(args)
    up[i] += h
    down[i] -= h
    return (f(*up) - f(*down)) / (2 * h)


def gradient(f: Callable[..., float], args: Sequence[float]) -> list[float]:
    """Return the slope along each argument."""
    return [partial(f, args, i) for i in range(len(args))]


best_h = 1e-5
