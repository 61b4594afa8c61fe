"""The right node of lesson 08: it knows the slopes for its parents."""

from __future__ import annotations

from typing import Any


class Node:
    """A right Value of lesson 08: it knows its slopes, or has a rule as in lesson 02."""

    def __init__(self, data: Any, parents: Any = (), slopes: Any = ()) -> None:
        self.data = data
        self.grad = 0.0
        self._prev = tuple(parents)
        self.slopes = tuple(slopes)
        self._backward: Any = None

    def backward(self) -> None:
        """Multiply and add, from here to the leaves."""
        order: list[Node] = []
        seen: set[int] = set()
        stack = [(self, False)]
        while stack:
            node, ready = stack.pop()
            if ready:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack += [(node, True), *((parent, False) for parent in node._prev)]
        self.grad = 1.0
        for node in reversed(order):
            if callable(node._backward):
                node._backward()
            for parent, slope in zip(node._prev, node.slopes, strict=False):
                parent.grad += slope * node.grad
