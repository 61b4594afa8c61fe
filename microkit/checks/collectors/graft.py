"""Right rules for the operators that an exercise does not ask about.

A student may write `a - b` as `a + (-b)`. If their `+` is wrong, that cost points in the exercise
of `+`; it must not cost them again here. So for the time of a check, every operator, curve and
`backward` but the one that is asked for stands on the student's class as it should be.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from typing import Any

# Each a file of `microkit.checks.right`. Where code is graded, only those are there that an
# exercise may be written with, and never the one that it asks for.
FILES = (
    *("add", "mul", "pow", "neg", "sub", "div"),
    *("exp", "log", "tanh", "sigmoid", "relu", "more_curves", "backward"),
)


@contextmanager
def grafted(cls: type, keep: Collection[str]) -> Iterator[None]:
    """Put right methods on a class, except those named in `keep`, and take them off again.

    The kit's own `Value` and its subclasses get the kit's own methods, where somebody has written
    others over them. A class that cannot be changed, as Python's own, keeps its methods.
    """
    before: dict[str, Any] = {}
    missing: list[str] = []
    try:
        for name, method in _methods_for(cls).items():
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


@cache
def right_methods() -> dict[str, Callable]:
    """Return the right methods that there are, by name."""
    found: dict[str, Callable] = {}
    for file in FILES:
        with suppress(ModuleNotFoundError):
            found |= import_module(f"microkit.checks.right.{file}").METHODS
    return found


def _methods_for(cls: type) -> dict[str, Callable]:
    engine = sys.modules.get("microkit.engine")
    own = engine is not None and isinstance(engine.Value, type) and issubclass(cls, engine.Value)
    return _methods_of_the_kit() if own else right_methods()


@cache
def _methods_of_the_kit() -> dict[str, Callable]:
    import microkit.operations  # noqa: F401   (puts the kit's operators on its Value)
    from microkit.engine import Value

    return {
        **{name: vars(Value)[name] for name in right_methods() if name in vars(Value)},
        **{
            name: method
            for name, method in vars(Value).items()
            if isinstance(getattr(method, "operation", None), type)
        },
    }
