# ruff: noqa: D102   (what forward and backward are is said once, in ArrayOperation and ClassLoss)
"""Losses whose targets are the numbers of classes, each one operation."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from microkit.arrays.operation import ArrayOperation
from microkit.arrays.primitives import (
    Array,
    array,
    contiguous,
    exp,
    largest,
    log,
    numbered,
    same,
    zeros,
)
from microkit.arrays.primitives import (
    sum as total,
)
from microkit.errors import MicrokitError, NumberError, ShapeError, mean_of_nothing

INT, UNSIGNED = array([], "i8").dtype, array([], "u8").dtype


class ClassLoss(ArrayOperation):
    """What such losses share: one loss for each example, made of one column of numbers.

    ``forward`` takes scores of shape (N, classes), (classes,) or (N, classes, ...), and as options
    the targets, whole numbers of shape (N,), () or (N, ...), and the reduction.
    """

    def forward(self, scores: Array, *, targets: Array, reduction: str) -> Array:
        axes = scores.shape
        # Classes in rows, examples side by side: numpy works through rows faster than across them.
        if len(axes) == 2:
            z = contiguous(scores.T)
        elif len(axes) > 2:
            z = contiguous(scores.swapaxes(0, 1)).reshape(axes[1], -1)
        else:
            z = scores.reshape(-1, 1)
        fits = axes[:1] + axes[2:] if len(axes) > 1 else ()
        if targets.shape != fits or not axes:
            raise _other_shape(self.symbol, axes, targets.shape, fits)
        classes, examples = z.shape
        if targets.ndim != 1:
            targets = targets.ravel()
        if targets.dtype is not INT:  # in a byte, class * examples would begin again at 256
            targets = targets.astype(INT)
        unsigned = targets.view(UNSIGNED)  # without a sign, a number below 0 is a very large one
        if examples and unsigned[unsigned.argmax()] >= classes:  # half the time of the largest
            raise _no_such_class(self.symbol, targets, classes)
        if not examples and reduction == "mean":
            raise mean_of_nothing(axes)
        self.axes, self.fits, self.reduction = axes, fits, reduction
        self.at = targets * examples + _numbers(examples)
        losses = self.losses(z)
        if reduction == "none":
            return losses.reshape(fits)
        whole = total(losses, None)
        return whole / examples if reduction == "mean" else whole

    def backward(self, g: Array) -> tuple[Array, ...]:
        if self.reduction == "mean":
            g = g / self.at.size
        elif self.reduction == "none":
            g = g.reshape(-1)
        to_z, axes = self.slopes(g), self.axes
        if len(axes) == 2:
            return (to_z.T,)
        if len(axes) < 2:
            return (to_z.reshape(axes),)
        return (to_z.reshape(axes[1], axes[0], *axes[2:]).swapaxes(0, 1),)

    def losses(self, z: Array) -> Array:
        """Return the loss of each column of `z`, and keep what `slopes` needs."""
        raise NotImplementedError

    def slopes(self, g: Array) -> Array:
        """Return what `z` hears when the loss of each column hears `g`, in contiguous memory."""
        raise NotImplementedError


class CrossEntropy(ClassLoss, symbol="cross_entropy"):
    """Minus the logarithm of the softmax of the right class: ``log(sum(exp z)) - z[target]``."""

    def losses(self, z: Array) -> Array:
        z = z - largest(z, 0)  # the loss stays the same, and exp does not overflow
        self.exps = exp(z)
        self.totals = same(z.shape[:1], 1, z.dtype).dot(self.exps)  # the fastest way to sum
        return log(self.totals) - z.reshape(-1).take(self.at)

    def slopes(self, g: Array) -> Array:
        # d(loss)/dz = softmax(z) - 1 for the right class, softmax(z) for the others
        to_z = self.exps * (g / self.totals)
        to_z.reshape(-1)[self.at] -= g
        return to_z


class NegativeLogLikelihood(ClassLoss, symbol="nll"):
    """Minus the log-probability of the right class."""

    def losses(self, z: Array) -> Array:
        self.like = z
        return -z.reshape(-1).take(self.at)

    def slopes(self, g: Array) -> Array:
        to_z = zeros(self.like.shape, self.like.dtype)
        to_z.reshape(-1)[self.at] = -g  # d(loss)/dz = -1 for the right class, 0 for the others
        return to_z


@lru_cache(maxsize=4)
def _numbers(examples: int) -> Array:
    """Return 0, 1, 2, ... for each example, made once."""
    return numbered(examples)


def whole_numbers(targets: Any, loss: str) -> Array:
    """Return the targets as an array of whole numbers, or say what is wrong with them."""
    found = targets
    if found.__class__ is not Array:
        found = array(found.data if hasattr(found, "_prev") else found)
    if found.dtype.kind not in "iu":
        why = "one number for each class" if found.ndim > 1 else f"{found.dtype} numbers"
        advice = "targets.argmax(axis=1)" if found.ndim > 1 else "targets.astype(int)"
        raise NumberError(
            f"{loss} takes the number of the right class, a whole number, for each example, and "
            f"these targets are {why} (shape {found.shape}). Perhaps {advice}."
        )
    return found


def _other_shape(loss: str, scores: tuple, targets: tuple, fits: tuple) -> MicrokitError:
    if not scores:
        return ShapeError(f"{loss} takes one score for each class, and was given a single number.")
    return ShapeError(
        f"{loss} takes scores of shape (N, classes) and one whole number for each example. The "
        f"scores have shape {scores}, so targets of shape {fits} would fit; these have {targets}."
    )


def _no_such_class(loss: str, targets: Array, classes: int) -> MicrokitError:
    wrong = [int(t) for t in targets if not 0 <= t < classes]
    return NumberError(
        f"{loss} was given scores for {classes} classes, numbered 0 to {classes - 1}, and "
        f"{len(wrong)} of {targets.size} targets name another one: the first is {wrong[0]}. "
        + ("Do the classes start at 1? Subtract 1." if wrong[0] == classes else "")
    )
