"""A graph as a tree of text, for terminals and for screen readers."""

from __future__ import annotations

from typing import Any

from microkit.graph.labels import clean, shorten
from microkit.graph.numbers import number_text
from microkit.graph.trace import Trace, trace
from microkit.graph.words import count_words

MOST_LINES = 150  # a larger graph is cut here
MOST_DEPTH = 40  # and what stands further in than this many steps is left out


def outline(root: Any) -> str:
    """Write a graph as a tree of text, the root on top and its parents indented below it.

    Parameters
    ----------
    root : Value, Tensor, Trace, or any node
        What `trace` takes. A node that holds an array shows its shape.

    Returns
    -------
    str
        One line for each use of a node, with its number and its gradient. A node that is used
        twice is written out once; after that, ``(above)`` points there, by ``#`` and a number
        where its label is missing or not the only one of its kind.

    Examples
    --------
    >>> graph = Trace(
    ...     ops=("", "", "*", "+"), parents=((), (), (0, 1), (2, 0)), data=(2.0, -3.0, -6.0, -4.0),
    ...     grads=(-2.0, 2.0, 1.0, 1.0), labels=("a", "b", "", "d"),
    ... )
    >>> print(outline(graph))
    d (+) data -4, grad 1
    |- (*) data -6, grad 1
    |  |- a data 2, grad -2
    |  `- b data -3, grad 2
    `- a (above) data 2, grad -2
    """
    graph = trace(root)
    uses = [0] * len(graph)
    for parents in graph.parents:
        for parent in parents:
            uses[parent] += 1
    many = len(graph) > MOST_LINES
    lines = [f"{len(graph):,} nodes: {count_words(graph)}."] if many else []
    written: set[int] = set()
    stack = [(len(graph) - 1, "", "")]
    while stack:
        node, lead, below = stack.pop()
        if many and len(lines) > MOST_LINES:
            break
        again = node in written
        written.add(node)
        lines.append(lead + _line(graph, node, again, shared=uses[node] > 1))
        if again or not graph.parents[node]:
            continue
        if len(below) >= 3 * MOST_DEPTH:
            lines.append(f"{below}`- ... more than {MOST_DEPTH} steps in: outline this node itself")
            continue
        *first, last = graph.parents[node]
        stack.append((last, below + "`- ", below + "   "))
        stack.extend((parent, below + "|- ", below + "|  ") for parent in reversed(first))
    left_out = len(graph) - len(written)
    if left_out:
        lines.append(f"... and {left_out:,} more nodes.")
    return "\n".join(lines)


def _line(graph: Trace, node: int, again: bool, shared: bool) -> str:
    label = shorten(clean(graph.labels[node]), 60, mark="...")
    words = [label] if label else []
    if shared and (not label or graph.labels.count(graph.labels[node]) > 1):
        words.append(f"#{node + 1}")
    if again:
        words.append("(above)")
    elif graph.parents[node]:
        words.append(f"({clean(graph.ops[node])})")
    elif not label:
        words.append("leaf")
    grad = number_text(graph.grads[node])
    return " ".join([*words, f"data {number_text(graph.data[node])}, grad {grad}"])
