"""Valleys for optimizers to race in: how high they are, how steep, and how one walks through."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from inspect import signature
from typing import Any

from microkit.engine import Value
from microkit.errors import MicrokitError

Point = tuple[float, float]
STEPS = 60
FAR = 1e6  # who is as far away as this has left the valley, and stays there
# height = scale * (a * (x - c)**2 + b * (y - q * x**2 + e)**2): a stretched bowl, and a curved one
SHAPES = {
    "bowl": {"a": 0.1, "c": 0.0, "b": 2.0, "q": 0.0, "e": 0.0, "start": [-3.5, 1.5]},
    "valley": {"a": 0.05, "c": 2.0, "b": 1.0, "q": 1 / 3, "e": 1.0, "start": [-3.4, 0.9]},
}
LEVELS = (0.02, 0.1, 0.3, 0.8, 1.6, 3.2, 6.4)


def slope_at(shape: dict[str, Any], x: float, y: float, scale: float) -> Point:
    """Return how steep a valley is along x and along y.

    Examples
    --------
    >>> slope_at(SHAPES["bowl"], 1.0, 0.5, 10.0)
    (2.0, 20.0)
    """
    u = y - shape["q"] * x * x + shape["e"]
    along = 2 * shape["a"] * (x - shape["c"]) - 4 * shape["b"] * shape["q"] * x * u
    return scale * along, scale * 2 * shape["b"] * u


def bottom_of(shape: dict[str, Any]) -> Point:
    """Return the lowest point."""
    return shape["c"], shape["q"] * shape["c"] ** 2 - shape["e"]


def contours(shape: dict[str, Any], levels: Sequence[float] = LEVELS) -> Iterator[Point]:
    """Yield points of equal height, line after line, with a nan after each."""
    for level in levels:
        for i in range(61):
            t = 2 * math.pi * i / 60
            x = shape["c"] + math.sqrt(level / shape["a"]) * math.cos(t)
            across = math.sqrt(level / shape["b"]) * math.sin(t)
            yield x, shape["q"] * x * x - shape["e"] + across
        yield math.nan, math.nan


def path_of(
    make: Callable[..., Any], shape: dict[str, Any], rate: float, scale: float, **more: float
) -> list[list[float]]:
    """Walk down with an optimizer; return where it stood, from the start on.

    Parameters
    ----------
    make : callable
        ``make(params, rate)`` returns an object with ``step()``, as the optimizers do. What else it
        takes by name of `more` (momentum, b1, b2) is handed in.

    Examples
    --------
    >>> from microkit import optim
    >>> path = path_of(optim.SGD, SHAPES["bowl"], 0.1, 1.0)
    >>> [round(number, 2) for number in path[1]]
    [-3.43, 0.9]
    """
    x, y = (Value(number) for number in shape["start"])
    optimizer = make([x, y], rate, **{name: more[name] for name in names_taken(make) & set(more)})
    if not callable(getattr(optimizer, "step", None)):
        raise MicrokitError(
            f"An optimizer has a method step(), and this {type(optimizer).__name__} has none."
        )
    path = [[x.data, y.data]]
    while len(path) <= STEPS:
        if max(map(abs, path[-1])) < FAR:
            x.grad, y.grad = slope_at(shape, x.data, y.data, scale)
            optimizer.step()
        path.append([float(x.data), float(y.data)])
        if not all(map(math.isfinite, path[-1])):
            raise MicrokitError(f"Step {len(path) - 1} led to {path[-1]}, which is no place.")
    return path


def names_taken(make: Callable[..., Any]) -> set[str]:
    """Return the names of what can be handed in; none where Python cannot tell."""
    try:
        return set(signature(make).parameters)
    except (TypeError, ValueError):
        return set()
