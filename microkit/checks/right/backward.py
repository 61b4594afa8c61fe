"""The right way back: every gate fires once, after all of its messages have arrived."""

from __future__ import annotations

from typing import Any

from microkit.checks.right.order import topological


def backward(self: Any) -> None:
    """Give every node behind this one its gradient; leaves add up, inner nodes start at 0."""
    inner = [node for node in topological(self) if node._prev]
    for node in inner:
        node.grad = 0.0
    self.grad = 1.0
    for node in reversed(inner):
        node._backward()


METHODS = {"backward": backward}
