"""Points of two classes that a straight line is to part: read, counted, tried every way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from microkit.data import moons
from microkit.errors import MicrokitError

Point = list[float]

MOST = 100
DIRECTIONS = 720
APART, ASIDE, UP = 0.5, 0.5, 1.0  # the moons of `moons_apart`: far from each other, and from (0, 0)


def moons_apart(n: int = 24, rng: int = 3) -> tuple[list[Point], list[int]]:
    """Return two moons that are pulled apart, so that one line parts them, with a bias only.

    Examples
    --------
    >>> points, labels = moons_apart()
    >>> fewest_mistakes(points, labels)
    0
    """
    points, labels = moons(n, noise=0.08, rng=rng)
    pairs = zip(points, labels, strict=True)
    moved = [[x + ASIDE, y + UP - APART * label] for (x, y), label in pairs]
    return [[round(x, 3), round(y, 3)] for x, y in moved], labels


def read_points(points: Any, labels: Any) -> tuple[list[Point], list[int]]:
    """Make plain lists of points and of labels -1 and 1, from lists or arrays.

    Raises
    ------
    MicrokitError
        When they do not belong together, or are not numbers.

    Examples
    --------
    >>> read_points([(0, 1), (2, 3)], [0, 1])
    ([[0.0, 1.0], [2.0, 3.0]], [-1, 1])
    """
    if points is None and labels is None:
        return moons_apart()
    if points is None or labels is None:
        raise MicrokitError("Give points and labels together, one label for each point.")
    try:
        found = [[float(x), float(y)] for x, y in points]
        named = [float(label) for label in labels]
    except (TypeError, ValueError):
        raise MicrokitError(
            "A point is a pair of numbers and a label is a number, such as points=[(0, 1), (2, 3)] "
            "and labels=[-1, 1]."
        ) from None
    if len(found) != len(named) or not 1 <= len(found) <= MOST:
        raise MicrokitError(
            f"There are {len(found)} points and {len(named)} labels. Give one label for each "
            f"point, and 1 to {MOST} of them."
        )
    for i, numbers in enumerate(zip(*zip(*found, strict=True), named, strict=True)):
        if not all(math.isfinite(number) and abs(number) < 1e9 for number in numbers):
            raise MicrokitError(f"Point {i} is {found[i]}, label {named[i]}: not to be drawn.")
    kinds = sorted(set(named))
    if len(kinds) > 2:
        raise MicrokitError(f"One line parts two classes, and there are {len(kinds)} labels.")
    least = kinds[-1] if len(kinds) == 2 else 0.5
    return found, [1 if label >= least else -1 for label in named]


def wrong_ones(
    points: Sequence[Point], labels: Sequence[int], w1: float, w2: float, b: float
) -> list[int]:
    """Return the places of the points on the wrong side; on the line itself is wrong too.

    Examples
    --------
    >>> wrong_ones([[1, 0], [-1, 0], [0, 5]], [1, 1, -1], 1.0, 0.0, 0.0)
    [1, 2]
    """
    pairs = enumerate(zip(points, labels, strict=True))
    return [i for i, ((x, y), label) in pairs if not (w1 * x + w2 * y + b) * label > 0]


def fewest_mistakes(points: Sequence[Point], labels: Sequence[int]) -> int:
    """Try lines in many directions; return the fewest mistakes that one of them makes."""
    best = min(labels.count(1), labels.count(-1))
    for i in range(DIRECTIONS):
        angle = 2 * math.pi * i / DIRECTIONS
        c, s = math.cos(angle), math.sin(angle)
        along = sorted(
            (round(c * x + s * y, 9), label) for (x, y), label in zip(points, labels, strict=True)
        )
        # The line moves up along the direction; what it leaves behind is called -1.
        wrong = labels.count(-1)
        for _, same in groupby(along, key=lambda pair: pair[0]):
            wrong += sum(label for _, label in same)
            best = min(best, wrong)
    return best
