# ruff: noqa: D102   (what forward and backward are is said once, in Operation)
"""The operations of `Value`: one operation, one class; together, the table of derivatives.

``g`` is the upstream gradient and ``out`` the result. `backward` returns what each input hears,
own slope times ``g``, one derivative a line. The inputs are floats, or Values where a derivative
is to be differentiated again; that is why a rule is written with operators and operations.

To add your own, see `Operation`.
"""

from __future__ import annotations

import math

from microkit.operation import Operation

# -- arithmetic: +  -  *  /  **  neg ---------------------------------------------------------------


class Add(Operation, symbol="+", method="__add__", reflected="__radd__"):
    """The sum of two numbers."""

    @staticmethod
    def forward(a, b):
        return a + b

    @staticmethod
    def backward(g, out, a, b):
        return (
            g,  # d(a+b)/da = 1
            g,  # d(a+b)/db = 1
        )


class Sub(Operation, symbol="-", method="__sub__", reflected="__rsub__"):
    """The difference of two numbers."""

    @staticmethod
    def forward(a, b):
        return a - b

    @staticmethod
    def backward(g, out, a, b):
        return (
            g,  # d(a-b)/da = 1
            -g,  # d(a-b)/db = -1
        )


class Mul(Operation, symbol="*", method="__mul__", reflected="__rmul__"):
    """The product of two numbers."""

    @staticmethod
    def forward(a, b):
        return a * b

    @staticmethod
    def backward(g, out, a, b):
        return (
            g * b,  # d(a*b)/da = b
            g * a,  # d(a*b)/db = a
        )


class Div(
    Operation,
    symbol="/",
    method="__truediv__",
    reflected="__rtruediv__",
    needs="a divisor that is not 0",
):
    """The quotient of two numbers."""

    @staticmethod
    def forward(a, b):
        return a / b

    @staticmethod
    def backward(g, out, a, b):
        return (
            g / b,  # d(a/b)/da = 1/b
            -g * out / b,  # d(a/b)/db = -a/b**2
        )


class Pow(
    Operation,
    symbol="**",
    method="__pow__",
    reflected="__rpow__",
    needs="a base above 0, or a whole exponent (which is not negative where the base is 0)",
):
    """A number raised to a power.

    Notes
    -----
    Below 0 a base has powers for whole exponents only: there is nothing to nudge the exponent to,
    and no slope along it. It is told 0 there, where PyTorch says nan: as a rule it is the plain
    number of ``x ** 2``, and nobody asks it. At a base of 0 the exponent hears 0 as in PyTorch.
    """

    @staticmethod
    def forward(a, b):
        return math.pow(a, b)  # where a ** b would go to complex numbers, this says no

    @staticmethod
    def backward(g, out, a, b):
        return (
            g * b * a ** (b - 1) if float(a) or float(b) else 0.0,  # d(a**b)/da = b * a**(b-1)
            g * out * Log.of(a) if a > 0 else 0.0,  # d(a**b)/db = a**b * log(a)
        )


class Neg(Operation, symbol="neg", method="__neg__"):
    """The number with its sign turned."""

    @staticmethod
    def forward(a):
        return -a

    @staticmethod
    def backward(g, out, a):
        return (-g,)  # d(-a)/da = -1


# -- choices: abs  max  min  relu  leaky_relu ------------------------------------------------------
# At a kink the slope is a convention, the same one as PyTorch's.


class Abs(Operation, symbol="abs", method="__abs__"):
    """The size of a number, without its sign."""

    @staticmethod
    def forward(a):
        return abs(a)

    @staticmethod
    def backward(g, out, a):
        return (g if a > 0 else -g if a < 0 else 0.0,)  # d|a|/da = 1 or -1; 0 at 0


class Max(Operation, symbol="max", method="maximum"):
    """The larger of two numbers; if they are equal, each hears half.

    Python's own ``max(a, b)`` works on Values too: it returns one of the two, and makes no node.
    """

    @staticmethod
    def forward(a, b):
        return a if a >= b or a != a else b  # nan, of which nothing is larger, is the answer

    @staticmethod
    def backward(g, out, a, b):
        return (
            g if a > b else 0.0 if b > a else g / 2,  # d max(a,b)/da = 1 where a is the larger
            g if b > a else 0.0 if a > b else g / 2,  # d max(a,b)/db = 1 where b is the larger
        )


class Min(Operation, symbol="min", method="minimum"):
    """The smaller of two numbers; if they are equal, each hears half.

    Python's own ``min(a, b)`` works on Values too: it returns one of the two, and makes no node.
    """

    @staticmethod
    def forward(a, b):
        return a if a <= b or a != a else b  # as in max

    @staticmethod
    def backward(g, out, a, b):
        return (
            g if a < b else 0.0 if b < a else g / 2,  # d min(a,b)/da = 1 where a is the smaller
            g if b < a else 0.0 if a < b else g / 2,  # d min(a,b)/db = 1 where b is the smaller
        )


class ReLU(Operation, symbol="relu", method="relu"):
    """The number where it is above 0, else 0."""

    @staticmethod
    def forward(a):
        return 0.0 if a <= 0 else a

    @staticmethod
    def backward(g, out, a):
        return (g if a > 0 else 0.0,)  # d(relu a)/da = 1 above 0, else 0; 0 at 0


class LeakyReLU(Operation, symbol="leaky_relu", method="leaky_relu"):
    """The number where it is above 0, else a hundredth of it."""

    LEAK = 0.01

    @staticmethod
    def forward(a):
        return a if a > 0 else LeakyReLU.LEAK * a

    @staticmethod
    def backward(g, out, a):
        return (g if a > 0 else LeakyReLU.LEAK * g,)  # d(leaky_relu a)/da = 1 above 0, else 0.01


# -- curves: exp  log  sqrt  sin  cos  tanh  sigmoid  softplus -------------------------------------


class Exp(Operation, symbol="exp", method="exp"):
    """e to the power of a number."""

    @staticmethod
    def forward(a):
        return math.exp(a)

    @staticmethod
    def backward(g, out, a):
        return (g * out,)  # d(exp a)/da = exp a


class Log(Operation, symbol="log", method="log", needs="a number above 0"):
    """The natural logarithm."""

    @staticmethod
    def forward(a):
        return math.log(a)

    @staticmethod
    def backward(g, out, a):
        return (g / a,)  # d(log a)/da = 1/a


class Sqrt(Operation, symbol="sqrt", method="sqrt", needs="a number that is not below 0"):
    """The square root."""

    @staticmethod
    def forward(a):
        return math.sqrt(a)

    @staticmethod
    def backward(g, out, a):
        return (g / (2 * out),)  # d(sqrt a)/da = 1 / (2 * sqrt a)


class Sin(Operation, symbol="sin", method="sin", needs="a finite number"):
    """The sine of an angle in radians."""

    @staticmethod
    def forward(a):
        return math.sin(a)

    @staticmethod
    def backward(g, out, a):
        return (g * Cos.of(a),)  # d(sin a)/da = cos a


class Cos(Operation, symbol="cos", method="cos", needs="a finite number"):
    """The cosine of an angle in radians."""

    @staticmethod
    def forward(a):
        return math.cos(a)

    @staticmethod
    def backward(g, out, a):
        return (-g * Sin.of(a),)  # d(cos a)/da = -sin a


class Tanh(Operation, symbol="tanh", method="tanh"):
    """The hyperbolic tangent, between -1 and 1."""

    @staticmethod
    def forward(a):
        return math.tanh(a)

    @staticmethod
    def backward(g, out, a):
        return (g * (1 - out * out),)  # d(tanh a)/da = 1 - tanh(a)**2


class Sigmoid(Operation, symbol="sigmoid", method="sigmoid"):
    """1 / (1 + exp(-a)), between 0 and 1."""

    @staticmethod
    def forward(a):
        small = math.exp(-abs(a))  # never above 1: a = -800 does not overflow
        return (small if a < 0 else 1.0) / (1.0 + small)

    @staticmethod
    def backward(g, out, a):
        return (g * out * (1 - out),)  # d(sigmoid a)/da = s * (1 - s)


class Softplus(Operation, symbol="softplus", method="softplus"):
    """log(1 + exp(a)): relu with its corner rounded."""

    @staticmethod
    def forward(a):
        return max(a, 0.0) + math.log1p(math.exp(-abs(a)))  # a = 800 does not overflow

    @staticmethod
    def backward(g, out, a):
        return (g * Sigmoid.of(a),)  # d(softplus a)/da = sigmoid(a)
