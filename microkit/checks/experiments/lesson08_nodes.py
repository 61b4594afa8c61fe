"""Lesson 08: what is read of a student's nodes, and a right engine that operations can build on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from microkit.checks.lend import globals_of, lent
from microkit.errors import kind_of
from microkit.guard import attempt

# The lesson says `_prev` and `slopes`; other names for the same are understood.
PARENTS = ("_prev", "parents", "_parents", "_children", "children", "prev")
SLOPES = ("slopes", "_slopes", "local_slopes", "_local_slopes", "local_grads", "_local_grads")


def parents_of(node: Any) -> list[Any]:
    """Return the parents of a node."""
    return _read(node, PARENTS)


def slope_between(node: Any, leaf: Any) -> float:
    """Return how fast a node moves with a leaf: over all ways, what the stored slopes make."""
    if node is leaf:
        return 1.0
    parents, slopes = parents_of(node), _read(node, SLOPES)
    if len(parents) != len(slopes):
        raise ValueError(f"a node has {len(parents)} parents and {len(slopes)} slopes")
    ways = zip(parents, slopes, strict=True)
    return sum(slope * slope_between(parent, leaf) for parent, slope in ways)


def over(one: Any, two: Any) -> Any:
    """Return one number divided by another: 1 where they are the same, also where both are 0."""
    return 1.0 if one == two else one / two


def written_down(result: Any) -> Any:
    """Return a result; where nothing was returned, nobody has written the method yet."""
    if result is None:
        raise NotImplementedError
    return result


def _read(node: Any, names: tuple[str, ...]) -> list[Any]:
    for name in names:
        if hasattr(node, name):
            found = getattr(node, name)
            return [] if found is None else list(found)
    raise AttributeError(f"{kind_of(node)} has no {names[0]}")


@contextmanager
def values_for(operation: Any) -> Iterator[Any]:
    """Hand out the class of nodes that a student's `Operation` works with.

    It is a right one, so that a slip in the engine costs once; and the student's own where their
    `Operation` leans on something that only theirs has.
    """
    from microkit.checks.right.tagged import Node

    own = globals_of(operation).get("Value")
    with lent(operation, Value=Node):
        _, trouble = attempt(_try_out, operation, Node)
        if trouble is None:
            yield Node
            return
    yield own


def _try_out(operation: Any, node: type) -> None:
    """Raise where an operation cannot be built on these nodes."""

    class Half(operation):
        @staticmethod
        def forward(x: Any) -> Any:
            return 0.5 * getattr(x, "data", x)

        @staticmethod
        def backward(*given: Any) -> tuple[float, ...]:
            return (0.5 * given[0],)

    out = Half.of(node(2.5))
    if not isinstance(out, node):
        raise TypeError
    if not (out.slopes or callable(out._backward)):
        raise TypeError
