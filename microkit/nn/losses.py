"""Losses of Values: how far the answers of a network are from the targets. Lesson 06 builds them.

Each takes lists and returns one Value, the mean over all pairs; only `l2` looks at parameters.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Integral
from typing import Any

from microkit.engine import Value
from microkit.errors import MicrokitError
from microkit.sums import Row, dot, total

Number = Value | float
LEAST = math.exp(-100)  # no probability is taken to be smaller, so that its log is not below -100


def mse(ys: Sequence[Number], ts: Sequence[Number]) -> Value:
    """Return the mean of the squared differences of answers and targets.

    Parameters
    ----------
    ys, ts : sequence of Value or float
        Answers and targets, as many of one as of the other.

    Raises
    ------
    MicrokitError
        If there are none, or more of one than of the other.

    Examples
    --------
    >>> mse([Value(2.0), Value(5.0)], [2.0, 1.0]).data
    8.0
    """
    return _mean([(y - t) ** 2 for y, t in _pairs("answers", ys, ts)])


def hinge(ss: Sequence[Number], ts: Sequence[Number]) -> Value:
    """Return how far scores are short of a margin of 1, in the mean: ``relu(1 - s * t)``.

    Parameters
    ----------
    ss : sequence of Value or float
        Scores: above 0 they vote for one class, below 0 for the other.
    ts : sequence of Value or float
        The classes, 1 and -1.

    Raises
    ------
    MicrokitError
        If there are none, or more of one than of the other.

    References
    ----------
    Cortes, Vapnik (1995), "Support-Vector Networks".

    Examples
    --------
    >>> hinge([Value(3.0), Value(0.5)], [1, -1]).data  # right by far, and wrong
    0.75
    """
    return _mean([(1 - s * t).relu() for s, t in _pairs("scores", ss, ts)])


def bce(ps: Sequence[Number], ts: Sequence[Number]) -> Value:
    """Return the binary cross-entropy: how surprising the targets are, given the probabilities.

    Parameters
    ----------
    ps : sequence of Value or float
        Probabilities, between 0 and 1, as `sigmoid` gives them.
    ts : sequence of Value or float
        What happened: 1 or 0, or something in between.

    Raises
    ------
    MicrokitError
        If there are none, more of one than of the other, or one is not between 0 and 1.

    Notes
    -----
    The mean of ``-(t * log(p) + (1 - t) * log(1 - p))``. A log counts -100 at least, as in PyTorch,
    so that one certain and wrong answer is a loss of 100, and not of infinity.

    Examples
    --------
    >>> round(bce([Value(0.9), Value(0.2)], [1, 0]).data, 4)
    0.1643
    """
    pairs = _pairs("probabilities", ps, ts)
    for p, t in pairs:
        if not (0 <= p <= 1 and 0 <= t <= 1):
            raise MicrokitError(
                f"bce compares a probability of {float(p)} with a target of {float(t)}, and both "
                "are between 0 and 1. Is a sigmoid missing? Are the classes 0 and 1, not -1 and 1?"
            )
    return _mean([-(_log(p) * t + _log(1 - p) * (1 - t)) for p, t in pairs])


def softmax(zs: Sequence[Number]) -> list[Value]:
    """Turn scores into probabilities: all above 0, together 1, the largest score first.

    Parameters
    ----------
    zs : sequence of Value or float
        The scores, also called logits.

    Raises
    ------
    MicrokitError
        If there are none.

    Notes
    -----
    ``exp(z) / sum(exp(z))``. The largest score is subtracted from all of them, which changes
    nothing in the result, and no exp is too large.

    Examples
    --------
    >>> [round(p.data, 3) for p in softmax([Value(1000.0), Value(1000.0), Value(998.0)])]
    [0.468, 0.468, 0.063]
    """
    exps = [z.exp() for z in _below_the_largest(zs)]
    whole = total(exps)
    return [e / whole for e in exps]


def cross_entropy(zs: Sequence[Number], target: int) -> Value:
    """Return how surprising the target is, given the scores: ``-log(softmax(zs)[target])``.

    Parameters
    ----------
    zs : sequence of Value or float
        The scores of the classes, also called logits.
    target : int
        Which class it is, counted from 0.

    Raises
    ------
    MicrokitError
        If there are no scores, or no such class.

    Examples
    --------
    >>> round(cross_entropy([Value(0.0)] * 10, 3).data, 4)  # knows nothing: log(10)
    2.3026
    """
    scores = _below_the_largest(zs)
    if not isinstance(target, Integral) or not 0 <= target < len(zs):
        raise MicrokitError(
            f"There is no class {target!r} among {len(zs)} scores. Take a whole number from 0 to "
            f"{len(zs) - 1}."
        )
    return total([z.exp() for z in scores]).log() - scores[int(target)]


def l2(params: Sequence[Value], alpha: float) -> Value:
    """Return `alpha` times the sum of the squared parameters: a price for large weights.

    Parameters
    ----------
    params : sequence of Value
        The parameters, as ``model.parameters()`` gives them.
    alpha : float
        The price.

    Raises
    ------
    MicrokitError
        If there are none.

    Examples
    --------
    >>> l2([Value(3.0), Value(-4.0)], 0.1).data
    2.5
    """
    _require_list("parameters", params)
    if not len(params):
        raise MicrokitError("l2 of no parameters. Give model.parameters().")
    return dot(params, params, Value(0.0)) * alpha


def _mean(terms: list[Value]) -> Value:
    return total(terms) * (1 / len(terms))


def _log(p: Value) -> Value:
    """Return the log of a probability, which may be 0."""
    return (p if p >= LEAST else p.maximum(LEAST)).log()


def _below_the_largest(zs: Sequence[Number]) -> list[Value]:
    """Return how far each score is from the largest one: 0 or less, so that no exp is too large."""
    _require_list("scores", zs)
    if not len(zs):
        raise MicrokitError("There are no scores. Give one for each class.")
    row = Row(zs)
    return [z - max(row.numbers) for z in row]


def _pairs(what: str, xs: Sequence[Number], ts: Sequence[Number]) -> list[tuple[Value, Any]]:
    """Pair answers with targets, or say why they do not pair."""
    _require_list(what, xs)
    _require_list("targets", ts)
    if len(xs) != len(ts) or not len(xs):
        raise MicrokitError(
            f"There are {len(xs)} {what} and {len(ts)} targets. Give one target for each, and at "
            "least one."
        )
    return [*zip(Row(xs), ts, strict=True)]


def _require_list(what: str, things: Any) -> None:
    if not hasattr(things, "__len__") or not hasattr(things, "__iter__"):
        raise MicrokitError(
            f"A loss takes lists, and for {what} it was given {things!r}. For one, write [y]."
        )
