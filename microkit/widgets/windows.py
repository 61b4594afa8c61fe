"""A small picture under a sliding window, in plain numbers: forward, and the way back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from microkit.errors import MicrokitError, ShapeError
from microkit.graph.labels import clean, shorten

SIDE = 3  # of the window
LARGEST = 8  # rows or columns of the picture
KERNELS: dict[str, tuple[float, ...]] = {
    "edge": (-1, 0, 1, -1, 0, 1, -1, 0, 1),
    "blur": (1 / 9,) * 9,
    "sharpen": (0, -1, 0, -1, 5, -1, 0, -1, 0),
    "copy": (0, 0, 0, 0, 1, 0, 0, 0, 0),
}
# A zero of `microkit.data.digits`, in sixteenths: it needs no scikit-learn.
ZERO = """0 0 5 13 9 1 0 0  0 0 13 15 10 15 5 0  0 3 15 2 0 11 8 0  0 4 12 0 0 8 8 0
          0 5 8 0 0 9 8 0  0 4 11 0 1 12 7 0  0 2 14 5 10 12 0 0  0 0 6 13 10 0 0 0"""

Rows = list[list[float]]


def zero() -> Rows:
    """Return the picture that is shown where none is given."""
    numbers = [float(word) for word in ZERO.split()]
    return [numbers[i : i + LARGEST] for i in range(0, len(numbers), LARGEST)]


def rows_of(image: Any) -> Rows:
    """Return a picture as rows of numbers.

    Raises
    ------
    MicrokitError
        If it is none, or too small or too large.

    Examples
    --------
    >>> rows_of([[1, 2, 3], [4, 5, 6], [7, 8, 9]])[1]
    [4.0, 5.0, 6.0]
    """
    try:
        rows: list[Any] = [list(row) if hasattr(row, "__iter__") else row for row in image]
        if len(rows) == LARGEST**2:
            rows = [rows[i : i + LARGEST] for i in range(0, len(rows), LARGEST)]
        if len(rows) == 1 and len(rows[0]) == LARGEST:  # of shape (1, 8, 8): one channel
            rows = [list(row) for row in rows[0]]
        found = [[float(number) for number in row] for row in rows]
    except (TypeError, ValueError, OverflowError):
        raise ShapeError(
            f"The picture is {shorten(clean(repr(image)), 60)}. It is rows of numbers, such as an "
            "array of shape (8, 8)."
        ) from None
    sides = (len(found), *{len(row) for row in found})
    if len(sides) != 2 or not all(SIDE <= side <= LARGEST for side in sides):
        raise ShapeError(
            f"The picture has {len(found)} rows. It has {SIDE} to {LARGEST} rows, all of the same "
            f"length, {SIDE} to {LARGEST} numbers."
        )
    if not all(math.isfinite(number) for row in found for number in row):
        raise MicrokitError("The picture holds nan or inf. Only finite numbers can be shown.")
    return found


def nine_of(kernel: Any) -> list[float]:
    """Return a kernel's nine numbers, given by name, in a row or as 3 x 3.

    Raises
    ------
    MicrokitError
        If it is not nine finite numbers.

    Examples
    --------
    >>> nine_of("sharpen")
    [0.0, -1.0, 0.0, -1.0, 5.0, -1.0, 0.0, -1.0, 0.0]
    """
    if isinstance(kernel, str):
        if kernel not in KERNELS:
            known = ", ".join(KERNELS)
            raise MicrokitError(f"There is no kernel {shorten(kernel, 40)!r}. Known: {known}.")
        kernel = KERNELS[kernel]
    try:
        if len(kernel) == 1:  # of shape (1, 3, 3): one channel
            (kernel,) = kernel
        flat: list[Any] = [
            n for part in kernel for n in (part if hasattr(part, "__iter__") else [part])
        ]
        found = [float(number) for number in flat]
    except (TypeError, ValueError, OverflowError):
        found = []
    if len(found) != SIDE**2 or not all(map(math.isfinite, found)):
        raise ShapeError(
            f"The kernel is {shorten(clean(repr(kernel)), 60)}. It is {SIDE} x {SIDE} finite "
            f"numbers, or one of {', '.join(KERNELS)}."
        )
    return found


def slid(image: Rows, kernel: Sequence[float]) -> Rows:
    """Slide the kernel over the picture: products under the window, added up, for each place.

    Examples
    --------
    >>> slid([[1.0, 2.0, 4.0, 8.0]] * 3, [-1, 0, 1] * 3)
    [[9.0, 18.0]]
    """
    return [
        [sum(products(image, kernel, row, column)) for column in range(len(image[0]) - SIDE + 1)]
        for row in range(len(image) - SIDE + 1)
    ]


def products(image: Rows, kernel: Sequence[float], row: int, column: int) -> list[float]:
    """Multiply what lies under the window, number by number."""
    return [
        image[row + i][column + j] * kernel[SIDE * i + j] for i in range(SIDE) for j in range(SIDE)
    ]


def heard(image: Rows, kernel: Sequence[float], places: Sequence[tuple[int, int]]) -> Rows:
    """Return what each cell of the picture hears when these outputs each hear a 1.

    Examples
    --------
    >>> heard([[0.0] * 4] * 3, [1, 2, 3] * 3, [(0, 0), (0, 1)])[0]
    [1.0, 3.0, 5.0, 3.0]
    """
    sums = [[0.0] * len(row) for row in image]
    for row, column in places:
        for i in range(SIDE):
            for j in range(SIDE):
                sums[row + i][column + j] += kernel[SIDE * i + j]
    return sums
