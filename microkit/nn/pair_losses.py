# ruff: noqa: D102   (what forward and backward are is said once, in ArrayOperation and PairLoss)
"""Losses of one number and its target, each one operation."""

from __future__ import annotations

from microkit.arrays.operation import ArrayOperation
from microkit.arrays.primitives import Array, count, exp, log, log1p, maximum, same, sign
from microkit.arrays.primitives import sum as total
from microkit.errors import NumberError, ShapeError, mean_of_nothing


class PairLoss(ArrayOperation):
    """What such losses share: a loss for each number, and the mean or the sum of them.

    A subclass says what one number costs (`losses`) and how steeply (`slopes`).
    """

    def forward(self, y: Array, t: Array, *, reduction: str) -> Array:
        if y.shape != t.shape:
            raise ShapeError(
                f"{self.symbol} compares each number with its target. The numbers have shape "
                f"{y.shape} and the targets {t.shape}; give both one shape, for example with "
                f"targets.reshape{y.shape}."
            )
        if not y.size and reduction == "mean":
            raise mean_of_nothing(y.shape)
        self.dtypes = y.dtype, t.dtype
        if y.dtype.kind != "f":
            y = y.astype(t.dtype if t.dtype.kind == "f" else float)
        if t.dtype is not y.dtype:
            t = t.astype(y.dtype)
        losses = self.losses(y, t)
        self.y, self.t, self.reduction = y, t, reduction
        if reduction == "none":
            return losses
        whole = total(losses, None)
        return whole / y.size if reduction == "mean" else whole

    def backward(self, g: Array) -> tuple[Array | None, ...]:
        if self.reduction == "mean":
            g = g / self.y.size
        to_y, to_t = self.slopes(self.y, self.t)
        return (to_y * g if self.needs[0] else None), (to_t() * g if self.needs[1] else None)

    def losses(self, y: Array, t: Array) -> Array:
        """Return what each number costs."""
        raise NotImplementedError

    def slopes(self, y: Array, t: Array) -> tuple:
        """Return d(loss)/dy, and a function for d(loss)/dt, which is seldom asked for."""
        raise NotImplementedError


class SquaredError(PairLoss, symbol="mse"):
    """``(y - t)**2``."""

    def losses(self, y: Array, t: Array) -> Array:
        self.gap = y - t
        return self.gap * self.gap

    def slopes(self, y: Array, t: Array) -> tuple:
        return 2 * self.gap, lambda: -2 * self.gap  # d/dy = 2 (y - t), d/dt = -2 (y - t)


class AbsoluteError(PairLoss, symbol="l1"):
    """``|y - t|``."""

    def losses(self, y: Array, t: Array) -> Array:
        self.gap = y - t
        return abs(self.gap)

    def slopes(self, y: Array, t: Array) -> tuple:
        way = sign(self.gap)  # d/dy = 1 above t, -1 below, 0 on it
        return way, lambda: -way


class Hinge(PairLoss, symbol="hinge"):
    """``max(0, 1 - t * y)`` for targets -1 and 1."""

    def losses(self, y: Array, t: Array) -> Array:
        one, none = same(t.shape, 1, t.dtype), same(t.shape, 0, t.dtype)
        if count(abs(t) != one):
            wrong = t[abs(t) != 1]
            raise NumberError(
                f"hinge takes the targets -1 and 1, and {wrong.size} of {t.size} are others: the "
                f"first is {wrong.flat[0]:g}. For the targets 0 and 1, take 2 * targets - 1."
            )
        missing = one - t * y
        self.on = (missing > none).astype(y.dtype)  # 1 or 0: faster than truths times numbers
        return maximum(missing, none)  # nan stays nan, and is not taken for 0

    def slopes(self, y: Array, t: Array) -> tuple:
        # d/dy = -t where the margin is missed, else 0
        return -t * self.on, lambda: -y * self.on


class BinaryCrossEntropy(PairLoss, symbol="bce"):
    """``-(t log p + (1 - t) log(1 - p))`` for a probability p; no logarithm counts below -100."""

    FLOOR = -100.0

    def losses(self, y: Array, t: Array) -> Array:
        wrong = y[(y < 0) | (y > 1)]
        if wrong.size:
            raise NumberError(
                f"bce takes probabilities from 0 to 1, and {wrong.size} of {y.size} are not: the "
                f"first is {wrong.flat[0]:g}. For scores before the sigmoid, take "
                "binary_cross_entropy_with_logits."
            )
        _refuse_targets(self.symbol, t)
        floor = y.dtype.type(self.FLOOR)
        yes, no = maximum(log(y), floor), maximum(log1p(-y), floor)
        self.odds = no - yes
        return -(t * yes + (1 - t) * no)

    def slopes(self, y: Array, t: Array) -> tuple:
        # d/dp = (p - t) / (p (1 - p)), where PyTorch, too, divides by no less than 1e-12
        return (y - t) / maximum(y * (1 - y), y.dtype.type(1e-12)), lambda: self.odds


class BinaryCrossEntropyWithLogits(PairLoss, symbol="bce_with_logits"):
    """The same for ``p = sigmoid(z)``, without ever rounding p to 0 or 1.

    It is ``max(z, 0) - t z + log(1 + exp(-|z|))``.
    """

    def losses(self, y: Array, t: Array) -> Array:
        _refuse_targets(self.symbol, t)
        self.small = exp(-abs(y))  # never above 1: y = -800 does not overflow
        return maximum(y, 0) - t * y + log1p(self.small)

    def slopes(self, y: Array, t: Array) -> tuple:
        above = y >= 0
        sigmoid = (above + self.small * ~above) / (1 + self.small)
        return sigmoid - t, lambda: -y  # d/dz = sigmoid(z) - t


def _refuse_targets(loss: str, t: Array) -> None:
    if count(abs(t - 0.5) > 0.5):
        wrong = t[abs(t - 0.5) > 0.5]
        raise NumberError(
            f"{loss} takes targets from 0 to 1, and {wrong.size} of {t.size} are not: the first is "
            f"{wrong.flat[0]:g}. For the targets -1 and 1, take (targets + 1) / 2, or hinge_loss."
        )
