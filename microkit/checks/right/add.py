"""The right plus."""

from __future__ import annotations

from typing import Any

from microkit.checks.right.node import node, wrap


def add(self: Any, other: Any) -> Any:
    """Return a + b."""
    other = wrap(self, other)

    def rule(g: float) -> None:
        self.grad += g  # d(a+b)/da = 1
        other.grad += g  # d(a+b)/db = 1

    return node(self, self.data + other.data, (self, other), "+", rule)


METHODS = {"__add__": add, "__radd__": add}
