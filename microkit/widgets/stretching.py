"""Two small arrays stretched to one shape, and the sums on the way back, in plain numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

Shape = tuple[int, ...]
OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
}
AXES = 3


def padded(shape: Shape) -> Shape:
    """Put axes of length 1 in front until there are three.

    Examples
    --------
    >>> padded((4,))
    (1, 1, 4)
    """
    return (1,) * (AXES - len(shape)) + shape


def clash(a: Shape, b: Shape) -> str:
    """Say why two shapes do not fit; "" where they do.

    Examples
    --------
    >>> clash((3, 1), (4,))
    ''
    >>> clash((3,), (4,))[:43]
    'Axis -1: a has 3 there, and b 4. They diffe'
    """
    for axis in range(-1, -AXES - 1, -1):
        m, n = padded(a)[axis], padded(b)[axis]
        if m != n and 1 not in (m, n):
            return (
                f"Axis {axis}: a has {m} there, and b {n}. They differ and neither is 1, so none "
                "can be copied to fit. Make them equal, or one of them 1."
            )
    return ""


@dataclass(frozen=True)
class Stretched:
    """What comes out of two shapes that fit, forward and back; the page computes the same."""

    a: Shape
    b: Shape
    op: str = "+"
    mixed: bool = False

    @property
    def out(self) -> Shape:
        """The shape of the result."""
        full = tuple(max(m, n) for m, n in zip(padded(self.a), padded(self.b), strict=True))
        return full[AXES - max(len(self.a), len(self.b)) :]

    def places(self) -> list[Shape]:
        """Every place of the result, on three axes."""
        return list(product(*map(range, padded(self.out))))

    def number(self, name: str, place: Shape) -> float:
        """Return the number of a or b that stands in a place of the result."""
        index = _index(getattr(self, name), place)
        return index + 1.0 if name == "a" else 10.0 * (index + 1)

    def upstream(self, place: Shape) -> float:
        """Return what arrives from above in a place: 1, or some whole number, never 0."""
        if not self.mixed:
            return 1.0
        found = (7 * _index(self.out, place)) % 11 - 5
        return found or 4.0

    def result(self) -> list[float]:
        """Return the numbers of the result, row by row."""
        do = OPERATIONS[self.op]
        return [do(self.number("a", p), self.number("b", p)) for p in self.places()]

    def arriving(self, name: str) -> list[float]:
        """Return what each place of the result sends to a or to b, before anything is added up."""
        factors = {"+": lambda p: 1.0, "-": lambda p: 1.0 if name == "a" else -1.0}
        other = "b" if name == "a" else "a"
        factor = factors.get(self.op, lambda p: self.number(other, p))
        return [self.upstream(p) * factor(p) for p in self.places()]

    def gradient(self, name: str) -> list[float]:
        """Add up what arrives for each number of a or of b."""
        shape = getattr(self, name)
        sums = [0.0] * size(shape)
        for place, number in zip(self.places(), self.arriving(name), strict=True):
            sums[_index(shape, place)] += number
        return sums

    def stretched(self, name: str) -> list[tuple[int, int]]:
        """Return the axes of a or b that were copied, and how often."""
        pairs = zip(padded(getattr(self, name)), padded(self.out), strict=True)
        return [(i - AXES, n) for i, (m, n) in enumerate(pairs) if m != n]

    def words(self, name: str) -> str:
        """Say what happened to a or b."""
        shape, axes = getattr(self, name), self.stretched(name)
        if not axes:
            return f"{name} {text(shape)} is used once in each place: nothing to add up"
        copies = " and ".join(f"copied {n} times along axis {axis}" for axis, n in axes)
        times = size(self.out) // size(shape)
        return f"{name} {text(shape)} is {copies}: each number hears {times} times"


def _index(shape: Shape, place: Shape) -> int:
    """Where in an array the number stands that is used in a place of the result."""
    index = 0
    for n, at in zip(padded(shape), place, strict=True):
        index = index * n + (at if n > 1 else 0)
    return index


def size(shape: Shape) -> int:
    """How many numbers an array of a shape has."""
    count = 1
    for n in shape:
        count *= n
    return count


def text(shape: Shape) -> str:
    """Write a shape as Python does."""
    return str(tuple(shape))


def nested(numbers: list[float], shape: Shape, write: Callable[[float], str]) -> str:
    """Write numbers in brackets, as numpy's ``tolist`` nests them.

    Examples
    --------
    >>> nested([1.0, 2.0], (2, 1), "{:g}".format)
    '[[1], [2]]'
    """
    if not shape:
        return write(numbers[0])
    step = len(numbers) // shape[0]
    inner = [nested(numbers[i : i + step], shape[1:], write) for i in range(0, len(numbers), step)]
    return f"[{', '.join(inner)}]"


def compared(
    mine: Any, arriving: list[float], full: Shape, shape: Shape, truth: list[float]
) -> str:
    """Say how an array that a student's `unbroadcast` returned differs; "" where it does not."""
    found = tuple(mine.shape)
    if found == full != shape:
        return f"still has the shape of the result, {text(found)}. Nothing was added up."
    if found != shape:
        kept = [n for n in found if n != 1] == [n for n in shape if n != 1]
        why = " An axis of length 1 got lost, or one is too many." if kept else ""
        return f"has the shape {text(found)}, and {text(shape)} belongs there.{why}"
    numbers = [float(number) for number in mine.ravel()]
    times = len(arriving) / max(1, len(truth))

    def same(factor: float) -> bool:
        pairs = zip(numbers, truth, strict=True)
        return all(abs(x - factor * y) <= 1e-6 * (1 + abs(y)) for x, y in pairs)

    if same(1.0):
        return ""
    if same(1.0 / times):
        return "is the mean of what arrives. Copies add up: take the sum."
    return "has other numbers than the sum of what arrives."
