"""Lesson 08: the right code: an engine that multiplies and adds once, and operations on top."""

from __future__ import annotations

import math
from typing import Any


class Value:
    """A number that knows its parents, and the local slope for each of them."""

    def __init__(self, data: float, parents: Any = (), slopes: Any = ()) -> None:
        self.data = data
        self.grad = 0.0
        self._prev = tuple(parents)
        self.slopes = tuple(slopes)

    def __add__(self, other: Any) -> Value:
        other = wrap(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other: Any) -> Value:
        other = wrap(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n: float) -> Value:
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self) -> Value:
        return self * -1.0

    def __sub__(self, other: Any) -> Value:
        return self + -wrap(other)

    def __truediv__(self, other: Any) -> Value:
        return self * wrap(other) ** -1.0

    def __radd__(self, other: float) -> Value:
        return self + other

    def __rmul__(self, other: float) -> Value:
        return self * other

    def __rsub__(self, other: float) -> Value:
        return wrap(other) - self

    def __rtruediv__(self, other: float) -> Value:
        return wrap(other) / self

    def exp(self) -> Value:
        """Return e to the power of this number."""
        out = math.exp(self.data)
        return Value(out, (self,), (out,))

    def log(self) -> Value:
        """Return the natural logarithm."""
        return Value(math.log(self.data), (self,), (1.0 / self.data,))

    def relu(self) -> Value:
        """Return the number where it is above 0, else 0."""
        gate = 1.0 if self.data > 0 else 0.0
        return Value(gate * self.data, (self,), (gate,))

    def backward(self) -> None:
        """Give every node its gradient: multiply and add, here and nowhere else."""
        order = []
        seen = set()
        stack = [(self, False)]
        while stack:
            node, ready = stack.pop()
            if ready:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack += [(parent, False) for parent in node._prev]
        for node in order:
            if node._prev:
                node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node._prev, node.slopes, strict=False):
                parent.grad += slope * node.grad


def wrap(x: Any) -> Value:
    """Return a Value for a plain number."""
    return x if isinstance(x, Value) else Value(x)


class Operation:
    """What one operation is: a subclass has forward and backward, and `of` makes the node."""

    @classmethod
    def of(cls: Any, *inputs: Any) -> Value:
        """Return the node of this operation, with the inputs as parents."""
        parents = [wrap(x) for x in inputs]
        numbers = [parent.data for parent in parents]
        out = cls.forward(*numbers)
        return Value(out, parents, cls.backward(1.0, out, *numbers))


class Own(Operation):
    """softplus: relu with its corner rounded."""

    @staticmethod
    def forward(x: float) -> float:
        """Return log(1 + exp(x))."""
        return math.log(1 + math.exp(x))

    @staticmethod
    def backward(g: float, out: float, x: float) -> tuple[float, ...]:
        """Return what x hears."""
        slope = 1 / (1 + math.exp(-x))
        return (g * slope,)
