"""Lesson 07: set gradients, take steps, and look at how far each parameter went."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any

from microkit.checks.experiments.lesson07_dropout import dropout
from microkit.checks.lend import values_of
from microkit.checks.observer import Observer
from microkit.checks.probes import away_from_whole

TINY = 1e-12
Moves = Callable[[Sequence[Sequence[float]]], list[list[float]]]


def momentum(student: Any, rng: random.Random, see: Observer) -> None:
    """One parameter shows the formula, three of very different scale whose velocity it is."""
    lr, mu = _share(rng, 0.11, 0.44), _share(rng, 0.61, 0.89)
    made = f"SGD([p], {lr}, {mu})"

    def moves(rows: Sequence[Sequence[float]], mu: float = mu) -> list[list[float]]:
        return _moves(student.SGD, rows, lr, mu)

    for g in (away_from_whole(rng, 1.2, 4.8), -away_from_whole(rng, 1.2, 4.8)):
        see("length", f"first move of {made} with p.grad = {g}", lambda g=g: moves([[g]])[0][0])
    for _ in range(2):
        _along(see, "velocity", made, moves, _gradients(rng))
    rows = _rows(rng)
    _in_company(see, made.replace("[p]", "[p, q, r]"), moves, rows)
    plain = f"SGD([p], {lr}, 0)"
    _along(see, "plain", plain, lambda rows: moves(rows, 0.0), _gradients(rng))
    see("grads", f"the gradients {rows[0]} after a step", _after, student.SGD, rows[0], lr, mu)


def adam(student: Any, rng: random.Random, see: Observer) -> None:
    """Betas of 0 leave one part at a time to look at; only then do all of them play together."""
    lr = _share(rng, 0.06, 0.34)
    large, small = away_from_whole(rng, 101, 299), round(away_from_whole(rng, 3.1, 4.9) / 100, 3)

    def moves(rows: Sequence[Sequence[float]], *given: float) -> list[list[float]]:
        return _moves(student.Adam, rows, lr, *given)

    def first(g: float, *given: float) -> float:
        return moves([[g]], *given)[0][0]

    for g in (large, -small):
        made = f"Adam([p], {lr}, 0, 0, {TINY})"
        see("size", f"first move of {made} with p.grad = {g}", first, g, 0.0, 0.0, TINY)
    for betas, g in (((0.9, 0.999), large), ((_share(rng, 0.61, 0.79), 0.97), -small)):
        see(
            "start",
            f"first move of Adam([p], {lr}, {_listed(betas)}) with p.grad = {g}, divided by the "
            "first move with both betas 0",
            lambda betas=betas, g=g: _over(first(g, *betas, TINY), first(g, 0.0, 0.0, TINY)),
        )
    b1, b2, g = _share(rng, 0.61, 0.84), _share(rng, 0.86, 0.94), away_from_whole(rng, 1.2, 4.8)
    for which, betas, gradients in (
        ("mean", (b1, 0.0), [g, -g, -g]),
        ("square", (0.0, b2), _gradients(rng)),
        ("square", (0.0, b2), _gradients(rng)),
    ):
        made = f"Adam([p], {lr}, {_listed(betas)})"
        _along(see, which, made, lambda rows, betas=betas: moves(rows, *betas, TINY), gradients)
    rows = _rows(rng)
    made = f"Adam([p, q, r], {lr}, {b1}, {b2})"
    _in_company(see, made, lambda rows: moves(rows, b1, b2, TINY), rows)
    see(
        "eps",
        f"first move of Adam([p], {lr}, {b1}, {b2}, 1e-08) with p.grad = 0",
        first,
        0.0,
        b1,
        b2,
        1e-8,
    )
    see(
        "eps",
        f"first move of Adam([p], {lr}, 0, 0, 0.7) with p.grad = {g}, divided by that with "
        f"eps = {TINY}",
        lambda: _over(first(g, 0.0, 0.0, 0.7), first(g, 0.0, 0.0, TINY)),
    )
    see(
        "grads",
        f"the gradients {rows[0]} after a step",
        _after,
        student.Adam,
        rows[0],
        lr,
        b1,
        b2,
        1e-8,
    )


def schedule(student: Any, rng: random.Random, see: Observer) -> None:
    """Ask for the rate at the start, on the way and at the end, in no order."""
    for n in (rng.choice((7, 9)), rng.choice((11, 13))):
        base = _share(rng, 0.11, 0.84)
        asked = [rng.randrange(2, n // 2), rng.randrange(n // 2 + 1, n - 1)]
        for which, step in (("between", asked[1]), ("between", asked[0]), ("start", 0), ("end", n)):
            see(which, f"lr_at({step}, {n}, {base})", student.lr_at, step, n, base)

        def falls(n: int = n, base: float = base) -> list[float | str]:
            rates = [student.lr_at(step, n, base) for step in range(n)]
            drops = [a - b for a, b in pairwise(rates)]
            return [_over(drop, drops[0], "it does not fall") for drop in drops[1:]]

        what = f"drops between lr_at(0, {n}, {base}), lr_at(1, {n}, {base}), ..."
        see("even", f"{what}, each divided by the first drop", falls)


def _moves(optimizer: Any, rows: Sequence[Sequence[float]], *given: float) -> list[list[float]]:
    """Return how far each parameter moved at each step; a row holds the gradients of a step."""
    with values_of(optimizer) as kind:
        params = _parameters(kind, len(rows[0]))
        made = optimizer(params, *given)
        moved = []
        for row in rows:
            before = [p.data for p in params]
            for p, g in zip(params, row, strict=True):
                p.grad = g
            made.step()
            moved.append([p.data - data for p, data in zip(params, before, strict=True)])
        return moved


def _after(optimizer: Any, gradients: Sequence[float], *given: float) -> list[Any]:
    """Return the gradients after a step, also after one that divided by 0."""
    with values_of(optimizer) as kind:
        params = _parameters(kind, len(gradients))
        for p, g in zip(params, gradients, strict=True):
            p.grad = g
        with suppress(ZeroDivisionError):
            optimizer(params, *given).step()
        return [p.grad for p in params]


def _parameters(kind: type, count: int) -> list[Any]:
    """Return Values on which an optimizer may also put names of its own."""
    parameter = type("Parameter", (kind,), {})
    return [parameter(1.5 + place) for place in range(count)]


def _along(
    see: Observer, question: str, made: str, moves: Moves, gradients: Sequence[float]
) -> None:
    """Look at the second and third move, measured by the first: the rate does not matter."""
    for place, which in ((1, "second"), (2, "third")):

        def beside(place: int = place) -> float | str:
            moved = moves([[g] for g in gradients])
            return _over(moved[place][0], moved[0][0])

        what = f"{made}, gradients {_listed(gradients)}: {which} move, divided by the first"
        see(question, what, beside)


def _in_company(see: Observer, made: str, moves: Moves, rows: Sequence[Sequence[float]]) -> None:
    """Look at how far each parameter goes among others, divided by how far it goes alone."""
    for place, name in enumerate("pqr"):

        def beside(place: int = place) -> float | str:
            together = sum(moved[place] for moved in moves(rows))
            alone = sum(moved[0] for moved in moves([[row[place]] for row in rows]))
            return _over(together, alone)

        gradients = _listed([row[place] for row in rows])
        what = f"{made}, gradients of {name} {gradients}: way of {name} in three steps"
        see("own", f"{what}, divided by its way in a list of its own", beside)


def _over(one: float, two: float, otherwise: str = "it does not move") -> float | str:
    return one / two if two else otherwise


def _rows(rng: random.Random) -> list[list[float]]:
    """Return gradients for three steps of three parameters: large, middling and small ones."""
    scales = ((301, 499, 1), (1.2, 4.8, 1), (1.2, 4.8, 0.01))
    return [[round(away_from_whole(rng, a, b) * c, 3) for a, b, c in scales] for _ in range(3)]


def _gradients(rng: random.Random) -> list[float]:
    """Return three gradients that cannot cancel each other."""
    return [
        away_from_whole(rng, 2.1, 2.9),
        away_from_whole(rng, 4.1, 6.9),
        -away_from_whole(rng, 1.1, 1.9),
    ]


def _share(rng: random.Random, low: float, high: float) -> float:
    return round(rng.uniform(low, high), 2)


def _listed(numbers: Sequence[float]) -> str:
    return ", ".join(map(str, numbers))


EXPERIMENTS = {
    "07.momentum": momentum,
    "07.adam": adam,
    "07.schedule": schedule,
    "07.dropout": dropout,
}
