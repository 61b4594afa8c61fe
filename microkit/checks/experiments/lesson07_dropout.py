"""Lesson 07, dropout: many coins, so that it does not matter which side of a coin is which."""

from __future__ import annotations

import math
import random
from functools import cache
from typing import Any

from microkit.checks.lend import values_of
from microkit.checks.observer import Observer
from microkit.checks.probes import away_from_whole
from microkit.checks.right.backward import backward

UNITS = 300
CALLS = 30  # also the number of units where it is enough that coins differ


def dropout(student: Any, rng: random.Random, see: Observer) -> None:
    """Count who survives, collect the numbers that come out, and never compare single coins."""
    p, x = rng.choice((0.2, 0.25, 0.3)), away_from_whole(rng, 1.2, 4.8)
    coins = rng.randrange(1000)

    def run(xs: list[float], p: float = p, training: bool = True, more: int = 0) -> list[float]:
        with values_of(student.dropout) as kind:
            made = {x: kind(x) for x in xs}
            ys = student.dropout([made[x] for x in xs], p, training, random.Random(coins + more))
            return [getattr(y, "data", y) for y in ys]

    see(
        "through",
        f"different numbers in dropout([Value({x})] * {CALLS}, {p}, False, rng)",
        lambda: _different(run([x] * CALLS, training=False)),
    )
    few = [x, -x - 1, x + 2]
    see("through", f"numbers in dropout(xs, 0, True, rng), with {few} in xs", run, few, 0)
    asked = f"dropout([Value({x})] * {UNITS}, {p}, True, rng)"
    many = cache(lambda: run([x] * UNITS))
    see("length", f"the list that {asked} returns", lambda: _length(many()))
    survivors = f"survivors in {asked}"
    see("coin", f"which units are {survivors}", lambda: _some(many()))
    see("coin", survivors, lambda: sum(y != 0 for y in many()), accept=_count(1 - p))
    calls = f"{CALLS} calls of dropout([Value({x})] * 3, {p}, True, rng)"

    def loud(x: float) -> Any:
        ys = [y for call in range(CALLS) for y in run([x] * 3, more=call)]
        return _different([y for y in ys if y])

    for start in (x, -x):
        what = f"{CALLS} calls of dropout([Value({start})] * 3, {p}, True, rng)"
        see("scale", f"different numbers that survive in {what}", loud, start)
    see(
        "rng",
        f"coins in {calls} with equal rngs",
        lambda: _alike([run([x] * 3) for _ in range(CALLS)]),
    )
    see(
        "rng",
        f"coins in {calls} with different rngs",
        lambda: _alike([run([x] * 3, more=call) for call in range(CALLS)]),
    )
    see(
        "gradient",
        "share of the gradient from above that arrives at the inputs of "
        f"dropout([Value({x}), Value({x})], {p}, True, rng)",
        lambda: _arriving(student.dropout, x, p, coins),
    )


def _count(share: float) -> dict[str, Any]:
    """Return how many of the units may have a property: eight standard deviations to each side."""
    mean, spread = UNITS * share, math.sqrt(UNITS * share * (1 - share))
    return {"between": [math.floor(mean - 8 * spread), math.ceil(mean + 8 * spread)]}


def _some(ys: list[float]) -> str:
    return "some of them" if 0 < sum(y != 0 for y in ys) < UNITS else "all or none"


def _length(ys: list[float]) -> str:
    return "as long as xs" if len(ys) == UNITS else "longer" if len(ys) > UNITS else "shorter"


def _different(ys: list[float]) -> Any:
    """Return the different numbers; the number itself where there is one."""
    found = sorted({round(float(y), 9) for y in ys})
    return found[0] if len(found) == 1 else found


def _alike(runs: list[list[float]]) -> str:
    return "all equal" if all(ys == runs[0] for ys in runs) else "not all equal"


def _arriving(function: Any, x: float, p: float, coins: int) -> Any:
    """Return the gradient of the inputs, divided by what the results say that it should be."""
    found: list[float] = []
    with values_of(function) as kind:
        for call in range(CALLS):
            xs = [kind(x), kind(x)]
            ys = function(list(xs), p, True, random.Random(coins + call))
            for y in ys:
                if hasattr(y, "grad"):
                    backward(y * 3.7)
            if factor := sum(getattr(y, "data", y) for y in ys) / x:
                found.append(sum(one.grad for one in xs) / (3.7 * factor))
    return _different(found)
