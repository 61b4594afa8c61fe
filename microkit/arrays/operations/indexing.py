# ruff: noqa: D102   (what forward and backward are is said once, in ArrayOperation)
"""Some of the numbers, chosen by where they stand: ``x[...]``, ``gather``, ``embedding``."""

from __future__ import annotations

from typing import Any

from microkit.arrays.operation import ArrayOperation
from microkit.arrays.primitives import Array, add_at, array, grid, largest, smallest, zeros
from microkit.errors import MicrokitError, ShapeError

BASIC = {int, bool, slice, type(None), type(Ellipsis)}  # each names any place once


class Index(ArrayOperation, symbol="[]"):
    """``x[index]``: slices, whole numbers, masks, arrays of whole numbers, or several of them."""

    @classmethod
    def no_answer(cls, arrays: tuple[Array, ...], error: Exception) -> MicrokitError:
        shape = arrays[0].shape
        return ShapeError(f"A Tensor of shape {shape} has no such place: {error}.")

    def forward(self, a, index):
        self.shape, self.dtype, self.index = a.shape, a.dtype, index
        return a[index]

    def backward(self, g):
        back = zeros(self.shape, self.dtype)
        if repeats(self.index):
            add_at(back, self.index, g)  # a number taken twice hears twice
        else:
            back[self.index] = g
        return (back,)


def repeats(index: Any) -> bool:
    """Return whether `index` could name a place twice: arrays of whole numbers can."""
    parts = index if isinstance(index, tuple) else (index,)
    return any(p.__class__ not in BASIC and array(p).dtype.kind != "b" for p in parts)


class Gather(ArrayOperation):
    """One number for each place of an index array: its entries name places along one axis."""

    def forward(self, a, index, axis):
        if index.ndim != a.ndim:
            raise ShapeError(
                f"gather needs an index with as many axes as the numbers, {a.ndim}, and its shape "
                f"is {index.shape}. To add an axis: index[:, None]."
            )
        refuse_outside(index, a.shape[axis], "gather")
        places = grid(index.shape)
        places[axis] = index
        self.shape, self.dtype, self.places = a.shape, a.dtype, tuple(places)
        return a[self.places]

    def backward(self, g):
        back = zeros(self.shape, self.dtype)
        add_at(back, self.places, g)  # a number gathered twice hears twice
        return (back,)


class Embedding(ArrayOperation):
    """Rows of a table, chosen by whole numbers: row 3 for every 3."""

    def forward(self, table, index):
        refuse_outside(index, len(table), "embedding")
        self.shape, self.dtype, self.index = table.shape, table.dtype, index
        return table[index]

    def backward(self, g):
        back = zeros(self.shape, self.dtype)
        add_at(back, self.index, g)  # a row taken twice hears twice
        return (back,)


def refuse_outside(index: Array, length: int, where: str) -> None:
    """Raise unless `index` holds whole numbers from 0 to `length` - 1."""
    if index.dtype.kind not in "iu":
        raise ShapeError(f"{where} needs whole numbers as an index, and these are {index.dtype}.")
    if index.size and (smallest(index, None) < 0 or largest(index, None) >= length):
        raise ShapeError(
            f"{where} needs an index from 0 to {length - 1}, and these go from {index.min()} to "
            f"{index.max()}."
        )
