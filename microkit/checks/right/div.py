"""The right division."""

from __future__ import annotations

from typing import Any

from microkit.checks.right.node import node, wrap


def div(self: Any, other: Any) -> Any:
    """Return a / b."""
    other = wrap(self, other)

    def rule(g: float) -> None:
        a, b = self.data, other.data
        self.grad += g / b  # d(a/b)/da = 1/b
        other.grad -= a / b**2 * g  # d(a/b)/db = -a/b**2

    return node(self, self.data / other.data, (self, other), "/", rule)


METHODS = {"__truediv__": div, "__rtruediv__": lambda self, other: div(wrap(self, other), self)}
