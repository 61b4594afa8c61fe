# ruff: noqa: D102   (what forward and backward are is said once, in ArrayOperation)
"""The same numbers in another shape or order; and arrays put together.

Backward is each time the same walk in the other direction. The result may be a view: it shares the
memory of its input, as in numpy and PyTorch.
"""

from __future__ import annotations

from typing import Any

from microkit.arrays.operation import ArrayOperation
from microkit.arrays.primitives import Array, broadcast, join, pad
from microkit.broadcast import unbroadcast
from microkit.errors import MicrokitError, ShapeError


class Reshape(ArrayOperation):
    """The same numbers, row by row, in another shape."""

    def forward(self, a, shape):
        self.shape = a.shape
        return a.reshape(shape)

    def backward(self, g):
        return (g.reshape(self.shape),)

    @classmethod
    def no_answer(cls, arrays: tuple[Array, ...], error: Exception) -> MicrokitError:
        a = arrays[0]
        return ShapeError(
            f"The {a.size} numbers of shape {a.shape} do not fill that shape ({error}). Its axes "
            f"multiplied have to be {a.size}; one of them may be -1, which stands for the rest."
        )


class Permute(ArrayOperation):
    """The axes in another order."""

    def forward(self, a, axes):
        axes = [axis + a.ndim if axis < 0 else axis for axis in axes]
        self.back = sorted(range(len(axes)), key=axes.__getitem__)
        return a.transpose(axes)

    def backward(self, g):
        return (g.transpose(self.back),)  # every axis goes back to where it came from


class Broadcast(ArrayOperation):
    """The numbers repeated until they fill a larger shape."""

    def forward(self, a, shape):
        self.shape = a.shape
        if len(shape) < a.ndim or any(
            m not in (1, n) for m, n in zip(a.shape[::-1], shape[::-1], strict=False)
        ):
            raise ShapeError(
                f"Shape {a.shape} does not stretch to {shape}. Counted from the right, each axis "
                "is as long as the one wanted, or 1; new axes come in front."
            )
        return broadcast(a, shape)

    def backward(self, g):
        return (unbroadcast(g, self.shape),)


class Flip(ArrayOperation):
    """The numbers in reverse order along some axes."""

    def forward(self, a, axes):
        turned = [slice(None)] * a.ndim
        for axis in axes:
            turned[axis] = slice(None, None, -1)
        self.turned = tuple(turned)
        return a[self.turned]

    def backward(self, g):
        return (g[self.turned],)  # twice turned is as before


class Pad(ArrayOperation):
    """Numbers put around an array."""

    def forward(self, a, widths, value=0.0):
        self.inside = tuple([slice(b, b + n) for n, (b, _) in zip(a.shape, widths, strict=True)])
        return pad(a, widths, value)

    def backward(self, g):
        return (g[self.inside],)  # what was put around was not computed from anything


class Cat(ArrayOperation, promotes=True):
    """Arrays one after another along an axis that they have."""

    def forward(self, *arrays, axis=0):
        if not arrays[0].ndim:
            raise ShapeError("Single numbers have no axis to go along: stack(...) makes one.")
        self.axis = axis % arrays[0].ndim
        self.ends = [x.shape[self.axis] for x in arrays]
        return join(arrays, axis)

    def backward(self, g):
        shares: list[Any] = []
        start = 0
        for length, wanted in zip(self.ends, self.needs, strict=True):
            part = (slice(None),) * self.axis + (slice(start, start + length),)
            shares.append(g[part] if wanted else None)
            start += length
        return tuple(shares)


class Stack(ArrayOperation, promotes=True):
    """Arrays of one shape, along a new axis."""

    def forward(self, *arrays, axis=0):
        self.front = (slice(None),) * (axis % (arrays[0].ndim + 1))
        place = (*self.front, None)
        return join([x[place] for x in arrays], axis)

    def backward(self, g):
        return tuple([g[(*self.front, i)] if n else None for i, n in enumerate(self.needs)])
