"""The right minus between two numbers."""

from __future__ import annotations

from typing import Any

from microkit.checks.right.node import node, wrap


def sub(self: Any, other: Any) -> Any:
    """Return a - b."""
    other = wrap(self, other)

    def rule(g: float) -> None:
        self.grad += g  # d(a-b)/da = 1
        other.grad -= g  # d(a-b)/db = -1

    return node(self, self.data - other.data, (self, other), "-", rule)


METHODS = {"__sub__": sub, "__rsub__": lambda self, other: sub(wrap(self, other), self)}
