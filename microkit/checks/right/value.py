"""A node that belongs to nobody: what right methods are put on, where a student has no class."""

from __future__ import annotations

from collections.abc import Callable


class Value:
    """A number, its gradient, and what it was made of."""

    def __init__(self, data: float, _prev: tuple[Value, ...] = (), _op: str = "") -> None:
        self.data = data
        self.grad = 0.0
        self.label = ""
        self._prev = _prev
        self._op = _op
        self._backward: Callable[[], None] = lambda: None
