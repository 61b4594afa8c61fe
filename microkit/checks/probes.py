"""The inputs on which a rule is tried: drawn from a seed, so that both halves see the same ones."""

from __future__ import annotations

import random
from dataclasses import dataclass

from microkit.checks.exercise import Exercise

# The functions of one number, which are methods of a Value, and how far from 0 they are tried:
# where tanh or sigmoid is flat, right and wrong slopes are all near 0.
CURVES = {"exp": 2.9, "log": 4.8, "tanh": 1.8, "sigmoid": 2.8, "relu": 4.8}
UNARY = ("neg", *CURVES)
# Where a curve is looked at for a remark, and not for points: a corner, and numbers so large that
# their exponential is no float.
EDGES = {"relu": ("zero", (0.0,)), "sigmoid": ("far", (-800.0, 800.0)),
         "tanh": ("far", (-800.0, 800.0))}  # fmt: skip
EDGE_KINDS = ("zero", "far")


@dataclass(frozen=True)
class Trial:
    """One run of a student's operator or method.

    Parameters
    ----------
    kind : str
        ``"plain"``, ``"doubled"`` (the same with -2 times the gradient from above), ``"loaded"``
        (gradients are already there), ``"aliased"`` (``a * a``), ``"number right"`` (``a * 3.7``)
        or ``"number left"`` (``3.7 * a``); at the edges of a curve ``"zero"`` or ``"far"``.
    op : str
        The operation's symbol.
    operands : tuple of float
        The numbers, in the order in which they are written.
    upstream : float
        The gradient that arrives from above; never 1.
    preload : tuple of float
        The gradient that each operand holds before the rule runs.
    """

    kind: str
    op: str
    operands: tuple[float, ...]
    upstream: float
    preload: tuple[float, ...]


def rule_trials(exercise: Exercise, seed: str) -> list[Trial]:
    """Return the trials of a rule: sets of operands for each operation, in several situations.

    Operands differ from each other and are none of -2 to 2's whole numbers, where wrong rules look
    right; the gradient from above is never 1 and has both signs.
    """
    rng = random.Random(f"{exercise.id}/{seed}")
    trials: list[Trial] = []
    for op in exercise.ops:
        for round_ in range(4 if op in CURVES else 3):
            operands = _operands(op, round_, rng)
            upstream = away_from_whole(rng, 1.3, 4.7) * (-1 if round_ in (0, 3) else 1)
            if exercise.fresh and op in CURVES and round_ == 0:
                upstream = -3.0
            trials += _situations(op, operands, upstream, rng)
        kind, places = EDGES.get(op, ("", ()))
        trials += [Trial(kind, op, (place,), 2.5, (0.0,)) for place in places]
    return trials


def _situations(
    op: str, operands: tuple[float, ...], upstream: float, rng: random.Random
) -> list[Trial]:
    none = (0.0,) * len(operands)
    already = tuple(away_from_whole(rng, 1.2, 3.8) for _ in operands)
    trials = [
        Trial("plain", op, operands, upstream, none),
        Trial("doubled", op, operands, -2 * upstream, none),
        Trial("loaded", op, operands, upstream, already),
    ]
    if op not in (*UNARY, "**"):
        trials += [
            Trial("aliased", op, (operands[0],) * 2, upstream, none),
            Trial("number right", op, operands, upstream, none),
            Trial("number left", op, operands, upstream, none),
        ]
    return trials


def _operands(op: str, round_: int, rng: random.Random) -> tuple[float, ...]:
    if op in CURVES:
        size = away_from_whole(rng, *((0.2, 0.9) if round_ < 2 else (1.2, CURVES[op])))
        if op == "relu" and round_ < 2:
            size /= 10  # near the corner
        return (-size if round_ % 2 == 0 and op != "log" else size,)
    first = away_from_whole(rng, 1.2, 4.8)
    if op in UNARY:
        return (-first if round_ == 0 else first,)
    if op == "**":
        # A negative base wants a whole exponent; 0.5 and 2.5 tell n*x**(n-1) from its neighbors.
        exponent = (3.0, -2.0, 2.5)[round_]
        return (-first if round_ == 0 else first, exponent)
    second = away_from_whole(rng, 1.2, 5.8)
    while abs(first - second) < 0.4:
        second = away_from_whole(rng, 1.2, 5.8)
    signs = ((1, 1), (-1, 1), (1, -1))[round_]
    return (signs[0] * first, signs[1] * second)


def away_from_whole(rng: random.Random, low: float, high: float) -> float:
    """Return a number with one decimal that is not a whole number, such as 2.3."""
    while True:
        number = round(rng.uniform(low, high), 1)
        if number != int(number):
            return number


def chain_operands(exercise: Exercise, seed: str) -> tuple[float, float, float]:
    """Return a, b and c for the chain ``d = a*b + c``."""
    rng = random.Random(f"{exercise.id}/{seed}")
    a = away_from_whole(rng, 1.2, 4.8)
    b = -away_from_whole(rng, 5.1, 6.9)
    return (a, b, away_from_whole(rng, 7.1, 9.9))
