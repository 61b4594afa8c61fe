# ruff: noqa: D102   (what forward and backward are is said once, in ArrayOperation)
"""Normalization as one operation: numbers moved to mean 0 and brought to size 1, then stretched."""

from __future__ import annotations

from collections.abc import Callable
from math import prod

from microkit.arrays.operation import ArrayOperation
from microkit.arrays.primitives import Array, sqrt
from microkit.arrays.primitives import sum as total
from microkit.broadcast import unbroadcast

Seen = Callable[[Array, Array], None]


class Normalize(ArrayOperation, symbol="normalize"):
    """``(x - mean) / sqrt(var + eps) * weight + bias``, over some of the axes.

    Parameters
    ----------
    x : array
        The numbers.
    weight, bias : array, optional
        What the result is multiplied by, and what is added to it.
    axes : tuple of int
        Over which axes mean and variance are taken.
    across : tuple of int
        The shape in which weight and bias stretch over `x`.
    eps : float
        Keeps the division sound where all numbers are equal.
    centered : bool
        Whether the mean is taken away; without it the size is that of the numbers themselves.
    seen : function, optional
        Is told the mean and the variance, in the shape of `x` with axes of length 1.

    Notes
    -----
    With ``n = (x - mean) / size``, where mean and size hear from every number as well::

        d/dx = (h - mean(h) - n * mean(h * n)) / size     for h = g * weight
    """

    def forward(
        self,
        x: Array,
        weight: Array | None = None,
        bias: Array | None = None,
        *,
        axes: tuple[int, ...],
        across: tuple[int, ...],
        eps: float,
        centered: bool = True,
        seen: Seen | None = None,
    ) -> Array:
        self.axes, self.across, self.centered = axes, across, centered
        self.many = prod([x.shape[axis] for axis in axes])
        self.dtype = x.dtype
        if weight is not None and x.dtype is not weight.dtype:
            x = x.astype(weight.dtype)
        elif x.dtype.kind != "f":
            x = x.astype(float)
        mean = self._mean(x) if centered else None
        if mean is not None:
            x = x - mean
        var = self._mean(x * x)
        self.size = sqrt(var + eps)
        self.n = out = x / self.size
        self.weight = None if weight is None else weight.reshape(across)
        self.shapes = [p.shape for p in (weight, bias) if p is not None]
        if self.weight is not None:
            out = out * self.weight
        if bias is not None:
            out = out + bias.reshape(across)
        if seen is not None and mean is not None:
            seen(mean, var)
        return out

    def backward(self, g: Array) -> tuple[Array | None, ...]:
        n, needs = self.n, self.needs
        shares: list[Array | None] = [None]
        if needs[0]:
            h = g if self.weight is None else g * self.weight
            to_x = h - n * self._mean(h * n)
            if self.centered:
                to_x = to_x - self._mean(h)
            shares = [(to_x / self.size).astype(self.dtype, copy=False)]
        if len(needs) > 1:  # d/d(weight) = n, summed where it was stretched
            to_weight = unbroadcast(g * n, self.across) if needs[1] else None
            shares.append(None if to_weight is None else to_weight.reshape(self.shapes[0]))
        if len(needs) > 2:  # d/d(bias) = 1, summed where it was stretched
            to_bias = unbroadcast(g, self.across) if needs[2] else None
            shares.append(None if to_bias is None else to_bias.reshape(self.shapes[1]))
        return tuple(shares)

    def _mean(self, x: Array) -> Array:
        return total(x, self.axes, keepdims=True) / self.many
