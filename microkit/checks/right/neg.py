"""The right minus in front of a number."""

from __future__ import annotations

from typing import Any

from microkit.checks.right.node import node


def neg(self: Any) -> Any:
    """Return -a."""

    def rule(g: float) -> None:
        self.grad -= g  # d(-a)/da = -1

    return node(self, -self.data, (self,), "neg", rule)


METHODS = {"__neg__": neg}
