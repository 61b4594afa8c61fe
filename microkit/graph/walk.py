"""Walk from a node to everything that it was made of, whoever wrote the class."""

from __future__ import annotations

import math
from numbers import Number
from typing import Any

from microkit.errors import GraphError, kind_of
from microkit.graph.numbers import Shape, number_text
from microkit.graph.symbols import canonical

_OPEN = -1  # met, but its parents are not in the list yet
_ARITHMETIC = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": lambda a, b: a**b,
}


def walk(root: Any) -> tuple[list[Any], tuple[tuple[int, ...], ...]]:
    """List all nodes behind a root, and where each one's parents stand in the list.

    Parameters
    ----------
    root : any node
        Anything with ``data``, and ``_prev`` where it has parents.

    Returns
    -------
    nodes : list
        Parents before children, the first operand's side first, the root last. Two nodes are the
        same only when they are the same object: equal numbers do not make them equal.
    parents : tuple of tuple of int
        One tuple of places for each node.

    Raises
    ------
    GraphError
        For a cycle, and for a parent that is not a node.
    """
    place: dict[int, int] = {id(root): _OPEN}
    nodes: list[Any] = []
    parents: list[tuple[int, ...]] = []
    # A stack of our own instead of recursion: a chain of a million nodes is fine.
    operands = _operands(root)
    stack = [(root, operands, iter(operands))]
    while stack:
        node, operands, waiting = stack[-1]
        for parent in waiting:
            met = place.get(id(parent))
            if met is None:
                place[id(parent)] = _OPEN
                above = _operands(parent)
                stack.append((parent, above, iter(above)))
                break
            if met == _OPEN:
                raise GraphError(
                    f"The graph goes in a circle: {describe(parent)} is among its own ancestors. "
                    "A result must be a new node, never one of the nodes it was computed from."
                )
        else:
            stack.pop()
            place[id(node)] = len(nodes)
            nodes.append(node)
            parents.append(tuple(place[id(parent)] for parent in operands))
    return nodes, tuple(parents)


def describe(node: Any) -> str:
    """Name a node in a sentence: by its label, or by its operation and number.

    Examples
    --------
    >>> class Node:
    ...     data, _op, _prev = 6.0, "*", (1, 2)
    >>> describe(Node())
    "the '*' node with data 6"
    """
    label = getattr(node, "label", None)
    if label:
        return f"node {str(label)[:40]!r}"
    try:
        number = number_text(number_of(node, "data"))
    except GraphError:
        number = repr(getattr(node, "data", None))[:40]
    prev = getattr(node, "_prev", None)
    parents = len(prev) if isinstance(prev, (tuple, list, set, frozenset)) else 0
    kind = repr(symbol_of(node, parents)) + " node" if parents else "leaf"
    return f"the {kind} with data {number}"


def symbol_of(node: Any, parents: int) -> str:
    """Read what made a node, in the kit's own spelling."""
    return canonical(getattr(node, "_op", None), parents)


def number_of(node: Any, name: str) -> float:
    """Read ``node.data`` or ``node.grad`` as a number; of an array with axes, read its shape.

    Raises
    ------
    GraphError
        When it is another node, a list, a text, or nothing at all.
    """
    found = getattr(node, name)
    whose = f"`.{name}` of {kind_of(node)} node"
    if hasattr(found, "data") and hasattr(found, "_prev"):
        raise GraphError(
            f"{whose} holds another node, where a number belongs. "
            f"Is `.{'grad' if name == 'grad' else 'data'}` missing after a name somewhere?"
        )
    if getattr(found, "ndim", 0) and hasattr(found, "shape"):
        return Shape(found.shape)
    try:
        if isinstance(found, (str, bytes)):
            raise TypeError
        return float(found)
    except OverflowError:  # a whole number beyond 1.8e308
        return -math.inf if str(found).startswith("-") else math.inf
    except (TypeError, ValueError):
        raise GraphError(
            f"{whose} is {repr(found)[:60]}, which is not one number. "
            "A graph is drawn from nodes that hold one number each, or one array."
        ) from None


def _operands(node: Any) -> tuple[Any, ...]:
    """Give the parents of a node in order, each of them checked to be a node."""
    if not hasattr(node, "data"):
        raise GraphError(
            f"{repr(node)[:60]} is {kind_of(node)} without `.data`, so it is "
            "not a node of a graph. Give a Value, or an object of a class of yours that has data "
            "and _prev."
        )
    prev = getattr(node, "_prev", None)
    if prev is None:
        return ()
    if not isinstance(prev, (tuple, list, set, frozenset)):
        raise GraphError(
            f"`_prev` of {describe(node)} is {kind_of(prev)}. It should be a "
            "tuple of the nodes that were used, such as `(self, other)`; one alone is written "
            "`(self,)`."
        )
    for parent in prev:
        if not hasattr(parent, "data") or isinstance(parent, Number):
            raise GraphError(
                f"Among the parents of {describe(node)} is {repr(parent)[:60]}, "
                f"a plain {type(parent).__name__} and not a node. Wrap plain numbers first: "
                "`other = other if isinstance(other, Value) else Value(other)`."
            )
    return _in_order(node, prev) if isinstance(prev, (set, frozenset)) else tuple(prev)


def _in_order(node: Any, prev: set[Any] | frozenset[Any]) -> tuple[Any, ...]:
    """Put a set of parents into an order that does not change from run to run.

    A set forgets which operand came first, and that ``a * a`` used one twice. The order that gives
    the node's own number is taken; where none does, labels and numbers decide.
    """
    members = sorted(prev, key=_sort_key)
    rule = _ARITHMETIC.get(symbol_of(node, 2))
    if rule is None or len(members) > 2:
        return tuple(members)
    first, last = members[0], members[-1]
    for pair in ((first, last), (last, first)):
        try:
            out = rule(number_of(pair[0], "data"), number_of(pair[1], "data"))
            if math.isclose(out, number_of(node, "data"), rel_tol=1e-6, abs_tol=1e-12):
                return pair
        except (ArithmeticError, TypeError, GraphError):
            continue
    return tuple(members)


def _sort_key(node: Any) -> tuple[str, str, float]:
    try:
        number = number_of(node, "data")
    except GraphError:
        number = 0.0
    label = getattr(node, "label", None) or ""
    return str(label), symbol_of(node, 0), 0.0 if math.isnan(number) else number
