"""How a lent method makes a node of a student's own class."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any


def node(like: Any, data: float, parents: tuple[Any, ...], op: str, rule: Callable) -> Any:
    """Return a node of the student's class; its rule is called with the gradient from above."""
    out = _roomy(type(like))(data)
    out._prev = parents
    out._op = op
    out._backward = lambda *_: rule(out.grad)  # some call it with the gradient
    return out


@lru_cache(maxsize=16)
def _roomy(cls: type) -> type:
    """Return a class whose objects can hold a rule: with ``__slots__`` there may be no room.

    Nor is there where a class works out its parents by a property.
    """
    computed = ("_prev", "_op", "_backward")
    rooms = {name: None for name in computed if isinstance(getattr(cls, name, None), property)}
    return cls if cls.__dictoffset__ and not rooms else type(cls.__name__, (cls,), rooms)


def wrap(like: Any, other: Any) -> Any:
    """Return a node for a plain number."""
    return other if hasattr(other, "data") else type(like)(other)


def curve(name: str, forward: Callable[[float], float], slope: Callable[..., float]) -> Callable:
    """Return the method of a function of one number; `slope` is given the input and the output."""

    def method(self: Any) -> Any:
        out = forward(self.data)

        def rule(g: float) -> None:
            self.grad += slope(self.data, out) * g

        return node(self, out, (self,), name, rule)

    return method
