"""Curves of one number: where they are drawn, their slopes by nudging, and where they are flat."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from microkit.engine import Value
from microkit.errors import MicrokitError
from microkit.graph.symbols import UNARY
from microkit.widgets.formula import formula
from microkit.widgets.slopes import Sides, range_of, sides_of

Point = tuple[float, float]

NUDGE = 1e-5
SAMPLES = 200
FLAT = 0.05  # what is less steep than this, out to an end of the picture, is called flat
PLACES = 26  # where a rule is asked; an even number leaves out 0, where some curves have a corner
SLANT = 0.04
ENDS = {
    "exp": (-4.0, 3.0),
    "log": (0.0, 5.0),
    "sqrt": (0.0, 5.0),
    "sin": (-6.0, 6.0),
    "cos": (-6.0, 6.0),
    "sigmoid": (-8.0, 8.0),
    "softplus": (-6.0, 6.0),
}


class Curve:
    """An operation of one number as a curve: its values, and its slopes found by nudging.

    Parameters
    ----------
    name : str
        The operation, such as ``"tanh"``.

    Raises
    ------
    MicrokitError
        When there is no such operation.

    Examples
    --------
    >>> tanh = Curve("tanh")
    >>> tanh(0.0), round(tanh.slope(0.0), 6), [[round(x, 2) for x in ends] for ends in tanh.flat()]
    (0.0, 1.0, [[-4.0, -2.18], [2.18, 4.0]])
    >>> print(Curve("relu").slope(0.0))
    None
    """

    def __init__(self, name: str) -> None:
        if name not in UNARY:
            raise MicrokitError(f"There is no curve {name!r:.60}. Choose one of {' '.join(UNARY)}.")
        self.name = name
        self.low, self.high = ENDS.get(name, (-4.0, 4.0))
        self._f: Callable[[Any], Any] = formula("-x" if name == "neg" else name)

    def __call__(self, x: float) -> float:
        """Compute the curve; nan where it has no value."""
        try:
            return float(self._f(Value(x)).data)
        except (ArithmeticError, ValueError):
            return math.nan

    def slope(self, x: float) -> float | None:
        """Nudge x both ways: the slope, nan where the curve has no value, None at a corner."""
        return self._sides(x).slope if math.isfinite(self(x)) else math.nan

    def sides(self, x: float) -> tuple[float, float]:
        """Return the slope to the left of x, and the one to the right."""
        left, right, *_ = self._sides(x)
        return left, right

    def points(self) -> list[Point]:
        """Return the curve as points."""
        return [(x, self(x)) for x in self._places()]

    def slopes(self) -> list[Point]:
        """Return the slope's curve as points; a corner is a gap."""
        found = ((x, self.slope(x)) for x in self._places())
        return [(x, math.nan if slope is None else slope) for x, slope in found]

    def row(self) -> list[float]:
        """Return the places where a rule is asked."""
        step = (self.high - self.low) / PLACES
        return [self.low + (i + 0.5) * step for i in range(PLACES)]

    def flat(self) -> list[tuple[float, float]]:
        """Return where the curve is all but flat, out to an end of the picture."""
        slopes = [(x, slope) for x, slope in self.slopes() if math.isfinite(slope)]
        found = []
        for way in (slopes, slopes[::-1]):
            steep = next((i for i, (_, slope) in enumerate(way) if abs(slope) > FLAT), 0)
            if steep > 1:
                edge = (way[steep - 1][0] + way[steep][0]) / 2
                first, last = sorted((way[0][0], round(edge, 9) + 0.0))
                found.append((first, last))
        return found

    def ranges(self) -> tuple[float, float, float, float]:
        """Return the ends of both pictures upwards: of the curve, and of its slope."""
        low, high = range_of([y for _, y in self.points()])
        bottom, top = range_of([y for _, y in self.slopes()])
        # The line at 0 is in the lower picture, and with air below and above.
        bottom, top = min(bottom, 0.0), max(top, 0.0)
        air = 0.05 * (top - bottom)
        return low, high, bottom - air, top + air

    def _sides(self, x: float) -> Sides:
        return sides_of(self, x, NUDGE * max(1.0, abs(x)))

    def _places(self) -> list[float]:
        wide = self.high - self.low
        return [self.low + wide * i / SAMPLES for i in range(SAMPLES + 1)]


def hatching(
    parts: Sequence[Sequence[float]], x: tuple[float, float], y: tuple[float, float]
) -> list[Point]:
    """Return slanted strokes that fill parts of a picture from its bottom to its top."""
    wide, points = SLANT * (x[1] - x[0]), []
    for first, last in parts:
        start = first - wide
        while start < last:
            ends = (max(start, first), min(start + wide, last))
            points += [(a, y[0] + (a - start) / wide * (y[1] - y[0])) for a in ends]
            points.append((math.nan, math.nan))
            start += wide
    return points
