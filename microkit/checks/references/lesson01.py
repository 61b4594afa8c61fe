"""Lesson 01: the right code."""

from __future__ import annotations

from typing import Any


class Value:
    """A number that remembers how it came about."""

    def __init__(self, data: float, _prev: tuple[Value, ...] = (), _op: str = "") -> None:
        self.data = data
        self.grad = 0.0
        self._prev = tuple(_prev)
        self._op = _op

    def __repr__(self) -> str:
        return f"Value({self.data})"

    def __add__(self, other: Any) -> Value:
        other = wrapped(other)
        return Value(self.data + other.data, (self, other), "+")

    def __mul__(self, other: Any) -> Value:
        other = wrapped(other)
        return Value(self.data * other.data, (self, other), "*")

    def __neg__(self) -> Value:
        return self * -1.0

    def __sub__(self, other: Any) -> Value:
        other = wrapped(other)
        return Value(self.data - other.data, (self, other), "-")

    def __radd__(self, other: float) -> Value:
        return self + other

    def __rmul__(self, other: float) -> Value:
        return self * other

    def __rsub__(self, other: float) -> Value:
        return wrapped(other) - self


def wrapped(other: Any) -> Value:
    """Return a Value; a plain number becomes one."""
    return other if isinstance(other, Value) else Value(other)
