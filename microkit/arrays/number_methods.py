"""What a Tensor does with each number by itself, under PyTorch's names: operators and curves."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from microkit import engine
from microkit.arrays.data import as_array
from microkit.arrays.operations import arithmetic, choices, curves
from microkit.arrays.primitives import Array, castable
from microkit.errors import MicrokitError, NumberError, ShapeError

if TYPE_CHECKING:
    from microkit.tensor import Tensor

    Other = Tensor | Array | float  # what may stand beside a Tensor


class NumberMethods:
    """Operators, curves and choices. See `microkit.tensor.Tensor`."""

    __slots__ = ()

    data: Array

    # -- arithmetic: a number or an array may stand on either side ---------------------------------

    def __add__(self, other: Other) -> Tensor:
        return arithmetic.Add.of(self, other)

    def __radd__(self, other: Other) -> Tensor:
        return arithmetic.Add.of(other, self)

    def __sub__(self, other: Other) -> Tensor:
        return arithmetic.Sub.of(self, other)

    def __rsub__(self, other: Other) -> Tensor:
        return arithmetic.Sub.of(other, self)

    def __mul__(self, other: Other) -> Tensor:
        return arithmetic.Mul.of(self, other)

    def __rmul__(self, other: Other) -> Tensor:
        return arithmetic.Mul.of(other, self)

    def __truediv__(self, other: Other) -> Tensor:
        return arithmetic.Div.of(self, other)

    def __rtruediv__(self, other: Other) -> Tensor:
        return arithmetic.Div.of(other, self)

    def __pow__(self, other: Other) -> Tensor:
        return arithmetic.Pow.of(self, other)

    def __rpow__(self, other: Other) -> Tensor:
        return arithmetic.Pow.of(other, self)

    def __matmul__(self, other: Tensor | Array) -> Tensor:
        return arithmetic.MatMul.of(self, other)

    def __rmatmul__(self, other: Tensor | Array) -> Tensor:
        return arithmetic.MatMul.of(other, self)

    def __neg__(self) -> Tensor:
        return arithmetic.Neg.of(self)

    def __pos__(self) -> Tensor:
        return self  # pyright: ignore[reportReturnType]

    def __abs__(self) -> Tensor:
        return choices.Abs.of(self)

    def abs(self) -> Tensor:
        """Return the size of each number, without its sign."""
        return choices.Abs.of(self)

    def pow(self, exponent: Other) -> Tensor:
        """Return each number to a power."""
        return arithmetic.Pow.of(self, exponent)

    def matmul(self, other: Tensor | Array) -> Tensor:
        """Return the matrix product: ``a @ b``."""
        return arithmetic.MatMul.of(self, other)

    # -- in place: within no_grad() a leaf is changed; elsewhere there is a new node ---------------

    def __iadd__(self, other: Other) -> Tensor:
        return _in_place(self, arithmetic.Add.of(self, other))

    def __isub__(self, other: Other) -> Tensor:
        return _in_place(self, arithmetic.Sub.of(self, other))

    def __imul__(self, other: Other) -> Tensor:
        return _in_place(self, arithmetic.Mul.of(self, other))

    def __itruediv__(self, other: Other) -> Tensor:
        return _in_place(self, arithmetic.Div.of(self, other))

    # -- comparison: of the numbers, and outside of the graph --------------------------------------

    def __lt__(self, other: Other) -> Array:
        return _compare(operator.lt, self.data, other)

    def __le__(self, other: Other) -> Array:
        return _compare(operator.le, self.data, other)

    def __gt__(self, other: Other) -> Array:
        return _compare(operator.gt, self.data, other)

    def __ge__(self, other: Other) -> Array:
        return _compare(operator.ge, self.data, other)

    def __eq__(self, other: Any) -> Any:
        return NotImplemented if _is_other(other) else _compare(operator.eq, self.data, other)

    def __ne__(self, other: Any) -> Any:
        return NotImplemented if _is_other(other) else _compare(operator.ne, self.data, other)

    __hash__ = object.__hash__  # a node is a place in a graph, whatever numbers it holds

    # -- curves ------------------------------------------------------------------------------------

    def exp(self) -> Tensor:
        """Return e to the power of each number."""
        return curves.Exp.of(self)

    def log(self) -> Tensor:
        """Return the natural logarithm of each number."""
        return curves.Log.of(self)

    def sqrt(self) -> Tensor:
        """Return the square root of each number."""
        return curves.Sqrt.of(self)

    def sin(self) -> Tensor:
        """Return the sine of each angle in radians."""
        return curves.Sin.of(self)

    def cos(self) -> Tensor:
        """Return the cosine of each angle in radians."""
        return curves.Cos.of(self)

    def tanh(self) -> Tensor:
        """Return the hyperbolic tangent of each number."""
        return curves.Tanh.of(self)

    def sigmoid(self) -> Tensor:
        """Return 1 / (1 + exp(-a)) for each number a."""
        return curves.Sigmoid.of(self)

    def relu(self) -> Tensor:
        """Return each number where it is above 0, else 0."""
        return curves.ReLU.of(self)

    def leaky_relu(self, negative_slope: float = 0.01) -> Tensor:
        """Return each number where it is above 0, else a small part of it."""
        return curves.LeakyReLU.of(self, slope=negative_slope)

    def elu(self, alpha: float = 1.0) -> Tensor:
        """Return each number a where it is above 0, else ``alpha * (exp(a) - 1)``."""
        return curves.ELU.of(self, alpha=alpha)

    def gelu(self, approximate: str = "none") -> Tensor:
        """Return ``a * P(a)``: exact for ``"none"``, and a faster near match for ``"tanh"``."""
        if approximate not in ("none", "tanh"):
            raise MicrokitError(f"approximate is 'none' or 'tanh', and not {approximate!r}.")
        return (curves.GELU if approximate == "none" else curves.GELUTanh).of(self)

    def softplus(self) -> Tensor:
        """Return log(1 + exp(a)) for each number a."""
        return curves.Softplus.of(self)

    # -- choices -----------------------------------------------------------------------------------

    def maximum(self, other: Other) -> Tensor:
        """Return the larger of two numbers, place by place; equal ones hear half each."""
        return choices.Maximum.of(self, other)

    def minimum(self, other: Other) -> Tensor:
        """Return the smaller of two numbers, place by place; equal ones hear half each."""
        return choices.Minimum.of(self, other)

    def clip(self, min: float | None = None, max: float | None = None) -> Tensor:
        """Return each number, or the nearer end of the range where it lies outside."""
        return choices.Clip.of(self, low=min, high=max)

    clamp = clip

    def masked_fill(self, mask: Any, value: float) -> Tensor:
        """Return `value` where `mask` is true, and each number as it is elsewhere."""
        mask = mask.data if isinstance(mask, NumberMethods) else as_array(mask)
        return choices.Where.of(value, self, condition=mask)

    def to(self, dtype: Any) -> Tensor:
        """Return the numbers in another type: ``t.to("float32")``; whole ones leave the graph."""
        out = arithmetic.Cast.of(self, dtype=dtype)
        return out if out.data.dtype.kind == "f" else out.detach()

    def clone(self) -> Tensor:
        """Return the same numbers in new memory; gradients flow through."""
        return arithmetic.Cast.of(self, dtype=self.data.dtype)


def _in_place(tensor: Any, result: Tensor) -> Tensor:
    """Return `tensor` with the numbers of the result in its memory, if it is a leaf without graph.

    Raises
    ------
    NumberError
        If the result has numbers of a higher kind: floats for whole numbers.
    ShapeError
        If the result has another shape, or several numbers of the leaf share one place in memory.
    """
    if engine._recording or engine.is_recording() or tensor._operation:
        return result
    data, new = tensor.data, result.data
    if not castable(new.dtype, data.dtype, "same_kind"):
        raise NumberError(
            f"A result of {new.dtype} cannot stand in place of {data.dtype}. {_NEW_ONE}"
        )
    if new.shape != data.shape:
        raise ShapeError(
            f"A result of shape {new.shape} cannot stand in place of {data.shape}. {_NEW_ONE}"
        )
    if not data.flags.writeable:
        raise ShapeError(f"Stretched numbers share their places in memory. {_NEW_ONE}")
    data[...] = result.to(data.dtype).data
    return tensor


_NEW_ONE = "For a new Tensor write t = t + other instead of t += other."


def _is_other(thing: Any) -> bool:
    """Return whether `thing` is something that numbers are not compared with: None, a text."""
    return thing is None or isinstance(thing, (str, bytes, dict, set))


def _compare(how: Callable[[Any, Any], Any], data: Array, other: Any) -> Array:
    numbers = other.data if isinstance(other, NumberMethods) else as_array(other)
    try:
        return how(data, numbers)
    except ValueError:
        raise ShapeError(
            f"Shapes {data.shape} and {numbers.shape} do not fit, so their numbers cannot be "
            "compared one by one."
        ) from None
