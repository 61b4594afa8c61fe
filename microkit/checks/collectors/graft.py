"""Right rules for the operators that an exercise does not ask about.

A student may write `a - b` as `a + (-b)`. If their `+` is wrong, that cost points in the exercise
of `+`; it must not cost them again here. So for the time of a check, every operator, curve and
`backward` but the one that is asked for stands on the student's class as it should be.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any

import microkit.operations  # noqa: F401   (puts the kit's operators on its Value)
from microkit import engine
from microkit.engine import Value


@contextmanager
def grafted(cls: type, keep: Collection[str]) -> Iterator[None]:
    """Put right methods on a class, except those named in `keep`, and take them off again.

    The kit's own `Value` and its subclasses get the kit's own methods, where somebody has written
    others over them. A class that cannot be changed, as Python's own, keeps its methods.
    """
    before: dict[str, Any] = {}
    missing: list[str] = []
    try:
        for name, method in _right_methods(cls).items():
            if name in keep or getattr(cls, name, None) is method:
                continue
            if name in cls.__dict__:
                before[name] = cls.__dict__[name]
            else:
                missing.append(name)
            with suppress(Exception):
                setattr(cls, name, method)
        yield
    finally:
        for name, method in before.items():
            with suppress(Exception):
                setattr(cls, name, method)
        for name in missing:
            if name in cls.__dict__:
                delattr(cls, name)


def _right_methods(cls: type) -> dict[str, Callable]:
    return KIT_METHODS if issubclass(cls, Value) else METHODS


def _node(like: Any, data: float, parents: tuple[Any, ...], op: str, rule: Callable) -> Any:
    """Return a node of the student's class; its rule is called with the node."""
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


def _curve(name: str, forward: Callable[[float], float], slope: Callable[..., float]) -> Callable:
    """Return the method of a function of one number; `slope` is given the input and the output."""

    def method(self: Any) -> Any:
        out = forward(self.data)

        def rule(g: float) -> None:
            self.grad += slope(self.data, out) * g

        return _node(self, out, (self,), name, rule)

    return method


def _sigmoid(x: float) -> float:
    small = math.exp(-abs(x))  # never above 1: x = -800 does not overflow
    return (small if x < 0 else 1.0) / (1.0 + small)


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
    "exp": _curve("exp", math.exp, lambda x, out: out),  # d(exp x)/dx = exp x
    "log": _curve("log", math.log, lambda x, out: 1 / x),  # d(log x)/dx = 1/x
    "sqrt": _curve("sqrt", math.sqrt, lambda x, out: 0.5 / out),  # d(sqrt x)/dx = 1 / (2 * sqrt x)
    "sin": _curve("sin", math.sin, lambda x, out: math.cos(x)),  # d(sin x)/dx = cos x
    "cos": _curve("cos", math.cos, lambda x, out: -math.sin(x)),  # d(cos x)/dx = -sin x
    "tanh": _curve("tanh", math.tanh, lambda x, out: 1 - out**2),  # d(tanh x)/dx = 1 - tanh(x)**2
    "sigmoid": _curve("sigmoid", _sigmoid, lambda x, out: out * (1 - out)),  # ... = s * (1 - s)
    "relu": _curve("relu", lambda x: max(0.0, x), lambda x, out: float(x > 0)),  # 1 above 0, else 0
    "backward": engine.backward,
}
KIT_METHODS: dict[str, Callable] = {
    **{name: vars(Value)[name] for name in METHODS},
    **{
        name: method
        for name, method in vars(Value).items()
        if isinstance(getattr(method, "operation", None), type)
    },
}
