# ruff: noqa: D102   (what forward and backward are is said once, in ArrayOperation)
"""Many numbers become one: ``sum mean max min var``, ``logsumexp``; and softmax, which shares out.

An ``axis`` is None for all, a number, or a tuple of them; negative ones count from the right.
"""

from __future__ import annotations

from typing import Any

from microkit.arrays.operation import ArrayOperation
from microkit.arrays.primitives import (
    Array,
    Shape,
    exp,
    is_finite,
    largest,
    log,
    smallest,
    spread,
    where,
)
from microkit.arrays.primitives import (
    sum as total,
)
from microkit.errors import MicrokitError, ShapeError

Axis = int | tuple[int, ...] | None


class Reduction(ArrayOperation):
    """What all of them share: which axes vanish, and how a gradient gets them back."""

    shape: Shape  # before
    axis: Axis

    def kept(self, g: Any) -> Any:
        """Return `g` with the axes that have vanished as axes of length 1."""
        shape, axis = self.shape, self.axis
        if axis is None or g.ndim == len(shape):
            return g
        if isinstance(axis, int):
            axis %= len(shape)
            return g.reshape(*shape[:axis], 1, *shape[axis + 1 :])
        gone = {a % len(shape) for a in axis}
        return g.reshape([1 if i in gone else n for i, n in enumerate(shape)])

    @classmethod
    def no_answer(cls, arrays: tuple[Array, ...], error: Exception) -> MicrokitError:
        if isinstance(error, MicrokitError):
            return error
        shape = arrays[0].shape
        if "zero-size" in str(error):
            return ShapeError(
                f"There is no {cls.symbol} of nothing: shape {shape} has an axis of length 0. "
                "Is the batch or the mask empty?"
            )
        return ShapeError(
            f"{cls.symbol} has no such axis in shape {shape}: it has {len(shape)}, counted from 0, "
            f"or from -1 on the right. ({error})"
        )


class Sum(Reduction, symbol="sum"):
    """The sum of all numbers, or along some axes."""

    def forward(self, a, axis=None, keepdims=False):
        self.shape, self.axis = a.shape, axis
        return total(a, axis, keepdims=keepdims)

    def backward(self, g):
        return (spread(self.kept(g), self.shape),)  # d(sum a)/da = 1


class Mean(Reduction, symbol="mean"):
    """The mean of all numbers, or along some axes."""

    def forward(self, a, axis=None, keepdims=False):
        self.shape, self.axis = a.shape, axis
        if a.dtype.kind != "f":
            a = a * 1.0
        out = total(a, axis, keepdims=keepdims)
        self.count = a.size // out.size if out.size else 1
        if not self.count:
            raise ValueError("zero-size")
        return out / self.count

    def backward(self, g):
        return (spread(self.kept(g / self.count), self.shape),)  # d(mean a)/da = 1/n


class Max(Reduction, symbol="max"):
    """The largest number, or along some axes; if there are several, they share the gradient."""

    _choose = largest

    def forward(self, a, axis=None, keepdims=False):
        self.shape, self.axis = a.shape, axis
        out = type(self)._choose(a, axis, keepdims=True)
        self.chosen = a == out
        return out if keepdims else out.reshape(shrunk(a.shape, axis))

    def backward(self, g):
        # d(max a)/da = 1 at the largest, else 0; PyTorch's amax shares evenly, and so do we
        count = total(self.chosen, self.axis, keepdims=True)
        return (self.chosen * (self.kept(g) / count).astype(g.dtype),)


class Min(Max, symbol="min"):
    """The smallest number, or along some axes; if there are several, they share the gradient."""

    _choose = smallest


class Var(Reduction, symbol="var"):
    """The variance: the mean square of the distances from the mean.

    Notes
    -----
    The sum is divided by ``n - correction``: 1 for a sample, as in PyTorch; 0 for all there is.
    """

    def forward(self, a, axis=None, correction=1, keepdims=False):
        self.shape, self.axis = a.shape, axis
        mean = total(a, axis, keepdims=True)
        count = a.size // (mean.size or 1)
        if count <= correction:
            raise ShapeError(
                f"There is no variance of {count} numbers, divided by {count} - {correction}. Give "
                "more numbers, or correction=0."
            )
        self.far = a - mean / count
        self.count = count - correction
        return total(self.far * self.far, axis, keepdims=keepdims) / self.count

    def backward(self, g):
        # d(var a)/da = 2 * (a - mean) / (n - correction); moving the mean changes nothing
        return (self.far * self.kept(g * (2 / self.count)),)


# -- softmax and its relatives ---------------------------------------------------------------------
# The largest number is taken off first: it changes no result, and exp never overflows.


class LogSumExp(Reduction):
    """log(sum(exp(a))), a smooth max."""

    def forward(self, a, axis=None, keepdims=False):
        self.shape, self.axis = a.shape, axis
        top = largest(a, axis, keepdims=True)
        top = where(is_finite(top), top, 0)  # of nothing but -inf it is -inf
        out = log(total(exp(a - top), axis, keepdims=True)) + top
        self.a, self.out = a, out
        return out if keepdims else out.reshape(shrunk(a.shape, axis))

    def backward(self, g):
        # d/da = exp(a) / sum(exp(a)) = softmax(a)
        return (exp(self.a - self.out) * self.kept(g),)


class Softmax(Reduction):
    """exp(a) / sum(exp(a)) along an axis: shares that are above 0 and add up to 1."""

    def forward(self, a, axis=-1):
        self.axis = axis
        e = exp(a - largest(a, axis, keepdims=True)) if a.size else a
        self.out = e / total(e, axis, keepdims=True)
        return self.out

    def backward(self, g):
        # d(s_i)/d(a_j) = s_i * (1 if i is j, else 0) - s_i * s_j
        s = self.out
        weighted = g * s
        return (weighted - s * total(weighted, self.axis, keepdims=True),)


class LogSoftmax(Reduction, symbol="log_softmax"):
    """log(softmax(a)), exact also where softmax is too small for a float."""

    def forward(self, a, axis=-1):
        self.axis = axis
        low = a - largest(a, axis, keepdims=True) if a.size else a
        self.out = low - log(total(exp(low), axis, keepdims=True))
        return self.out

    def backward(self, g):
        # d/da_j = g_j - softmax_j * sum(g)
        return (g - exp(self.out) * total(g, self.axis, keepdims=True),)


def shrunk(shape: Shape, axis: Axis) -> Shape:
    """Return `shape` without the axes that vanish."""
    if axis is None:
        return ()
    axes = (axis,) if isinstance(axis, int) else axis
    gone = {a % len(shape) for a in axes} if shape else set()
    return tuple([n for i, n in enumerate(shape) if i not in gone])
