"""The right order of a graph: every node after all that it was made of."""

from __future__ import annotations

from typing import Any


def topological(root: Any) -> list[Any]:
    """Return every node behind `root` once, parents before what was made of them."""
    order: list[Any] = []
    seen: set[int] = set()
    waiting = [(root, False)]
    while waiting:
        node, done = waiting.pop()
        if done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            waiting.append((node, True))
            waiting += [(parent, False) for parent in reversed(node._prev)]
    return order
