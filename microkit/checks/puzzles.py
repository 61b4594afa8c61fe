"""The bug hunt of lesson 03: five broken ways to walk backward, and five graphs.

Each bug is right on some of the graphs, and wrong on others. `run` says what a bug computes.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from microkit import engine
from microkit.checks.recipes import built, leaves_of, roots_of
from microkit.engine import Value
from microkit.errors import MicrokitError

GRAPHS: dict[str, str] = {
    "twice": "b = a + a; c = b + b",
    "diamond": "x = a * b; p = x * c; q = x * d; out = p * q",
    "detour": "x = a * b; s = x + c; t = s * d; out = t * x",
    "twins": "p = a * b; q = b * a; u = p * c; v = q * d; out = u + v",
    "two losses": "one = a * b; two = a * c",
}
_NUMBERS = {"a": 3.0, "b": 5.0, "c": 7.0, "d": 11.0}


def _one(root: Any) -> None:
    root.grad = 1.0
    waiting = [root]
    while waiting:
        node = waiting.pop()
        node._backward()
        for parent in node._prev:
            waiting.append(parent)


def _two(root: Any) -> None:
    order = []

    def visit(node: Any) -> None:
        if node not in order:
            order.append(node)
            for parent in node._prev:
                visit(parent)

    visit(root)
    root.grad = 1.0
    for node in order:
        node._backward()


def _three(root: Any) -> None:
    root.grad = 1.0
    queue, met = [root], {root}
    while queue:
        node = queue.pop(0)
        node._backward()
        for parent in node._prev:
            if parent not in met:
                met.add(parent)
                queue.append(parent)


def _four(root: Any) -> None:
    order, met = [], set()

    def visit(node: Any) -> None:
        if node.data not in met:
            met.add(node.data)
            for parent in node._prev:
                visit(parent)
            order.append(node)

    visit(root)
    root.grad = 1.0
    for node in reversed(order):
        node._backward()


def _five(root: Any) -> None:
    order = engine.topological(root)
    for node in order:
        node.grad = 0.0
    root.grad = 1.0
    for node in reversed(order):
        node._backward()


BUGS: dict[str, Callable[[Any], None]] = {
    "one": _one,
    "two": _two,
    "three": _three,
    "four": _four,
    "five": _five,
}


def run(bug: str, graph: str) -> dict[str, float]:
    """Walk backward through a graph with one of the bugs, and return the gradients of the leaves.

    Parameters
    ----------
    bug : str
        ``"one"`` to ``"five"``, or ``"right"`` for the kit's own way.
    graph : str
        A name of `GRAPHS`. Where a graph has two results, both walk backward, one after the other.

    Raises
    ------
    MicrokitError
        If there is no such bug, or no such graph.

    Examples
    --------
    >>> run("right", "twice")
    {'a': 4.0}
    """
    known = {"right": engine.backward, **BUGS}
    for name, names in ((bug, known), (graph, GRAPHS)):
        if name not in names:
            raise MicrokitError(f"There is no {name!r}. There are: {', '.join(names)}.")
    recipe = GRAPHS[graph]
    nodes = built(recipe, _NUMBERS, Value)
    for root in roots_of(recipe):
        known[bug](nodes[root])
    return {name: nodes[name].grad for name in leaves_of(recipe)}


def error(bug: str, graph: str) -> float:
    """Return by how much the worst gradient of a bug is off on a graph; 0 where all are right."""
    right = run("right", graph)
    return max(abs(grad - right[name]) for name, grad in run(bug, graph).items())


def source(bug: str) -> str:
    """Return the lines of a bug, to be read."""
    text = inspect.getsource(BUGS[bug]).replace(": Any) -> None", ")")
    return text.replace(f"def _{bug}", f"def bug_{bug}")
