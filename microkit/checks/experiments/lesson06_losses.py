"""Lesson 06: losses of Values, and the gradient that each input hears beside a nudge of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from microkit.checks.lend import lent, values_of
from microkit.checks.observer import Observer
from microkit.checks.probes import away_from_whole

Loss = Callable[[list[Any]], Any]
NUDGE = 1e-5
ABOVE = -2.3  # the gradient that arrives at every result


def number(thing: Any) -> Any:
    """Return the number that a Value holds, and a number as it is."""
    return thing.data if hasattr(thing, "data") and hasattr(thing, "grad") else thing


def sign(thing: Any) -> str:
    """Say which sign a loss has."""
    held = number(thing)
    return "positive" if held > 0 else "negative" if held < 0 else "neither"


def mse(student: Any, rng: random.Random, see: Observer) -> None:
    """Ask about one pair for the loss, several for the mean, and nudges for the gradient."""
    with values_of(student.mse) as value:
        for s in (1, -1):
            y, t = s * away_from_whole(rng, 1.2, 4.8), -s * away_from_whole(rng, 5.1, 9.8)
            see("value", f"mse([Value({y})], [{t}])", _of_pairs, student.mse, [y], [t], value)
        ys = [away_from_whole(rng, -4.8, 4.8) for _ in range(4)]
        ts = [away_from_whole(rng, 5.1, 9.8) for _ in range(4)]
        _batches(see, "mse", student.mse, ys, ts, value)


def hinge(student: Any, rng: random.Random, see: Observer) -> None:
    """Ask about margins below 0, between 0 and 1, and above 1."""
    with values_of(student.hinge) as value:
        for label in (1, -1):
            wrong, near = away_from_whole(rng, 1.2, 4.8), away_from_whole(rng, 0.1, 0.9)
            beyond = away_from_whole(rng, 1.2, 4.8)
            for question, score in (("value", -wrong), ("value", near), ("beyond", beyond)):
                asked = f"hinge([Value({score * label})], [{label}])"
                see(question, asked, _of_pairs, student.hinge, [score * label], [label], value)
        wrong, beyond = away_from_whole(rng, 1.2, 4.8), away_from_whole(rng, 1.2, 4.8)
        ss, ts = [-wrong, 0.4, -beyond, 1.7], [1, 1, -1, -1]
        _batches(see, "hinge", student.hinge, ss, ts, value)


def bce(student: Any, rng: random.Random, see: Observer) -> None:
    """Ask about what happened, about what did not, and about the sign, apart."""
    with values_of(student.bce) as value:

        def size(p: float, t: int) -> float:
            return abs(_of_pairs(student.bce, [p], [t], value))

        for question, t in (("yes", 1), ("no", 0)):
            for p in (_chance(rng, 0.1, 0.4), _chance(rng, 0.6, 0.9)):
                see(question, f"the size of bce([Value({p})], [{t}])", size, p, t)
        for p in (_chance(rng, 0.1, 0.2), _chance(rng, 0.8, 0.9)):
            see(
                "sign",
                f"the sign of bce([Value({p}), Value({p})], [1, 0])",
                lambda p=p: sign(student.bce([value(p), value(p)], [1, 0])),
            )
        ps = [_chance(rng, 0.1, 0.4), _chance(rng, 0.6, 0.9), _chance(rng, 0.6, 0.9)]
        _batches(see, "bce", student.bce, [*ps, _chance(rng, 0.1, 0.4)], [1, 0, 1, 0], value)


def l2(student: Any, rng: random.Random, see: Observer) -> None:
    """Look at the sum of squares for a price of 1, and at what another price changes."""
    with values_of(student.l2) as value:
        params = [away_from_whole(rng, 1.2, 2.8), away_from_whole(rng, -4.8, -3.2), 0.3]
        alpha = away_from_whole(rng, 0.1, 0.9)

        def held(price: float) -> Any:
            return number(student.l2([value(p) for p in params], price))

        see("squares", f"l2 of parameters {params} for an alpha of 1", held, 1)
        see(
            "alpha",
            f"l2 for an alpha of {alpha}, divided by l2 for an alpha of 1",
            lambda: held(alpha) / held(1),
        )
        _gradient(see, "l2", lambda ps: student.l2(ps, alpha), params, value)


def softmax(student: Any, rng: random.Random, see: Observer) -> None:
    """Look at the whole, at the shares of it, and at scores that are too large for exp."""
    with values_of(student.softmax) as value:

        def shares(zs: Sequence[float]) -> list[Any]:
            return [number(p) for p in student.softmax([value(z) for z in zs])]

        zs = [away_from_whole(rng, -1.8, -0.2), away_from_whole(rng, 0.2, 0.8), 1.3, 2.6]
        see("whole", f"the sum of softmax of {zs}", lambda: sum(shares(zs)))
        see(
            "shares",
            f"softmax of {zs}, each share divided by the first",
            lambda: [p / shares(zs)[0] for p in shares(zs)],
        )
        large = [3000 + away_from_whole(rng, 0.1, 0.9), 2998.1, -3000.4]
        for scores in (large, [-z for z in large]):
            see("large", f"softmax of {scores}", _without_overflow, shares, scores)

        def weighed(inputs: list[Any]) -> Any:
            first, *rest = student.softmax(inputs)
            total = first * 1.7
            for p, c in zip(rest, (-3.4, 2.6, 5.2), strict=True):
                total = total + p * c
            return total

        _gradient(see, "softmax", weighed, zs, value)


def cross_entropy(student: Any, rng: random.Random, see: Observer) -> None:
    """Ask about each place for the target, and about the sign apart."""
    with values_of(student.cross_entropy) as value:

        def asked(zs: Sequence[float], target: int) -> Any:
            return number(student.cross_entropy([value(z) for z in zs], target))

        def size(zs: Sequence[float], target: int) -> float:
            return abs(asked(zs, target))

        zs = [away_from_whole(rng, 0.1, 0.5), away_from_whole(rng, 2.1, 2.9), 1.3, 0.6]
        large = [1000 + away_from_whole(rng, 0.1, 0.9), 998.1, 999.4]
        from microkit.checks.right.shares import softmax

        with lent(student.cross_entropy, softmax=softmax):
            for target in (0, 3, 1):
                see("value", f"the size of cross_entropy({zs}, {target})", size, zs, target)
            see("sign", f"the sign of cross_entropy({zs}, 2)", lambda: sign(asked(zs, 2)))
            for scores, target in ((large, 1), ([0.0, 800.0], 0)):
                label = f"cross_entropy({scores}, {target})"
                see("large", label, _without_overflow, size, scores, target)
            for target in (0, 2):
                _gradient(
                    see,
                    f"cross_entropy with target {target}",
                    lambda inputs, target=target: student.cross_entropy(inputs, target),
                    zs,
                    value,
                )


def _of_pairs(loss: Any, xs: Sequence[float], ts: Sequence[float], value: type) -> Any:
    return number(loss([value(x) for x in xs], list(ts)))


def _batches(
    see: Observer, name: str, loss: Any, xs: Sequence[float], ts: Sequence[float], value: type
) -> None:
    """Compare the loss of a batch with those of its pairs, and its gradient with nudges."""
    for n in (3, 4):

        def share(n: int = n) -> float:
            pairs = zip(xs[:n], ts[:n], strict=True)
            alone = sum(_of_pairs(loss, [x], [t], value) for x, t in pairs)
            return _of_pairs(loss, xs[:n], ts[:n], value) / alone

        label = f"{name} of {n} pairs together, divided by the sum of {name} of each pair alone"
        see("mean", label, share)
    _gradient(see, name, lambda inputs: loss(inputs, list(ts)), xs, value)


def _gradient(see: Observer, name: str, loss: Loss, xs: Sequence[float], value: type) -> None:
    label = f"{name} of {list(xs)}: the gradient of each input, minus what a nudge of it shows"
    see("gradient", label, _beside_nudges, loss, xs, value)


def _beside_nudges(loss: Loss, xs: Sequence[float], value: type) -> list[float] | str:
    """Return how far each gradient is from the slope that a nudge of its input shows."""
    inputs = [value(x) for x in xs]
    out = loss(inputs)
    if isinstance(out, int | float):
        return "none: the loss is a plain number"
    (out * ABOVE).backward()

    def at(place: int, nudge: float) -> float:
        moved = [value(x + nudge * (i == place)) for i, x in enumerate(xs)]
        return number(loss(moved))

    slopes = [(at(i, NUDGE) - at(i, -NUDGE)) / (2 * NUDGE) for i in range(len(xs))]
    return [round(x.grad / ABOVE - slope, 4) for x, slope in zip(inputs, slopes, strict=True)]


def _without_overflow(function: Callable[..., Any], scores: Sequence[float], *args: Any) -> Any:
    """Return what a function returns; in words, where a number grew too large or too small."""
    try:
        return function(scores, *args)
    except (ArithmeticError, ValueError):
        function([0.5 for _ in scores], *args)  # code that always stops has another trouble
        return "no answer, since a number grew too large or too small"


def _chance(rng: random.Random, low: float, high: float) -> float:
    """Return a probability with two decimals, and not the middle."""
    return round(rng.uniform(low, high), 2)
