"""Lesson 10: shares of ten classes, and what their scores hear."""

from __future__ import annotations

import random
from itertools import permutations
from typing import Any

import numpy as np

from microkit.checks.experiments.lesson10_networks import digits, linear
from microkit.checks.experiments.lesson10_numbers import numbers
from microkit.checks.experiments.lesson10_windows import conv, conv_back
from microkit.checks.lend import lent
from microkit.checks.observer import Observer
from microkit.checks.probes import away_from_whole


def softmax(student: Any, rng: random.Random, see: Observer) -> None:
    """Add up rows, compare shares where rows and columns have the same sums, and add 1000."""

    def sums(z: Any) -> Any:
        return np.asarray(student.softmax(z.copy())).sum(axis=-1)

    for shape in ((2, 3), (3, 4)):
        z = numbers(rng, *shape)
        see("rows", f"sums of the rows of softmax({z.tolist()})", sums, z)
    table = _even_table(rng)

    def first_to_second() -> Any:
        shares = np.asarray(student.softmax(np.log(table)))
        return shares[:, 0] / shares[:, 1]

    asked = f"softmax(log({table.tolist()}))"
    see("ratio", f"first column of {asked} divided by its second", first_to_second)
    z = numbers(rng, 3, 3)
    for more in (1000, -1000):

        def moved(z: Any = z, more: int = more) -> float:
            far = np.asarray(student.softmax(z + more)) - np.asarray(student.softmax(z.copy()))
            return round(float(np.abs(far).max()), 3)

        label = f"by how much softmax(z + ({more})) differs from softmax(z), z = {z.tolist()}"
        see("large", label, moved)
    z = numbers(rng, 2, 3)
    apart = z + np.array([[1000.0], [0.0]])

    def together() -> float:
        shares = np.asarray(student.softmax(apart.copy()))
        alone = [np.asarray(student.softmax(row[None].copy()))[0] for row in z]
        return round(float(np.abs(shares - alone).max()), 3)

    label = f"by how much the rows of softmax({apart.tolist()}) differ from each alone, near 0"
    see("large", label, together)
    wide = np.array([[3000.0, 0.5, 0.0]])
    label = f"softmax({wide.tolist()})"
    see("large", label, lambda: np.asarray(student.softmax(wide.copy())).round(6))
    z = numbers(rng, 3, 3)
    see("same", f"z = {z.tolist()} after softmax(z)", _after, student.softmax, z)
    for shape in ((4,), (2, 3, 4)):
        see(
            "last",
            f"sums along the last axis of softmax of shape {shape}",
            sums,
            numbers(rng, *shape),
        )


def softmax_back(student: Any, rng: random.Random, see: Observer) -> None:
    """Send one message at a time, then another size, then two rows; softmax is lent."""

    def heard(g: Any, z: Any) -> Any:
        return np.asarray(student.softmax_back(g.copy(), z.copy()))

    from microkit.checks.right import rows

    with lent(student.softmax_back, softmax=rows.softmax):
        for sign in (1, -1):
            z, i = numbers(rng, 1, 4), rng.randrange(4)
            g = np.zeros((1, 4))
            g[0, i] = sign * away_from_whole(rng, 1.3, 4.7)
            others = [j for j in range(4) if j != i]
            asked = f"softmax_back({g.tolist()}, {z.tolist()})"
            see("own", f"{asked} at [0, {i}]", lambda g=g, z=z, i=i: heard(g, z)[0, i])
            label = f"{asked} at all places but [0, {i}]"
            see("others", label, lambda g=g, z=z, o=others: heard(g, z)[0, o])
        g, z = numbers(rng, 1, 3), numbers(rng, 1, 3)
        label = f"softmax_back(-2.5 * g, z) / softmax_back(g, z), g = {g.tolist()}"
        see("upstream", label, lambda: heard(-2.5 * g, z) / heard(g, z))
        g, z = numbers(rng, 2, 3), numbers(rng, 2, 3)

        def alone() -> Any:
            rows = [heard(g[i : i + 1], z[i : i + 1])[0] for i in range(2)]
            return np.abs(heard(g, z) - rows).max(axis=1).round(9)

        see("rows", "by how much two rows differ, together and each alone", alone)
        label = f"g = {g.tolist()} after softmax_back(g, z)"
        see("untouched", label, _after, lambda g: student.softmax_back(g, z.copy()), g)
        label = f"z = {z.tolist()} after softmax_back(g, z)"
        see("untouched", label, _after, lambda z: student.softmax_back(g.copy(), z), z)


def xent_back(student: Any, rng: random.Random, see: Observer) -> None:
    """Look at the right classes, the wrong ones and the size, each apart; softmax is lent."""
    from microkit.checks.right import rows as right

    with lent(student.xent_back, softmax=right.softmax):
        for n, classes in ((2, 3), (3, 4)):
            z = numbers(rng, n, classes)
            a, b = rng.sample(range(classes), 2)
            y = np.array([a, b, a][:n])
            # Of the wrong classes, the one that is right for another row, and one that never is.
            near = np.array([b, a, b][:n])
            far = np.full(n, next(j for j in range(classes) if j not in (a, b)))
            rows = np.arange(n)

            def heard(places: Any, z: Any = z, y: Any = y, rows: Any = rows) -> Any:
                return np.asarray(student.xent_back(z.copy(), y.copy()))[rows, places]

            asked = f"xent_back({z.tolist()}, {y.tolist()})"
            see(
                "right",
                f"{asked}: the right classes, if the first had size 1",
                lambda heard=heard, y=y: heard(y) / np.abs(heard(y)[0]),
            )
            see(
                "others",
                f"{asked}: wrong classes {near.tolist()}, if class {far[0]} had size 1",
                lambda heard=heard, near=near, far=far: heard(near) / np.abs(heard(far)),
            )
            see(
                "mean",
                f"{asked}: the size of wrong class {far[0]}",
                lambda heard=heard, far=far: np.abs(heard(far)),
            )
        z, y = numbers(rng, 2, 3), np.array([2, 0])
        label = f"z = {z.tolist()} after xent_back(z, [2, 0])"
        see("untouched", label, _after, lambda z: student.xent_back(z, y.copy()), z)
        see("untouched", "y = [2, 0] after xent_back(z, y)", _after, _labels(student, z), y)


def _even_table(rng: random.Random) -> Any:
    """Return 3 x 3 whole numbers of which all rows and columns have one sum, and no one maximum."""
    while True:
        table = np.zeros((3, 3), dtype=int)
        for order, weight in zip(permutations(range(3)), rng.sample(range(1, 9), 6), strict=True):
            table[range(3), order] += weight
        if len(set(table.max(axis=0))) > 1 and len(set(table.max(axis=1))) > 1:
            return table


def _after(function: Any, array: Any) -> Any:
    """Return an array as it is after a function had it; None where the function gave nothing."""
    given = array.copy()
    return None if function(given) is None else given


def _labels(student: Any, z: Any) -> Any:
    return lambda y: student.xent_back(z.copy(), y)


EXPERIMENTS = {
    "10.softmax": softmax,
    "10.softmax_back": softmax_back,
    "10.xent": xent_back,
    "10.linear": linear,
    "10.digits": digits,
    "10.conv": conv,
    "10.conv_back": conv_back,
}
