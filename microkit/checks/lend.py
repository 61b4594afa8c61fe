"""Lend right parts to a student's code for the time of a check, so that one slip costs once.

A student's `Layer` is built from their `Neuron`. If their neuron is wrong, that cost points in the
exercise of the neuron; it must not cost them again in the one of the layer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any

from microkit.checks.collectors.graft import grafted

_NOT_THERE = object()


@contextmanager
def lent(thing: Any, **parts: Any) -> Iterator[None]:
    """Put parts into the place where a function or class looks up its names, and take them out.

    Parameters
    ----------
    thing : function or class
        Whose global names are lent to.
    **parts
        What stands under each name meanwhile.

    Examples
    --------
    >>> names = {}
    >>> exec("def area(r): return circle(r)", names)
    >>> with lent(names["area"], circle=lambda r: 3.0 * r * r):
    ...     names["area"](2.0)
    12.0
    >>> "circle" in names
    False
    """
    names = globals_of(thing)
    before = {name: names.get(name, _NOT_THERE) for name in parts}
    names.update(parts)
    try:
        yield
    finally:
        for name, part in before.items():
            if part is _NOT_THERE:
                names.pop(name, None)
            else:
                names[name] = part


@contextmanager
def values_of(thing: Any) -> Iterator[type]:
    """Hand out the class `Value` that a function or class works with, with right operators on it.

    It is one of the kit's where the code knows no `Value`.
    """
    cls = globals_of(thing).get("Value")
    if not isinstance(cls, type):
        from microkit.checks.right.value import Value

        cls = Value
    with grafted(cls, keep=()):
        yield cls


def globals_of(thing: Any) -> dict[str, Any]:
    """Return the dict in which a function, or a class's methods, look up global names.

    A thing that has none gets an empty one.
    """
    if isinstance(thing, type):
        for member in vars(thing).values():
            function = getattr(member, "__func__", member)
            if isinstance(function, FunctionType):
                return function.__globals__
    names = getattr(getattr(thing, "__func__", thing), "__globals__", None)
    return names if isinstance(names, dict) else {}
