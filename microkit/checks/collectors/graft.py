"""Right rules for the operators that an exercise does not ask about.

A student may write `a - b` as `a + (-b)`. If their `+` is wrong, that cost points in the exercise
of `+`; it must not cost them again here. So for the time of a check, every operator but the one
that is asked for stands on the student's class as it should be.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from microkit.engine import Value


@contextmanager
def grafted(cls: type, keep: Collection[str]) -> Iterator[None]:
    """Put right operators on a class, except those named in `keep`, and take them off again.

    The kit's own `Value` and its subclasses are complete, and are left alone.
    """
    if issubclass(cls, Value):
        yield
        return
    before: dict[str, Any] = {}
    missing: list[str] = []
    try:
        for name, method in METHODS.items():
            if name in keep:
                continue
            if name in cls.__dict__:
                before[name] = cls.__dict__[name]
            else:
                missing.append(name)
            setattr(cls, name, method)
        yield
    finally:
        for name, method in before.items():
            setattr(cls, name, method)
        for name in missing:
            if name in cls.__dict__:
                delattr(cls, name)


def _node(like: Any, data: float, parents: tuple[Any, ...], op: str, rule: Callable) -> Any:
    """Return a node of the student's class; its rule is called with the node."""
    out = type(like)(data)
    out._prev = parents
    out._op = op
    out._backward = lambda: rule(out.grad)
    return out


def _wrap(like: Any, other: Any) -> Any:
    return other if hasattr(other, "data") else type(like)(other)


def _add(self: Any, other: Any) -> Any:
    other = _wrap(self, other)

    def rule(g: float) -> None:
        self.grad += g  # d(a+b)/da = 1
        other.grad += g  # d(a+b)/db = 1

    return _node(self, self.data + other.data, (self, other), "+", rule)


def _mul(self: Any, other: Any) -> Any:
    other = _wrap(self, other)

    def rule(g: float) -> None:
        self.grad += other.data * g  # d(a*b)/da = b
        other.grad += self.data * g  # d(a*b)/db = a

    return _node(self, self.data * other.data, (self, other), "*", rule)


def _pow(self: Any, exponent: Any) -> Any:
    n = getattr(exponent, "data", exponent)

    def rule(g: float) -> None:
        self.grad += n * self.data ** (n - 1) * g  # d(a**n)/da = n * a**(n-1)

    return _node(self, self.data**n, (self,), f"**{n}", rule)


def _neg(self: Any) -> Any:
    return _mul(self, -1.0)


def _sub(self: Any, other: Any) -> Any:
    return _add(self, _neg(_wrap(self, other)))


def _truediv(self: Any, other: Any) -> Any:
    return _mul(self, _pow(_wrap(self, other), -1.0))


METHODS: dict[str, Callable] = {
    "__add__": _add,
    "__radd__": _add,
    "__mul__": _mul,
    "__rmul__": _mul,
    "__pow__": _pow,
    "__neg__": _neg,
    "__sub__": _sub,
    "__rsub__": lambda self, other: _sub(_wrap(self, other), self),
    "__truediv__": _truediv,
    "__rtruediv__": lambda self, other: _truediv(_wrap(self, other), self),
}
