"""Lesson 00: nudge functions that are drawn afresh, and look at what the answers are."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any

from microkit.checks.lend import lent
from microkit.checks.observer import Observer
from microkit.checks.probes import away_from_whole


def slope(student: Any, rng: random.Random, see: Observer) -> None:
    """Lines show the scale, a cubic with a large nudge the two sides, a listener the nudge."""
    m, x = away_from_whole(rng, 1.2, 5.8), away_from_whole(rng, 1.2, 3.8)
    see("line", f"slope(lambda x: {m} * x - 4, {x})", student.slope, lambda x: m * x - 4, x)
    see("line", f"slope(lambda x: -{m} * x, -{x})", student.slope, lambda x: -m * x, -x)
    for h in (0.1, 0.4):
        cubic, text = _cubic(rng)
        x = away_from_whole(rng, 1.2, 2.8)

        def compared(cubic: Any = cubic, x: float = x, h: float = h) -> float:
            return student.slope(cubic, x, h) / student.slope(lambda x: x, x, h)

        asked = (
            f"your slope of {text} at {x} with h={h}, divided by your slope of the line f(x) = x"
        )
        see("both", asked, compared)
    heard: list[float] = []
    x, h = away_from_whole(rng, 1.2, 3.8), away_from_whole(rng, 0.1, 0.9)

    def farthest(*given: float) -> float:
        heard.clear()
        student.slope(lambda x: heard.append(x) or m * x, x, *given)
        return max(round(abs(point - x), 9) for point in heard)

    see("nudge", f"how far from {x} slope(f, {x}, {h}) asks f", farthest, h)
    without = f"how far from {x} slope(f, {x}) asks f"
    see("nudge", without, farthest, accept={"between": [2e-7, 2e-4]})


def partial(student: Any, rng: random.Random, see: Observer) -> None:
    """Move one of three arguments; a list of arguments must come back as it was."""
    f, text = _three(rng)
    from microkit.checks.right.slope import slope

    with lent(student.partial, slope=slope):
        for i in (0, 1, 2, 1):
            args = [away_from_whole(rng, 1.2, 4.8) for _ in range(3)]
            before = list(args)
            asked = f"partial({text}, {before}, {i})"
            answer = see("one", asked, student.partial, f, args, i)
            label = f"the arguments that are not exactly what they were after {asked}"
            see("untouched", label, _changed, args, before, answer)


def gradient(student: Any, rng: random.Random, see: Observer) -> None:
    """All slopes of a function of three numbers, and of one of five."""
    f, text = _three(rng)
    from microkit.checks.right.partial import partial
    from microkit.checks.right.slope import slope

    def slopes(f: Callable[..., float], args: list[float]) -> Any:
        found = student.gradient(f, args)
        return list(found) if isinstance(found, Iterable) else found

    with lent(student.gradient, slope=slope, partial=partial):
        for _ in range(2):
            args = [away_from_whole(rng, 1.2, 4.8) for _ in range(3)]
            before = list(args)
            asked = f"gradient({text}, {before})"
            answer = see("all", asked, slopes, f, args)
            label = f"the arguments that are not exactly what they were after {asked}"
            see("untouched", label, _changed, args, before, answer)
        weights = [away_from_whole(rng, -4.8, 4.8) for _ in range(5)]
        terms = " ".join(f"{w:+}*{n}" for w, n in zip(weights, "abcde", strict=True))
        f, args = _sum_of(weights), [1.5, 2.5, 3.5, 4.5, 5.5]
        see("all", f"gradient({terms}, {args})", slopes, f, args)


def best_h(student: Any, rng: random.Random, see: Observer) -> None:
    """Any h whose error is within a small factor of the best one."""
    see("large", "the size of best_h", _size, student.best_h, accept={"between": [0.0, 2e-4]})
    see("small", "what best_h is", _sort, student.best_h)
    see("small", "the size of best_h", _size, student.best_h, accept={"between": [2e-7, 1.0]})


def _size(h: Any) -> float:
    return abs(float(h))


def _sort(h: Any) -> str:
    """Say what a nudge is, apart from its size."""
    if isinstance(h, str):
        return "a text"
    number = float(h)
    return "a number above 0" if number > 0 else "0" if number == 0 else "a number below 0"


def _changed(args: list[float], before: list[float], answer: Any) -> list[int] | None:
    """Return which arguments are others now; None where there was no answer at all."""
    if answer is None:
        return None
    return [i for i, (now, then) in enumerate(zip(args, before, strict=True)) if now != then]


def _cubic(rng: random.Random) -> tuple[Callable[[float], float], str]:
    a, b = away_from_whole(rng, 1.2, 3.8), away_from_whole(rng, 1.2, 5.8)
    return lambda x: a * x**3 - b * x, f"{a} * x**3 - {b} * x"


def _three(rng: random.Random) -> tuple[Callable[..., float], str]:
    k, m = away_from_whole(rng, 1.2, 3.8), away_from_whole(rng, 1.2, 3.8)
    return lambda a, b, c: k * a * b - m * c * c, f"{k}*a*b - {m}*c*c"


def _sum_of(weights: list[float]) -> Callable[..., float]:
    return lambda *args: sum(w * x for w, x in zip(weights, args, strict=True))


EXPERIMENTS = {
    "00.slope": slope,
    "00.partial": partial,
    "00.gradient": gradient,
    "00.best_h": best_h,
}
