"""Slopes between points of a curve, and what a picture of them needs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

STEPS = 60  # a straight line is drawn in so many, so that its name finds its visible end


class Sides(NamedTuple):
    """The slopes on both sides of a point, and how far floats alone put a slope off."""

    left: float
    right: float
    rounding: float
    kink: bool

    @property
    def slope(self) -> float | None:
        """The slope of the curve; None at a kink."""
        return None if self.kink else (self.left + self.right) / 2


def sides_of(f: Callable[[float], float], x: float, h: float) -> Sides:
    """Nudge x by h both ways, and nearer where that does not tell a kink from a bend.

    At a kink the slopes on both sides stay apart however near one looks; in a bend they come
    together. ``shared/sides.js`` has the same rule.

    Examples
    --------
    >>> sides_of(abs, 0.0, 1e-6)[:2], sides_of(abs, 0.0, 1e-6).kink
    ((-1.0, 1.0), True)
    >>> sides_of(lambda x: 1000 * x**2, 0.0, 1e-6).slope
    0.0
    """
    here, before = f(x), math.inf
    while True:
        left, right = (here - f(x - h)) / h, (f(x + h) - here) / h
        jump = abs(right - left)
        rounding = 1e-15 * abs(here) / h
        apart = jump > max(1e-3, 1e-3 * (abs(left) + abs(right)), 4 * rounding)
        if not apart or jump > before / 2:
            return Sides(left, right, rounding, apart)
        before, h = jump, h / 10


@dataclass(frozen=True)
class Slopes:
    """What was measured: three points of the curve, and the true slope."""

    x: float
    h: float
    here: float = math.nan
    ahead: float = math.nan
    behind: float = math.nan
    truth: float | None = None
    why: str = ""
    error: str = ""

    @property
    def forward(self) -> float:
        """The slope from x to x + h."""
        return (self.ahead - self.here) / self.h

    @property
    def central(self) -> float:
        """The slope from x - h to x + h."""
        return (self.ahead - self.behind) / (2 * self.h)

    def rows(self) -> list[tuple[str, float, float, float, float | None]]:
        """Return for both differences: name, rise, run, slope, and how far off it is."""
        rises = {"forward": self.ahead - self.here, "central": self.ahead - self.behind}
        runs, slopes = (self.h, 2 * self.h), (self.forward, self.central)
        return [
            (name, rise, run, slope, None if self.truth is None else abs(slope - self.truth))
            for (name, rise), run, slope in zip(rises.items(), runs, slopes, strict=True)
        ]


def range_of(ys: list[float]) -> tuple[float, float]:
    """Return the ends of the picture upwards; a pole does not squeeze the rest into a line."""
    ys = sorted(filter(math.isfinite, ys))
    if not ys:
        return -1.0, 1.0
    cut = len(ys) // 12
    low, high = ys[cut], ys[-1 - cut]
    if ys[-1] - ys[0] <= 8 * (high - low):
        low, high = ys[0], ys[-1]
    air = 0.08 * (high - low) or max(0.5, abs(high) / 2)
    return low - air, high + air


def through(
    point: tuple[float, float], slope: float | None, low: float, high: float
) -> list[tuple[float, float]]:
    """Return a straight line through a point, from end to end; nothing without a slope."""
    x, y = point
    if slope is None or not math.isfinite(slope):
        return []
    places = [low + (high - low) * i / STEPS for i in range(STEPS + 1)]
    return [(place, y + slope * (place - x)) for place in places]
