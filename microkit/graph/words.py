"""A graph in sentences: the alt text of its picture, and what stands where it is too large."""

from __future__ import annotations

from microkit.graph.labels import clean, shorten
from microkit.graph.numbers import Shape, number_text
from microkit.graph.symbols import BENT
from microkit.graph.trace import Trace

MOST_NODES = 150  # beyond this, a picture of single numbers cannot be read
MOST_LINES = 700  # nor one with more lines than this
TOLD_IN_FULL = 16  # nodes; beyond it the alt text gives the inputs and the result
_PHRASES = {
    "+": "{} plus {}",
    "-": "{} minus {}",
    "*": "{} times {}",
    "/": "{} divided by {}",
    "**": "{} to the power of {}",
    "neg": "minus {}",
}


def name_of(graph: Trace, node: int) -> str:
    """Call a node by its label, a leaf without one by its number, and any other by its place.

    Examples
    --------
    >>> graph = Trace(("", "", "+"), ((), (), (0, 1)), (2.0, 3.0, 5.0), (None,) * 3, ("a", "", ""))
    >>> [name_of(graph, node) for node in range(3)]
    ['a', 'the number 3', 'node 3']
    """
    label = shorten(clean(graph.labels[node]), 60, mark="...")
    if label:
        return label
    if not graph.parents[node]:
        return f"the {_kind(graph, node)} {number_text(graph.data[node])}"
    return f"node {node + 1}"


_KINDS = {"number": "A number", "array": "An array"}


def _kind(graph: Trace, node: int) -> str:
    return "array" if isinstance(graph.data[node], Shape) else "number"


def formula(graph: Trace, node: int) -> str:
    """Say how a node was made: ``a times b``, ``tanh of n``.

    Examples
    --------
    >>> formula(Trace(("", "*"), ((), (0, 0)), (3.0, 9.0), (None, None), ("a", "")), 1)
    'a times a'
    """
    op = graph.ops[node]
    parents = [name_of(graph, parent) for parent in graph.parents[node]]
    if f" {op}".endswith(BENT) and len(parents) % 2:
        n = len(parents) // 2
        products = map("{} times {}".format, parents[:n], parents[n:-1])
        whole = " plus ".join([*products, parents[-1]])
        return whole if op == "dot" else f"{op.removesuffix(BENT)} of {whole}"
    phrase = " plus ".join(["{}"] * len(parents)) if op == "sum" else _PHRASES.get(op)
    if phrase and phrase.count("{}") == len(parents):
        return phrase.format(*parents)
    if op.startswith("**") and len(parents) == 1:
        return f"{parents[0]} to the power of {op[2:]}"
    return f"{clean(op)} of {' and '.join(parents)}"


def gradient_words(grad: float | None) -> str:
    """Say a gradient: ``gradient -3``, or that there is none yet."""
    if isinstance(grad, Shape):
        return f"gradient of shape {grad.shape}"
    return "gradient not computed" if grad is None else f"gradient {number_text(grad)}"


def node_text(graph: Trace, node: int) -> str:
    """Say all about one node in one line, its label in full."""
    label = clean(graph.labels[node])
    made = formula(graph, node) if graph.parents[node] else "leaf"
    numbers = f"data {number_text(graph.data[node])}, {gradient_words(graph.grads[node])}"
    return f"{label}: {made}; {numbers}" if label else f"{made}; {numbers}"


def headline(graph: Trace) -> str:
    """Name a picture."""
    label = shorten(clean(graph.labels[-1]), 60, mark="...")
    if len(graph) == 1:
        return f"The value {label}".rstrip()
    return f"Graph of {label}" if label else f"Graph with {len(graph)} nodes"


def size_words(graph: Trace) -> str:
    """Name a graph and say how large it is, and nothing that it comes to.

    Examples
    --------
    >>> size_words(Trace(("", "neg"), ((), (0,)), (2.0, -2.0), (None, None), ("a", "b")))
    'Graph of b, 2 nodes'
    """
    labeled = len(graph) > 1 and clean(graph.labels[-1])
    return f"{headline(graph)}, {len(graph):,} nodes" if labeled else headline(graph)


def too_large(graph: Trace) -> bool:
    """Whether a picture of single numbers could not be read."""
    return len(graph) > MOST_NODES or sum(map(len, graph.parents)) > MOST_LINES


def alt_text(graph: Trace) -> str:
    """Tell a picture to somebody who does not see it.

    Examples
    --------
    >>> print(alt_text(Trace(("", "*"), ((), (0, 0)), (3.0, 9.0), (6.0, 1.0), ("a", "b"))))
    2 nodes, inputs first. a is 3, gradient 6. b is a times a, 9, gradient 1.
    """
    told = range(len(graph))
    opening = f"{len(graph)} nodes, inputs first."
    if len(graph) == 1:
        opening = ""
    elif len(graph) > TOLD_IN_FULL:
        named = [leaf for leaf in graph.leaves if graph.labels[leaf]][:TOLD_IN_FULL]
        told = [*named, len(graph) - 1]
        opening = f"{len(graph)} nodes: {count_words(graph)}. Inputs and result:"
    return " ".join([opening, *(_sentence(graph, node) for node in told)]).strip()


def count_words(graph: Trace) -> str:
    """Count the nodes by operation, in words.

    Examples
    --------
    >>> count_words(Trace(("", "*"), ((), (0, 0)), (3.0, 9.0), (6.0, 1.0), ("a", "b")))
    "1 leaf, 1 of '*'"
    """
    counts = graph.counts()
    leaves = counts.pop("", 0)
    kinds = [f"{number:,} of '{shorten(clean(op), 20, '...')}'" for op, number in counts.items()]
    if len(kinds) > 12:
        kinds = [*kinds[:12], f"{len(kinds) - 12} more operations"]
    return ", ".join([f"{leaves:,} {'leaf' if leaves == 1 else 'leaves'}", *kinds])


def summary(graph: Trace) -> list[str]:
    """Say in a few lines what a graph is that is too large to draw; its result comes last."""
    label = shorten(clean(graph.labels[-1]), 40, mark="...")
    size = f"{len(graph):,} nodes"
    if len(graph) <= MOST_NODES:
        size = f"{sum(map(len, graph.parents)):,} lines between {size}"
    lines = [f"{label or 'This graph'} has {size}: too many to draw one by one."]
    line = ""
    for part in count_words(graph).split(", "):
        if line and len(line) + len(part) > 64:
            lines.append(line + ",")
            line = part
        else:
            line = f"{line}, {part}" if line else part
    lines.append(line + ".")
    lines.append(
        f"Result: {number_text(graph.data[-1])}, {gradient_words(graph.grads[-1])}. "
        "Any node inside it can be drawn on its own."
    )
    return lines


def _sentence(graph: Trace, node: int) -> str:
    number = f"{number_text(graph.data[node])}, {gradient_words(graph.grads[node])}."
    name = name_of(graph, node)
    if not graph.parents[node]:
        name = name if graph.labels[node] else f"{_KINDS[_kind(graph, node)]} without a label"
        return f"{name} is {number}"
    return f"{name} is {formula(graph, node)}, {number}"
