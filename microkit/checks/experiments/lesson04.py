"""Lesson 04: check_rule is given rules that are right, and rules that are wrong by a known gap."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from microkit.checks.experiments.run import Experiment
from microkit.checks.lend import lent, values_of
from microkit.checks.observer import Observer
from microkit.checks.probes import away_from_whole

RIGHT = {"between": [0.0, 1e-6]}
EQUAL = {"between": [0.99, 1.01]}


def check_rule(student: Any, rng: random.Random, see: Observer) -> None:
    """Plant one gap, then another for each x, then one below the slope and not above it."""
    c, gap = away_from_whole(rng, 1.2, 3.8), away_from_whole(rng, 1.2, 2.8)
    xs = rng.sample([-0.8, 0.4, 1.3, 1.7, 2.3, 2.6], 4)
    worst = max(xs)
    curve = f"v.exp() - {c}*v"

    def asked(off: Callable[[float], float], *at: float) -> Any:
        return student.check_rule(_with_gap(c, off), list(at))

    def ratio(one: Any, two: Any) -> Any:
        return one() / two()

    def steep(x: float) -> float:
        return gap + 0.5 * x

    from microkit.checks.right.slope import slope

    with values_of(student.check_rule), lent(student.check_rule, slope=slope):
        for x in xs[:2]:
            call = f"check_rule(op, [{x}]) for op(v) = {curve}"
            see("gap", f"{call}, whose slope is right", asked, lambda _: 0.0, x, accept=RIGHT)
            see("gap", f"{call}, whose slope is {gap} too large", asked, lambda _: gap, x)
        for shift in range(4):
            order = xs[shift:] + xs[:shift]
            label = f"check_rule(op, {order}) / check_rule(op, [{worst}])"
            see(
                "largest",
                label,
                ratio,
                lambda order=order: asked(steep, *order),
                lambda: asked(steep, worst),
            )
        x = xs[0]
        flat, steeper = f"op whose slope is {gap} too small", f"for {gap} too large"
        see(
            "size",
            f"check_rule(op, [{x}]) for an {flat}, divided by the same {steeper}",
            ratio,
            lambda: asked(lambda _: -gap, x),
            lambda: asked(lambda _: gap, x),
            accept=EQUAL,
        )
        see(
            "tells",
            f"check_rule(op, [{x}]) differs for a right and a wrong op",
            lambda: asked(lambda _: gap, x) != asked(lambda _: 0.0, x),
        )


def _with_gap(c: float, gap: Callable[[float], float]) -> Callable[[Any], Any]:
    """Return a curve whose backward is off by a gap: a term that is 0, and has a slope."""
    return lambda v: v.exp() - v * c + (v - v.data) * gap(v.data)


EXPERIMENTS: dict[str, Experiment] = {"04.check_rule": check_rule}
