"""Points in the plane, in two or more classes, drawn by chance: moons, circles, spirals."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from microkit.data.source import DataError, Rng, is_whole, numpy_for, pythons

Point = tuple[float, float]


def moons(
    n: int = 100,
    noise: float = 0.1,
    rng: Rng = None,
    *,
    labels: tuple[int, int] = (-1, 1),
    arrays: bool = False,
) -> tuple[Any, Any]:
    """Return points on two half circles that reach into each other.

    Parameters
    ----------
    n : int, default 100
        How many points; the classes differ by one at most.
    noise : float, default 0.1
        How far points stray from their moon: the standard deviation along each axis.
    rng : random.Random, numpy generator or int, optional
        Where chance comes from. The same whole number gives the same points again.
    labels : tuple of int, default (-1, 1)
        What the upper and the lower moon are called: hinge wants -1 and 1, cross-entropy 0 and 1.
    arrays : bool, default False
        Whether numpy arrays are returned, and not lists.

    Returns
    -------
    x : list of [float, float], or array (n, 2)
        The points, in an order of chance.
    y : list of int, or array (n,)
        Their labels.

    Raises
    ------
    DataError
        If a number makes no sense.

    Examples
    --------
    >>> x, y = moons(4, noise=0.0, rng=1)
    >>> sorted(y)
    [-1, -1, 1, 1]
    >>> [[round(a, 2) + 0.0, round(b, 2) + 0.0] for a, b in sorted(x)]
    [[-1.0, 0.0], [0.0, 0.5], [1.0, 0.0], [2.0, 0.5]]
    """
    upper, lower = _in_two(n)
    points = [
        *(((math.cos(a), math.sin(a)), labels[0]) for a in _angles(upper)),
        *(((1 - math.cos(a), 0.5 - math.sin(a)), labels[1]) for a in _angles(lower)),
    ]
    return _scattered(points, noise, rng, arrays)


def circles(
    n: int = 100,
    noise: float = 0.05,
    rng: Rng = None,
    *,
    inner: float = 0.5,
    labels: tuple[int, int] = (-1, 1),
    arrays: bool = False,
) -> tuple[Any, Any]:
    """Return points on a circle, and on a smaller one inside it.

    Parameters
    ----------
    n : int, default 100
        How many points.
    noise : float, default 0.05
        How far points stray: the standard deviation along each axis.
    rng : random.Random, numpy generator or int, optional
        Where chance comes from.
    inner : float, default 0.5
        The radius of the inner circle, between 0 and 1; the outer one's is 1.
    labels : tuple of int, default (-1, 1)
        What the outer and the inner circle are called.
    arrays : bool, default False
        Whether numpy arrays are returned, and not lists.

    Returns
    -------
    x : list of [float, float], or array (n, 2)
        The points, in an order of chance.
    y : list of int, or array (n,)
        Their labels.

    Raises
    ------
    DataError
        If a number makes no sense.

    Examples
    --------
    >>> x, y = circles(50, noise=0.0, rng=1)
    >>> sorted({(round(math.hypot(a, b), 6), label) for (a, b), label in zip(x, y)})
    [(0.5, 1), (1.0, -1)]
    """
    if not 0 < inner < 1:
        raise DataError(f"inner is {inner!r}. The inner circle's radius lies between 0 and 1.")
    outside, inside = _in_two(n)
    points = [
        ((r * math.cos(a), r * math.sin(a)), label)
        for count, r, label in ((outside, 1.0, labels[0]), (inside, inner, labels[1]))
        for a in (2 * math.pi * i / count for i in range(count))
    ]
    return _scattered(points, noise, rng, arrays)


def spirals(
    n: int = 150,
    noise: float = 0.02,
    rng: Rng = None,
    *,
    classes: int = 3,
    arrays: bool = False,
) -> tuple[Any, Any]:
    """Return points on arms that wind around the middle, one class for each arm.

    Parameters
    ----------
    n : int, default 150
        How many points.
    noise : float, default 0.02
        How far points stray: the standard deviation along each axis.
    rng : random.Random, numpy generator or int, optional
        Where chance comes from.
    classes : int, default 3
        How many arms; they are called 0, 1, 2 and so on.
    arrays : bool, default False
        Whether numpy arrays are returned, and not lists.

    Returns
    -------
    x : list of [float, float], or array (n, 2)
        The points, in an order of chance.
    y : list of int, or array (n,)
        Their classes.

    Raises
    ------
    DataError
        If a number makes no sense.

    Examples
    --------
    >>> x, y = spirals(9, rng=1)
    >>> sorted(y)
    [0, 0, 0, 1, 1, 1, 2, 2, 2]
    """
    if not is_whole(classes, least=1) or not is_whole(n, least=classes):
        raise DataError(f"{n} points cannot make {classes} arms. Give one point or more to each.")
    points = []
    for i in range(n):
        arm, place = i % classes, (i // classes + 1) / (-(-n // classes))
        angle = 2 * math.pi * arm / classes + 4 * place
        points.append(((place * math.sin(angle), place * math.cos(angle)), arm))
    return _scattered(points, noise, rng, arrays)


def _in_two(n: int) -> tuple[int, int]:
    if not is_whole(n, least=2):
        raise DataError(f"n is {n!r}. Two classes need two points or more, a whole number.")
    return int(n) // 2, int(n) - int(n) // 2


def _angles(count: int) -> list[float]:
    """Return angles from 0 to half a turn, both ends included."""
    return [math.pi * i / max(1, count - 1) for i in range(count)]


def _scattered(
    points: Iterable[tuple[Point, int]], noise: float, rng: Rng, arrays: bool
) -> tuple[Any, Any]:
    """Shuffle points, move each by chance, and part them from their labels."""
    if not noise >= 0:
        raise DataError(f"noise is {noise!r}. It is a distance: 0 or more.")
    chance = pythons(rng)
    given = list(points)
    chance.shuffle(given)
    x = [[a + chance.gauss(0, noise), b + chance.gauss(0, noise)] for (a, b), _ in given]
    y = [label for _, label in given]
    if not arrays:
        return x, y
    np = numpy_for("arrays=True")
    return np.array(x), np.array(y)
