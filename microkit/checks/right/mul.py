"""The right times."""

from __future__ import annotations

from typing import Any

from microkit.checks.right.node import node, wrap


def mul(self: Any, other: Any) -> Any:
    """Return a * b."""
    other = wrap(self, other)

    def rule(g: float) -> None:
        self.grad += other.data * g  # d(a*b)/da = b
        other.grad += self.data * g  # d(a*b)/db = a

    return node(self, self.data * other.data, (self, other), "*", rule)


METHODS = {"__mul__": mul, "__rmul__": mul}
