"""Lesson 03: the right code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


def topological_order(root: Any) -> list[Any]:
    """Return every node behind `root` once, parents before children."""
    order, met, waiting = [], set(), [(root, False)]
    while waiting:
        node, ready = waiting.pop()
        key = id(node)
        if ready:
            order.append(node)
        elif key not in met:
            met.add(key)
            waiting.append((node, True))
            waiting += [(parent, False) for parent in reversed(node._prev)]
    return order


class Value:
    """A number that remembers how it came about, and hands gradients back."""

    def __init__(self, data: float, _prev: tuple[Value, ...] = (), _op: str = "") -> None:
        self.data = data
        self.grad = 0.0
        self._prev = tuple(_prev)
        self._op = _op
        self._backward: Callable[[], None] = lambda: None

    def backward(self) -> None:
        """Give every node its gradient."""
        order = topological_order(self)
        for node in order:
            if node._prev:
                node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            node._backward()


def zero_grad(nodes: Iterable[Any]) -> None:
    """Set the gradient of every node to zero."""
    for node in nodes:
        node.grad = 0.0


exposed_by = {
    "one": "twice",
    "two": "diamond",
    "three": "detour",
    "four": "twins",
    "five": "two losses",
}
