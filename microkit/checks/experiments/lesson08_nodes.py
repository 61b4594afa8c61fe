"""Lesson 08: what is read of a student's nodes, and a right engine that operations can build on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from microkit.checks.lend import globals_of, lent
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
    raise AttributeError(f"a {type(node).__name__} has no {names[0]}")


class Node:
    """A right Value of lesson 08: it knows its slopes, or has a rule as in lesson 02."""

    def __init__(self, data: Any, parents: Any = (), slopes: Any = ()) -> None:
        self.data = data
        self.grad = 0.0
        self._prev = tuple(parents)
        self.slopes = tuple(slopes)
        self._backward: Any = None

    def backward(self) -> None:
        """Multiply and add, from here to the leaves."""
        order: list[Node] = []
        seen: set[int] = set()
        stack = [(self, False)]
        while stack:
            node, ready = stack.pop()
            if ready:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack += [(node, True), *((parent, False) for parent in node._prev)]
        self.grad = 1.0
        for node in reversed(order):
            if callable(node._backward):
                node._backward()
            for parent, slope in zip(node._prev, node.slopes, strict=False):
                parent.grad += slope * node.grad


@contextmanager
def values_for(operation: Any) -> Iterator[Any]:
    """Hand out the class of nodes that a student's `Operation` works with.

    It is a right one, so that a slip in the engine costs once; and the student's own where their
    `Operation` leans on something that only theirs has.
    """
    own = globals_of(operation).get("Value")
    with lent(operation, Value=Node):
        _, trouble = attempt(_try_out, operation)
        if trouble is None:
            yield Node
            return
    yield own


def _try_out(operation: Any) -> None:
    """Raise where an operation cannot be built on the right engine."""

    class Half(operation):
        @staticmethod
        def forward(x: Any) -> Any:
            return 0.5 * getattr(x, "data", x)

        @staticmethod
        def backward(*given: Any) -> tuple[float, ...]:
            return (0.5 * given[0],)

    out = Half.of(Node(2.5))
    if not isinstance(out, Node):
        raise TypeError
    if not (out.slopes or callable(out._backward)):
        raise TypeError
