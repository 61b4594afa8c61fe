"""Lesson 08, an operation of the student's own: whatever it is, its two halves must fit together.

Nobody knows which operation it will be. So what is written down are differences that are 0 for
every right one: between what `backward` hands back and the slopes of its own `forward`, which are
found by nudging. Some lines ask for the slope *or* what a known slip gives: they tell slips apart.
"""

from __future__ import annotations

import inspect
import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from microkit import numeric
from microkit.checks.observer import Observer

NONE = {"between": [-1e-4, 1e-4]}
FIRST = (-2.3, 0.7, -1.4, 2.4, -0.6, 1.6, 0.4, -0.3)
SECOND = (0.9, 1.9, -0.5, 0.8, -1.7, 2.9, 1.2, -1.1)
THIRD = (1.1, 0.5, 2.2, 1.5, 0.6, 2.1, 1.8, -0.8)

# What a wrong backward may hand back for g = 1: from the true slopes, the result and the inputs.
Numbers = tuple[float, ...]
SLIPS: dict[str, Callable[[Numbers, float, Numbers], Numbers]] = {
    "its opposite": lambda slopes, out, inputs: tuple(-slope for slope in slopes),
    "the result": lambda slopes, out, inputs: tuple(out for _ in slopes),
    "the input": lambda slopes, out, inputs: inputs,
    "1": lambda slopes, out, inputs: tuple(1.0 for _ in slopes),
    "1 more": lambda slopes, out, inputs: tuple(slope + 1.0 for slope in slopes),
    "that of another input": lambda slopes, out, inputs: slopes[::-1],
}


def own(student: Any, rng: random.Random, see: Observer) -> None:
    """Compare backward for g = 1 with the slopes of forward, and backward for g = -3 with it."""
    shift = round(rng.uniform(-0.15, 0.15), 2)
    places = [tuple(round(x + shift, 2) for x in place)
              for place in zip(FIRST, SECOND, THIRD, strict=True)]  # fmt: skip
    halves = see.make("halves", "class Own", _Halves.of, student.Own, places)
    most = float(len(places))
    see(
        "halves",
        f"at how many of {len(places)} places Own.forward has a value",
        lambda: len(halves.seen()),
        accept={"between": [2.0, most]},
    )
    see("halves", "what Own.backward returns", lambda: halves.kind())
    see("halves", "how many shares more than inputs it returns", lambda: halves.too_many())
    for place, (x, y, _) in enumerate(places):
        more = f"(a second input would be {y})"
        label = f"Own.backward(1, out, {x}) minus the nudged slope of Own.forward {more}"
        see("slope", label, lambda place=place: halves.off(place), accept=NONE)
        label = f"Own.backward(-3, out, {x}) minus -3 times that for g = 1 {more}"
        see("upstream", label, lambda place=place: halves.bent(place), accept=NONE)
    for words, slip in SLIPS.items():
        label = f"distance of Own.backward from the slope or {words}"
        see("slope", label, lambda slip=slip: halves.near(slip), accept=NONE)
    for words, more in (("as much", 0.0), ("4 less", -4.0)):
        label = f"distance of Own.backward for g = -3 from -3 times as much or {words}"
        see("upstream", label, lambda more=more: halves.moved(more), accept=NONE)
    several = {"between": [2.0, most]}
    see("own", "different results of Own.forward", lambda: halves.results(), accept=several)
    changed = {"between": [1.0, most]}
    label = "results of Own.forward that are not its input"
    see("own", label, lambda: halves.changed(), accept=changed)


@dataclass(frozen=True)
class _Halves:
    """Forward and backward of one operation, and the inputs with which they are compared."""

    forward_half: Callable[..., Any]
    backward_half: Callable[..., Any]
    inputs: list[Numbers]

    @classmethod
    def of(cls, own: Any, places: list[Numbers]) -> _Halves:
        """Return the halves of a class, also where they were written as methods with ``self``."""
        forward, backward = _half(own, "forward"), _half(own, "backward")
        count = _count(forward)
        return cls(forward, backward, [place[:count] for place in places])

    def kind(self) -> str:
        """Return what kind of thing backward returns."""
        bare = any(not isinstance(self._backward(1.0, out, inputs), tuple | list)
                   for inputs, out in self.seen())  # fmt: skip
        return "one number" if bare else "a tuple"

    def too_many(self) -> int:
        """Return how many shares more than inputs there are; a negative number for too few."""
        wrong = [len(self._shares(1.0, out, inputs)) - len(inputs) for inputs, out in self.seen()]
        return max(wrong, key=abs, default=0)

    def off(self, place: int) -> float:
        """Return by how much the shares for g = 1 differ from the slopes at one place."""
        inputs = self.inputs[place]
        out, slopes = self._forward(inputs), self._slopes(inputs)
        if out is None or slopes is None:
            return 0.0
        return _apart(self._shares(1.0, out, inputs), slopes)

    def bent(self, place: int) -> float:
        """Return by how much the shares for g = -3 differ from -3 times those for g = 1."""
        inputs = self.inputs[place]
        out = self._forward(inputs)
        if out is None:
            return 0.0
        once, more = (self._shares(g, out, inputs) for g in (1.0, -3.0))
        return _apart(more, [-3.0 * share for share in once])

    def near(self, slip: Callable[[Numbers, float, Numbers], Numbers]) -> float:
        """Return how far backward is from the slopes everywhere, or from a slip everywhere."""
        right, wrong = [0.0], [0.0]
        for inputs, out in self.seen():
            slopes = self._slopes(inputs)
            if slopes is not None:
                shares = self._shares(1.0, out, inputs)
                right.append(abs(_apart(shares, slopes)))
                wrong.append(abs(_apart(shares, slip(slopes, out, inputs))))
        return min(max(right), max(wrong))

    def moved(self, more: float) -> float:
        """Return how far backward is from -3 times as much everywhere, or from this much more."""
        right, wrong = [0.0], [0.0]
        for inputs, out in self.seen():
            once, third = (self._shares(g, out, inputs) for g in (1.0, -3.0))
            right.append(abs(_apart(third, [-3.0 * share for share in once])))
            wrong.append(abs(_apart(third, [share + more for share in once])))
        return min(max(right), max(wrong))

    def results(self) -> int:
        """Return how many different results forward has."""
        return len({out for _, out in self.seen()})

    def changed(self) -> int:
        """Return how many results are not the input; with several inputs, the one it is most."""
        seen = self.seen()
        inputs = zip(*(inputs for inputs, _ in seen), strict=True)
        outs = [out for _, out in seen]
        return min(sum(x != out for x, out in zip(xs, outs, strict=True)) for xs in inputs)

    def seen(self) -> list[tuple[Numbers, float]]:
        """Return the places at which forward has a value, and the value."""
        pairs = [(inputs, self._forward(inputs)) for inputs in self.inputs]
        return [(inputs, out) for inputs, out in pairs if out is not None]

    def _forward(self, inputs: Numbers) -> float | None:
        """Return the value of forward, or None where it has none."""
        try:
            out = self.forward_half(*inputs)
        except (ArithmeticError, ValueError):
            return None
        if out is None:
            raise NotImplementedError
        out = float("nan") if isinstance(out, complex) else float(out)
        return out if math.isfinite(out) else None

    def _slopes(self, inputs: Numbers) -> Numbers | None:
        """Return the slopes of forward by nudging, or None next to a place without a value."""
        try:
            return tuple(numeric.gradient(lambda *at: float(self.forward_half(*at)), inputs))
        except (ArithmeticError, ValueError, TypeError):
            return None

    def _shares(self, g: float, out: float, inputs: Numbers) -> list[float]:
        """Return what backward hands back, one number for each input."""
        shares = self._backward(g, out, inputs)
        listed = [*shares] if isinstance(shares, tuple | list) else [shares]
        return [float(share) for share in listed]

    def _backward(self, g: float, out: float, inputs: Numbers) -> Any:
        shares = self.backward_half(g, out, *inputs)
        if shares is None:
            raise NotImplementedError
        return shares


def _half(own: Any, name: str) -> Callable[..., Any]:
    half = getattr(own, name, None)
    if half is None:
        raise NotImplementedError
    with_self = next(iter(inspect.signature(half).parameters), "") == "self"
    return getattr(own(), name) if with_self else half


def _count(forward: Any) -> int:
    """Return how many inputs an operation takes: two, where it takes any number."""
    given = inspect.signature(forward).parameters.values()
    if any(p.kind is p.VAR_POSITIONAL for p in given):
        return 2
    return sum(p.default is p.empty for p in given)


def _apart(shares: Any, targets: Any) -> float:
    """Return the largest difference, in parts of the target where that is large."""
    apart = [(share - target) / max(abs(target), 1.0)
             for share, target in zip(shares, targets, strict=False)]  # fmt: skip
    return max(apart, key=abs, default=0.0)
