"""Lesson 09: try the array rules on shapes that are not square, with any message from above."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from microkit.checks.experiments.lesson09_look import Look, drawn
from microkit.checks.lend import lent
from microkit.checks.observer import Observer

STRETCHED = (
    ("leading", (2, 3), (3,)),
    ("leading", (3, 2, 4), (4,)),
    ("leading", (2, 4, 3), (4, 3)),
    ("ones", (2, 3), (2, 1)),
    ("ones", (4, 3), (1, 3)),
    ("ones", (5,), (1,)),
    ("both", (2, 3, 4), (3, 1)),
    ("both", (2, 4, 3), (1, 4, 1)),
    ("both", (2, 3), (1, 1)),
    ("same", (2, 3), (2, 3)),
    ("same", (1, 4), (1, 4)),
)


def unbroadcast(student: Any, rng: random.Random, see: Observer) -> None:
    """Undo every way in which broadcasting stretches an array."""
    for place, (question, long, short) in enumerate(STRETCHED):
        g = drawn(rng, *long, single=place % 4 == 2)
        look = Look(see, "unbroadcast", student.unbroadcast, {"g": g, "shape": short})
        look.shape().numbers(question, short)
    look = Look(see, "unbroadcast", student.unbroadcast, {"g": drawn(rng, 4, 3), "shape": (3,)})
    look.untouched()


def add_back(student: Any, rng: random.Random, see: Observer) -> None:
    """Try inputs of one shape, a row that was stretched, and a row and a column that both were."""
    from microkit.checks.right.unbroadcast import unbroadcast

    with lent(student.add_back, unbroadcast=unbroadcast):
        _pairs("add_back", student.add_back, rng, see)


def mul_back(student: Any, rng: random.Random, see: Observer) -> None:
    """Try the same shapes as for a sum."""
    from microkit.checks.right.unbroadcast import unbroadcast

    with lent(student.mul_back, unbroadcast=unbroadcast):
        _pairs("mul_back", student.mul_back, rng, see)


def _pairs(name: str, rule: Any, rng: random.Random, see: Observer) -> None:
    for shape, single in (((3,), False), ((3, 4), True)):
        look = Look(see, name, rule, _inputs(rng, shape, shape, single))
        look.part("same", 0).part("same", 1)
    look.untouched()
    for a, b, single in (((1, 3), (2, 1), False), ((3, 2), (2,), False), ((4,), (3, 4), True)):
        look = Look(see, name, rule, _inputs(rng, a, b, single))
        look.shape().part("stretched", 0).part("stretched", 1)


def _inputs(
    rng: random.Random, a: tuple[int, ...], b: tuple[int, ...], single: bool
) -> dict[str, np.ndarray]:
    g = drawn(rng, *np.broadcast_shapes(a, b), single=single)
    return {"g": g, "a": drawn(rng, *a, single=single), "b": drawn(rng, *b, single=single)}


def matmul_back(student: Any, rng: random.Random, see: Observer) -> None:
    """Try three lengths that differ; then square matrices, where no shape can warn."""
    for n, k, m, single in (
        (2, 3, 1, False),
        (4, 2, 3, False),
        (3, 5, 2, True),
        (2, 2, 2, False),
        (3, 3, 3, False),
    ):
        look = Look(see, "matmul_back", student.matmul_back, _product(rng, n, k, m, single))
        if n != k:
            look.shape()
        look.part("a", 0).part("b", 1)
    look.untouched()


def _product(rng: random.Random, n: int, k: int, m: int, single: bool) -> dict[str, np.ndarray]:
    shapes = {"g": (n, m), "a": (n, k), "b": (k, m)}
    return {name: drawn(rng, *shape, single=single) for name, shape in shapes.items()}


def transpose_back(student: Any, rng: random.Random, see: Observer) -> None:
    """Let three axes go round, which is not undone by doing it twice; then swap two."""
    for axes, single in (((1, 2, 0), False), ((2, 0, 1), True)):
        g = drawn(rng, *(np.array((2, 3, 4))[list(axes)]), single=single)
        look = Look(see, "transpose_back", student.transpose_back, {"g": g, "axes": axes})
        look.shape().numbers("numbers", (2, 3, 4))
    look = Look(
        see, "transpose_back", student.transpose_back, {"g": drawn(rng, 3, 2), "axes": (1, 0)}
    )
    look.numbers("two", (2, 3)).untouched()


def sum_back(student: Any, rng: random.Random, see: Observer) -> None:
    """Sum along every axis of a table and of a block."""
    for shape, axis, single in (
        ((2, 3), 1, False),
        ((2, 3), 0, False),
        ((2, 4, 3), 1, False),
        ((4, 2, 3), 2, True),
        ((2, 4, 3), 0, False),
    ):
        a = drawn(rng, *shape, single=single)
        g = drawn(rng, *shape[:axis], *shape[axis + 1 :], single=single)
        look = Look(see, "sum_back", student.sum_back, {"g": g, "a": a, "axis": axis})
        look.shape().numbers("numbers", shape)
    square = {"g": drawn(rng, 3), "a": drawn(rng, 3, 3), "axis": 0}  # any way of stretching runs
    Look(see, "sum_back", student.sum_back, square).untouched()


def mean_back(student: Any, rng: random.Random, see: Observer) -> None:
    """Take means over tables, a block and a row: every number has the same share."""
    for shape, single in (((2, 3), False), ((4, 3), False), ((2, 3, 4), True), ((5,), False)):
        a = drawn(rng, *shape, single=single)
        look = Look(see, "mean_back", student.mean_back, {"g": float(drawn(rng)), "a": a})
        look.shape()
        look.measure("share", "smallest number in {}", lambda x: float(x.min()))
        look.measure("share", "largest number in {}", lambda x: float(x.max()))
    look.untouched()


def relu_back(student: Any, rng: random.Random, see: Observer) -> None:
    """Try inputs and messages of both signs; never 0, where the slope is a convention."""
    for shape, single in (((2, 3), False), ((4, 2), True), ((7,), False)):
        a, g = drawn(rng, *shape, single=single), drawn(rng, *shape, single=single)
        a.flat[:2] = -rng.choice((0.25, 0.5, 0.75)), rng.choice((0.25, 0.5, 0.75))
        look = Look(see, "relu_back", student.relu_back, {"g": g, "a": a})
        look.measure("open", "{} where a is positive", lambda x, a=a: _only(x, a > 0))
        look.measure("closed", "{} where a is negative", lambda x, a=a: _only(x, a < 0))
    look.untouched()


def _only(x: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Return the numbers in some places, and 0 elsewhere; the whole where its shape differs."""
    return np.where(where, x, 0) if x.shape == where.shape else x


def getitem_back(student: Any, rng: random.Random, see: Observer) -> None:
    """Pick rows by number, slice and list, and entries by two lists; then a row several times.

    Last come whole numbers, and messages that are not whole.
    """
    rows, columns = np.array([1, 3, 0]), np.array([2, 0, 2])
    for question, idx, single in (
        ("places", np.array([3, 0]), True),
        ("places", 2, False),
        ("places", slice(1, 3), False),
        ("places", (rows, columns), False),
        ("repeated", np.array([2, 0, 2]), False),
        ("repeated", np.array([1, 1, 3, 1]), False),
    ):
        a = drawn(rng, 4, 3, single=single)
        g = drawn(rng, *a[idx].shape, single=single)
        look = Look(see, "getitem_back", student.getitem_back, {"g": g, "a": a, "idx": idx})
        look.numbers(question, a.shape)
        if isinstance(idx, np.ndarray):
            look.shape().untouched()
    a = np.array(rng.sample(range(3, 20), 6)).reshape(3, 2)
    g = drawn(rng, 2, 2)
    look = Look(
        see, "getitem_back", student.getitem_back, {"g": g, "a": a, "idx": np.array([2, 0])}
    )
    look.numbers("whole", a.shape)


def max_back(student: Any, rng: random.Random, see: Observer) -> None:
    """Try one largest number; then two, of which either or both may get the gradient."""
    for shape in ((2, 3), (4, 3)):
        look = Look(
            see, "max_back", student.max_back, {"g": float(drawn(rng)), "a": drawn(rng, *shape)}
        )
        look.shape().numbers("largest", shape)
    look.untouched()
    a = drawn(rng, 2, 3)
    a[0, 2] = a[1, 0] = 12.25
    look = Look(see, "max_back", student.max_back, {"g": float(drawn(rng)), "a": a})
    most = a == 12.25
    look.measure(
        "ties", "total at the largest numbers in {}", lambda x: float(_only(x, most).sum())
    )
    look.measure("ties", "{} at the other numbers", lambda x: _only(x, ~most))


EXPERIMENTS = {
    "09.unbroadcast": unbroadcast,
    "09.add": add_back,
    "09.mul": mul_back,
    "09.matmul": matmul_back,
    "09.transpose": transpose_back,
    "09.sum": sum_back,
    "09.mean": mean_back,
    "09.relu": relu_back,
    "09.getitem": getitem_back,
    "09.max": max_back,
}
