# ruff: noqa: D102   (what forward and backward are is said once, in Bend)
"""Activations that a layer applies to its own result, in the memory of that result.

A `Bend` computes its slope from what came out, so that what went in need not be kept.
"""

from __future__ import annotations

from microkit.arrays.primitives import Array, exp, maximum, same, tanh, where

LARGE = 16384  # from here on, one row of zeros that is used again is faster than a whole array


class Bend:
    """An activation that overwrites what it is given.

    ``forward(z)`` may use the memory of `z` for its result. ``backward(g, out)`` returns the
    upstream gradient times the slope, in new memory.
    """

    def forward(self, z: Array) -> Array:
        """Return the activation of `z`, which is overwritten."""
        return z

    def backward(self, g: Array, out: Array) -> Array:
        """Return what `z` hears when its activation, which is `out`, hears `g`."""
        return g


class BendReLU(Bend):
    """The number where it is above 0, else 0."""

    def forward(self, z: Array) -> Array:
        # numpy finds the larger of two arrays three times as fast as of an array and a number.
        none = same(z.shape if z.size < LARGE else z.shape[1:], 0, z.dtype)
        return maximum(z, none, out=z)

    def backward(self, g: Array, out: Array) -> Array:
        # d(relu z)/dz = 1 above 0, else 0. What came out is never below 0, so "not 0" will do; and
        # numpy is faster in two steps than in a product of numbers and truths.
        slope = out.astype(bool).astype(g.dtype)
        slope *= g
        return slope


class BendLeakyReLU(Bend):
    """The number where it is above 0, else a part of it."""

    def __init__(self, slope: float) -> None:
        self.slope = slope

    def forward(self, z: Array) -> Array:
        return where(z > 0, z, self.slope * z)

    def backward(self, g: Array, out: Array) -> Array:
        return where(out > 0, g, self.slope * g)  # d/dz = 1 above 0, else slope


class BendTanh(Bend):
    """The hyperbolic tangent."""

    def forward(self, z: Array) -> Array:
        return tanh(z, out=z)

    def backward(self, g: Array, out: Array) -> Array:
        return g * (1 - out * out)  # d(tanh z)/dz = 1 - tanh(z)**2


class BendSigmoid(Bend):
    """1 / (1 + exp(-z))."""

    def forward(self, z: Array) -> Array:
        z *= -1
        exp(z, out=z)  # infinity at z = -800, and its inverse is 0, which is right
        z += 1
        return 1 / z

    def backward(self, g: Array, out: Array) -> Array:
        return g * out * (1 - out)  # d(sigmoid z)/dz = s * (1 - s)


RELU, TANH, SIGMOID = BendReLU(), BendTanh(), BendSigmoid()
