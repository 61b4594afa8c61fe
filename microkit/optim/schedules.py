"""Learning rates that change on the way: large steps first, small ones at the end.

A schedule is a function of the step and of how many steps there are. It returns the share of the
first rate that is used at that step; any function of two numbers will do.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from microkit.errors import MicrokitError
from microkit.optim.arguments import require

Schedule = Callable[[int, int], float]


def lr_at(step: int, n: int, base: float, schedule: Schedule | None = None) -> float:
    """Return the learning rate at a step.

    Parameters
    ----------
    step : int
        Which step, counted from 0.
    n : int
        How many steps there are.
    base : float
        The rate that the schedule takes its share of.
    schedule : callable, optional
        The share for a step, `linear` to zero by default.

    Returns
    -------
    float
        A rate that is never negative.

    Raises
    ------
    MicrokitError
        If the schedule returns a share that is negative or no number.

    Examples
    --------
    >>> [lr_at(step, 4, 2.0) for step in range(5)]
    [2.0, 1.5, 1.0, 0.5, 0.0]
    >>> lr_at(2, 4, 0.1, cosine())
    0.05
    """
    require(base, "The rate that a schedule starts from", least=0.0)
    share = (schedule or linear())(step, n)
    return base * require(share, f"What the schedule says to step {step} of {n}", least=0.0)


def constant() -> Schedule:
    """Return a schedule that changes nothing.

    Examples
    --------
    >>> constant()(70, 100)
    1.0
    """
    return lambda step, total: 1.0


def linear(end: float = 0.0) -> Schedule:
    """Return a schedule that goes from 1 to `end` in a straight line.

    Parameters
    ----------
    end : float, default 0.0
        The share that is left at the end.

    Examples
    --------
    >>> halve = linear(end=0.5)
    >>> halve(0, 100), halve(50, 100), halve(100, 100)
    (1.0, 0.75, 0.5)
    """
    require(end, "linear: end", least=0.0)
    return lambda step, total: 1 - (1 - end) * _way(step, total)


def cosine(end: float = 0.0) -> Schedule:
    """Return a schedule that goes from 1 to `end` along half a wave: slow, faster, slow.

    Parameters
    ----------
    end : float, default 0.0
        The share that is left at the end.

    References
    ----------
    Loshchilov, Hutter (2017), "SGDR: stochastic gradient descent with warm restarts".

    Examples
    --------
    >>> wave = cosine()
    >>> [round(wave(step, 8), 3) for step in (0, 2, 4, 6, 8)]
    [1.0, 0.854, 0.5, 0.146, 0.0]
    """
    require(end, "cosine: end", least=0.0)
    return lambda step, total: end + (1 - end) * (1 + math.cos(math.pi * _way(step, total))) / 2


def steps(every: int, factor: float = 0.1) -> Schedule:
    """Return a schedule that multiplies by `factor` after each `every` steps, like a staircase.

    Parameters
    ----------
    every : int
        How many steps lie between two drops.
    factor : float, default 0.1
        What is left after a drop, from 0 to 1.

    Examples
    --------
    >>> stairs = steps(every=10, factor=0.5)
    >>> stairs(9, 100), stairs(10, 100), stairs(25, 100)
    (1.0, 0.5, 0.25)
    """
    require(every, "steps: every", least=1)
    if require(factor, "steps: factor", least=0.0) > 1:
        raise MicrokitError(f"steps: factor is {factor}, and the rate would grow. Take 1 or less.")
    return lambda step, total: float(factor) ** (max(0, step) // every)


def warmup(first: int, then: Schedule | None = None) -> Schedule:
    """Return a schedule that rises in `first` equal steps, and hands over to another one.

    Parameters
    ----------
    first : int
        How many steps it takes to reach the full rate.
    then : callable, optional
        The schedule for the steps that are left, `constant` by default.

    Examples
    --------
    >>> gentle = warmup(4, then=linear())
    >>> [gentle(step, 8) for step in range(9)]
    [0.25, 0.5, 0.75, 1.0, 1.0, 0.75, 0.5, 0.25, 0.0]
    """
    require(first, "warmup: first", least=1)
    then = then or constant()

    def share(step: int, total: int) -> float:
        if step < first:
            return max(0, step + 1) / first
        return then(step - first, max(1, total - first))

    return share


def _way(step: int, total: int) -> float:
    """Return how much of the way is done, from 0 to 1, also for steps beyond the last."""
    return min(1.0, max(0, step) / require(total, "The number of steps", least=1))
