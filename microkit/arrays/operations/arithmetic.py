# ruff: noqa: D102   (what forward and backward are is said once, in ArrayOperation)
"""Arithmetic on arrays: ``+ - * / **``, negation and ``@``.

Two shapes fit as numpy and PyTorch fit them. What was stretched on the way there is summed on the
way back: see `microkit.broadcast.unbroadcast`.
"""

from __future__ import annotations

from typing import Any

from microkit.arrays.operation import ArrayOperation
from microkit.arrays.primitives import Array, Shape, log, where
from microkit.broadcast import unbroadcast
from microkit.errors import MicrokitError, ShapeError


class Pairwise(ArrayOperation, promotes=True):
    """What all operations share that meet two arrays number by number."""

    a: Array
    b: Array

    def back(self, to_a: Any, to_b: Any) -> tuple[Array | None, Array | None]:
        """Return both shares, each in the shape of its input; `None` stays `None`."""
        if to_a is not None and to_a.shape != self.a.shape:
            to_a = unbroadcast(to_a, self.a.shape)
        if to_b is not None and to_b.shape != self.b.shape:
            to_b = unbroadcast(to_b, self.b.shape)
        return to_a, to_b

    @classmethod
    def no_answer(cls, arrays: tuple[Array, ...], error: Exception) -> MicrokitError:
        shapes = [x.shape for x in arrays]
        axis = next(
            (
                i
                for i in range(-1, -1 - min(map(len, shapes)), -1)
                if len({s[i] for s in shapes} - {1}) > 1
            ),
            None,
        )
        if axis is None:
            return super().no_answer(arrays, error)
        return ShapeError(
            f"Shapes {' and '.join(map(str, shapes))} do not fit for {cls.symbol}: axis {axis}, "
            f"counted from the right, has {' and '.join([str(s[axis]) for s in shapes])}. Two axes "
            "fit if they are equal, or one of them is 1 or missing; unsqueeze(axis) makes a 1."
        )


class Add(Pairwise, symbol="+"):
    """The sum of two arrays."""

    def forward(self, a, b):
        self.a, self.b = a, b
        return a + b

    def backward(self, g):
        to_a, to_b = self.needs
        return self.back(
            g if to_a else None,  # d(a+b)/da = 1
            g if to_b else None,  # d(a+b)/db = 1
        )


class Sub(Pairwise, symbol="-"):
    """The difference of two arrays."""

    def forward(self, a, b):
        self.a, self.b = a, b
        return a - b

    def backward(self, g):
        to_a, to_b = self.needs
        return self.back(
            g if to_a else None,  # d(a-b)/da = 1
            -g if to_b else None,  # d(a-b)/db = -1
        )


class Mul(Pairwise, symbol="*"):
    """The product of two arrays, number by number."""

    def forward(self, a, b):
        self.a, self.b = a, b
        return a * b

    def backward(self, g):
        to_a, to_b = self.needs
        return self.back(
            g * self.b if to_a else None,  # d(a*b)/da = b
            g * self.a if to_b else None,  # d(a*b)/db = a
        )


class Div(Pairwise, symbol="/", strict="a divisor that is not 0"):
    """The quotient of two arrays, number by number."""

    def forward(self, a, b):
        self.a, self.b = a, b
        self.out = a / b
        return self.out

    def backward(self, g):
        to_a, to_b = self.needs
        slope = g / self.b
        return self.back(
            slope if to_a else None,  # d(a/b)/da = 1/b
            -slope * self.out if to_b else None,  # d(a/b)/db = -a/b**2
        )

    @classmethod
    def overflows(cls, *numbers):
        return numbers[1] != 0


_EXPONENTS = "a base above 0, or a whole exponent (which is not negative where the base is 0)"


class Pow(Pairwise, symbol="**", strict=_EXPONENTS):
    """One array to the power of another, number by number."""

    def forward(self, a, b):
        self.a, self.b = a, b
        # numpy is fast at squares and the like if the exponent is a plain number.
        self.n = None if b.ndim or self.needs[1] else _whole(b.item())
        self.out = a**b if self.n is None else a**self.n
        return self.out

    def backward(self, g):
        a, b, n = self.a, self.b, self.n
        if n is not None:
            # d(a**n)/da = n * a**(n-1), and a**0 = 1
            return self.back(g * n * a ** (n - 1) if n else 0 * g, None)
        to_a = to_b = None
        if self.needs[0]:  # where b is 0, with the exponent 0 and not -1: a may be 0 there
            to_a = g * b * a ** where(b == 0, 0, b - 1)
        if self.needs[1]:  # d(a**b)/db = a**b * log(a), and 0 where a is not above 0
            to_b = g * self.out * log(where(a > 0, a, 1))
        return self.back(to_a, to_b)

    @classmethod
    def overflows(cls, *numbers):
        return numbers[0] != 0  # 0 ** -1 is no number, however large


def _whole(n: float) -> float:
    """Return 2 for 2.0, and other numbers as they are."""
    return int(n) if n == n // 1 and abs(n) < 2**31 else n


class Neg(ArrayOperation, symbol="neg"):
    """Every number with its sign turned."""

    def forward(self, a):
        return -a

    def backward(self, g):
        return (-g,)  # d(-a)/da = -1


class MatMul(ArrayOperation, symbol="@", promotes=True):
    """The matrix product of the last two axes; axes in front are a batch, and may be stretched."""

    def forward(self, a, b):
        if not a.ndim or not b.ndim:
            raise ShapeError(
                f"@ multiplies vectors and matrices, and here are shapes {a.shape} and {b.shape}. "
                "For a single number use *."
            )
        self.a, self.b = a, b
        if a.ndim > 2 and b.ndim == 2:  # one large product is faster than a batch of small ones
            return (a.reshape(-1, a.shape[-1]) @ b).reshape(*a.shape[:-1], b.shape[1])
        return a @ b

    def backward(self, g):
        a, b = self.a, self.b
        to_a, to_b = self.needs
        if a.ndim == b.ndim == 2:
            return (
                g @ b.T if to_a else None,  # d(a@b)/da: g @ b.T
                a.T @ g if to_b else None,  # d(a@b)/db: a.T @ g
            )
        if b.ndim == 2 and a.ndim > 2:
            rows, g = a.reshape(-1, a.shape[-1]), g.reshape(-1, b.shape[1])
            return ((g @ b.T).reshape(a.shape) if to_a else None, rows.T @ g if to_b else None)
        # A vector on the left is a matrix of one row, and on the right of one column.
        rows = a if a.ndim > 1 else a[None]
        columns = b if b.ndim > 1 else b[:, None]
        if b.ndim == 1:
            g = g[..., None]
        if a.ndim == 1:
            g = g[..., None, :]
        share_a = share_b = None
        if to_a:
            share_a = unbroadcast(g @ columns.swapaxes(-1, -2), rows.shape).reshape(a.shape)
        if to_b:
            share_b = unbroadcast(rows.swapaxes(-1, -2) @ g, columns.shape).reshape(b.shape)
        return share_a, share_b

    @classmethod
    def no_answer(cls, arrays: tuple[Array, ...], error: Exception) -> MicrokitError:
        if isinstance(error, MicrokitError):
            return error
        a, b = [tuple(x.shape) for x in arrays]
        inner = b[-2:][0]
        if a[-1] == inner:
            return ShapeError(f"{a} @ {b} does not fit: the batches {a[:-2]} and {b[:-2]} differ.")
        text = (
            f"{a} @ {b} does not fit: a row on the left has {a[-1]} numbers, and a column on the "
            f"right {inner}. They have to be equal."
        )
        return ShapeError(text + _turned(a, b))


def _turned(a: Shape, b: Shape) -> str:
    """Return what would fit, if turning one of the two helps."""
    if len(a) == len(b) == 2:
        if a[1] == b[1]:
            return f" With the right one turned it fits: a @ b.T is {a} @ {b[::-1]}."
        if a[0] == b[0]:
            return f" With the left one turned it fits: a.T @ b is {a[::-1]} @ {b}."
        if a[0] == b[1]:
            return f" The other way round it fits: b @ a is {b} @ {a}."
    return ""


class Cast(ArrayOperation, symbol="to"):
    """The same numbers in another type, as exact as that type is."""

    def forward(self, a, dtype):
        self.dtype = a.dtype
        return a.astype(dtype)

    def backward(self, g):
        return (g.astype(self.dtype),)
