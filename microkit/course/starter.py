"""What lesson 02 starts from: a Value that can calculate and remember, and not yet look back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from microkit.graph import show_as_graph


def forward_value() -> type:
    """Return a fresh class `Value`, forward only: the one that lesson 01 ends with.

    It wraps plain numbers, remembers its parents in `_prev` and the operation in `_op`. Its
    operators have no rule: ``_backward`` does nothing, until you write one.

    Examples
    --------
    >>> Value = forward_value()
    >>> c = Value(2.0) * -3
    >>> c, c._op, len(c._prev)
    (Value(data=-6.0, grad=0.0), '*', 2)
    """

    class Value:
        """A number that remembers how it came about."""

        def __init__(
            self, data: float, _prev: tuple[Value, ...] = (), _op: str = "", label: str = ""
        ) -> None:
            self.data = float(data)
            self.grad = 0.0
            self.label = label
            self._prev = _prev
            self._op = _op
            self._backward: Callable[[], None] = lambda: None

        def __add__(self, other: Any) -> Value:
            other = other if isinstance(other, Value) else Value(other)
            return Value(self.data + other.data, (self, other), "+")

        def __mul__(self, other: Any) -> Value:
            other = other if isinstance(other, Value) else Value(other)
            return Value(self.data * other.data, (self, other), "*")

        def __pow__(self, n: float) -> Value:
            return Value(self.data**n, (self,), f"**{n}")

        def __truediv__(self, other: Any) -> Value:
            other = other if isinstance(other, Value) else Value(other)
            return Value(self.data / other.data, (self, other), "/")

        def __neg__(self) -> Value:
            return Value(-self.data, (self,), "neg")

        def __sub__(self, other: Any) -> Value:
            other = other if isinstance(other, Value) else Value(other)
            return Value(self.data - other.data, (self, other), "-")

        def __radd__(self, other: float) -> Value:
            return self + other

        def __rmul__(self, other: float) -> Value:
            return self * other

        def __rsub__(self, other: float) -> Value:
            return Value(other) - self

        def __rtruediv__(self, other: float) -> Value:
            return Value(other) / self

        def __repr__(self) -> str:
            return f"Value(data={self.data}, grad={self.grad})"

    Value.__qualname__ = "Value"
    Value.__module__ = "__main__"
    return show_as_graph(Value)


def method_of(cls: type) -> Callable[[Callable], Callable]:
    """Put the function below this line on a class, as its method.

    Examples
    --------
    >>> Value = forward_value()
    >>> @method_of(Value)
    ... def double(self):
    ...     return self + self
    >>> Value(2.5).double().data
    5.0
    """

    def put(function: Callable) -> Callable:
        setattr(cls, function.__name__, function)
        return function

    return put
