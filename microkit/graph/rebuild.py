"""Build a graph anew on any class: a student's own engine computes what a trace describes."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

from microkit.errors import GraphError
from microkit.graph.numbers import number_text
from microkit.graph.symbols import BENT, SIGNS
from microkit.graph.trace import Trace
from microkit.graph.words import formula


def _sum(*terms: Any) -> Any:
    """Add from left to right, a node for each step: every class can do that."""
    return reduce(operator.add, terms)


def _dot(*inputs: Any) -> Any:
    """Add the products of weights and inputs to the bias, a node for each step."""
    n = len(inputs) // 2
    return _sum(inputs[-1], *map(operator.mul, inputs[:n], inputs[n:-1]))


_OPERATORS: dict[str, Callable[..., Any]] = {**SIGNS, "sum": _sum, "dot": _dot}
# The kit's names first, then those that other engines use.
_METHODS = {"max": ("maximum", "max"), "min": ("minimum", "min")}


def rebuild(
    graph: Trace,
    leaf_factory: Callable[[float], Any],
    leaves: Mapping[int, float] | None = None,
) -> list[Any]:
    """Compute a trace again, with the operators and methods of another class.

    What has many inputs, as ``sum`` and ``dot``, is computed step by step, with ``+`` and ``*``.

    Parameters
    ----------
    graph : Trace
        What to compute.
    leaf_factory : callable
        Makes a leaf of a number; often the class itself.
    leaves : mapping from int to float, optional
        New numbers for some leaves, by their places in the trace.

    Returns
    -------
    list
        One node for each place of the trace, the root last; call ``[-1].backward()`` for gradients.

    Raises
    ------
    GraphError
        When the class lacks an operation, one of its methods fails or returns no node, or the
        trace is of arrays.

    Examples
    --------
    >>> graph = Trace(("", "*"), ((), (0, 0)), (3.0, 9.0), (None, None), ("a", ""))
    >>> rebuild(graph, float)
    [3.0, 9.0]
    >>> rebuild(graph, float, leaves={0: 5.0})
    [5.0, 25.0]
    """
    graph.require_numbers()
    numbers = dict(leaves or {})
    for place in numbers:
        if place not in graph.leaves:
            raise GraphError(
                f"There is no leaf at place {place} of the trace; the leaves are at "
                f"{list(graph.leaves)}. Only leaves can get a new number."
            )
    nodes: list[Any] = []
    for node, parents in enumerate(graph.parents):
        if parents:
            made = _compute(graph, node, [nodes[parent] for parent in parents])
        else:
            made = leaf_factory(numbers.get(node, graph.data[node]))
        _label(made, graph.labels[node])
        nodes.append(made)
    return nodes


def _compute(graph: Trace, node: int, operands: list[Any]) -> Any:
    op, whose = graph.ops[node], type(operands[0]).__name__
    rule = _rule(op, operands)
    if rule is None:
        raise GraphError(
            f"{whose} cannot compute {formula(graph, node)}: it has no operation {op!r}. "
            f"Write it first, or leave it out of the graph."
        )
    try:
        made = rule(*operands)
    except Exception as error:
        numbers = ", ".join(number_text(graph.data[parent]) for parent in graph.parents[node])
        raise GraphError(
            f"{whose} could not compute {formula(graph, node)} (of {numbers}): "
            f"{type(error).__name__}: {error}. Try the same in a cell of its own."
        ) from error
    if made is None:
        raise GraphError(
            f"{whose} gave nothing back for {formula(graph, node)}. "
            "Is this operation not written yet, or is its `return` missing?"
        )
    return made


def _rule(op: str, operands: list[Any]) -> Callable[..., Any] | None:
    if op in _OPERATORS:
        return _OPERATORS[op]
    if op.endswith(BENT):
        bend = _rule(op.removesuffix(BENT), operands[:1])
        return bend and (lambda *inputs: bend(_dot(*inputs)))
    if op.startswith("**"):
        exponent = float(op[2:])
        return lambda base: base ** (int(exponent) if exponent.is_integer() else exponent)
    # An operation of the student's own is a method of that name, as the kit's are.
    if not op.isidentifier() or op.startswith("_"):
        return None
    for name in _METHODS.get(op, (op,)):
        method = getattr(type(operands[0]), name, None)
        if callable(method):
            return method
    return None


def _label(node: Any, label: str) -> None:
    """Name a node, where its class has a place for a name."""
    if label and hasattr(node, "label"):
        node.label = label
