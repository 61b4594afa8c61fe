# ruff: noqa: D102   (what forward and backward are is said once, in ArrayOperation)
"""Curves, on each number by itself: ``exp log sqrt sin cos tanh``, and the activations."""

from __future__ import annotations

import math

from microkit.arrays.operation import ArrayOperation
from microkit.arrays.primitives import (
    cos,
    erf,
    exp,
    expm1,
    log,
    log1p,
    maximum,
    sin,
    sqrt,
    tanh,
    where,
    zeros,
)


class Exp(ArrayOperation, strict="smaller numbers"):
    """e to the power of each number."""

    def forward(self, a):
        self.out = exp(a)
        return self.out

    def backward(self, g):
        return (g * self.out,)  # d(exp a)/da = exp a


class Log(ArrayOperation, strict="numbers above 0"):
    """The natural logarithm."""

    def forward(self, a):
        self.a = a
        return log(a)

    def backward(self, g):
        return (g / self.a,)  # d(log a)/da = 1/a

    @classmethod
    def overflows(cls, *numbers):
        return False


class Sqrt(ArrayOperation, strict="numbers that are not below 0"):
    """The square root."""

    def forward(self, a):
        self.out = sqrt(a)
        return self.out

    def backward(self, g):
        return (g / (2 * self.out),)  # d(sqrt a)/da = 1 / (2 * sqrt a)


class Sin(ArrayOperation, strict="finite numbers"):
    """The sine of angles in radians."""

    def forward(self, a):
        self.a = a
        return sin(a)

    def backward(self, g):
        return (g * cos(self.a),)  # d(sin a)/da = cos a


class Cos(ArrayOperation, strict="finite numbers"):
    """The cosine of angles in radians."""

    def forward(self, a):
        self.a = a
        return cos(a)

    def backward(self, g):
        return (-g * sin(self.a),)  # d(cos a)/da = -sin a


class Tanh(ArrayOperation):
    """The hyperbolic tangent, between -1 and 1."""

    def forward(self, a):
        self.out = tanh(a)
        return self.out

    def backward(self, g):
        return (g * (1 - self.out * self.out),)  # d(tanh a)/da = 1 - tanh(a)**2


class Sigmoid(ArrayOperation):
    """1 / (1 + exp(-a)), between 0 and 1."""

    def forward(self, a):
        self.out = sigmoid(a)
        return self.out

    def backward(self, g):
        return (g * self.out * (1 - self.out),)  # d(sigmoid a)/da = s * (1 - s)


def sigmoid(a):
    """Return 1 / (1 + exp(-a)): for a = -800 exp is infinity, and the result 0, as it should be."""
    return 1 / (1 + exp(-a))


class ReLU(ArrayOperation):
    """Each number where it is above 0, else 0."""

    def forward(self, a):
        # numpy finds the larger of two arrays faster than of an array and a number.
        self.out = maximum(a, zeros(a.shape, a.dtype))
        return self.out

    def backward(self, g):
        return (g * (self.out > 0),)  # d(relu a)/da = 1 above 0, else 0; 0 at 0


class LeakyReLU(ArrayOperation, symbol="leaky_relu"):
    """Each number where it is above 0, else a small part of it."""

    def forward(self, a, slope=0.01):
        self.a, self.slope = a, slope
        return where(a > 0, a, slope * a)

    def backward(self, g):
        return (where(self.a > 0, g, self.slope * g),)  # d/da = 1 above 0, else the slope


class ELU(ArrayOperation):
    """Each number where it is above 0, else ``alpha * (exp(a) - 1)``."""

    def forward(self, a, alpha=1.0):
        self.a, self.alpha = a, alpha
        self.out = where(a > 0, a, alpha * expm1(a))
        return self.out

    def backward(self, g):
        # d/da = 1 above 0, else alpha * exp(a) = out + alpha
        return (where(self.a > 0, g, g * (self.out + self.alpha)),)


class GELU(ArrayOperation):
    """``a * P(a)``, with P(a) the share of a normal distribution that lies below a.

    References
    ----------
    Hendrycks and Gimpel (2016), "Gaussian Error Linear Units".
    """

    def forward(self, a):
        self.a, self.share = a, (1 + erf(a / math.sqrt(2))) / 2
        return a * self.share

    def backward(self, g):
        a = self.a
        density = exp(-a * a / 2) / math.sqrt(2 * math.pi)
        return (g * (self.share + a * density),)  # d(a*P(a))/da = P(a) + a * p(a)


class GELUTanh(ArrayOperation, symbol="gelu"):
    """GELU with its curve replaced by a tanh that is nearly the same, and faster."""

    ROOT, CUBIC = math.sqrt(2 / math.pi), 0.044715

    def forward(self, a):
        self.a = a
        self.t = tanh(self.ROOT * (a + self.CUBIC * a * a * a))
        return a * (1 + self.t) / 2

    def backward(self, g):
        a, t = self.a, self.t
        inner = self.ROOT * (1 + 3 * self.CUBIC * a * a)
        # d/da = (1 + t) / 2 + a * (1 - t**2) * inner / 2
        return (g * (1 + t + a * (1 - t * t) * inner) / 2,)


class Softplus(ArrayOperation):
    """log(1 + exp(a)): relu with its corner rounded."""

    def forward(self, a):
        self.a = a
        return maximum(a, 0) + log1p(exp(-abs(a)))  # a = 800 does not overflow

    def backward(self, g):
        return (g * sigmoid(self.a),)  # d(softplus a)/da = sigmoid(a)
