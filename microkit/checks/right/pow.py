"""The right power: the exponent is a plain number."""

from __future__ import annotations

from typing import Any

from microkit.checks.right.node import node


def power(self: Any, exponent: Any) -> Any:
    """Return a ** n."""
    n = getattr(exponent, "data", exponent)

    def rule(g: float) -> None:
        self.grad += n * self.data ** (n - 1) * g  # d(a**n)/da = n * a**(n-1)

    return node(self, self.data**n, (self,), f"**{n}", rule)


METHODS = {"__pow__": power}
