"""A graph in the language of Graphviz, and its picture for those who have Graphviz."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from microkit.errors import GraphError
from microkit.graph.labels import clean
from microkit.graph.numbers import number_text
from microkit.graph.style import line_of
from microkit.graph.trace import trace

if TYPE_CHECKING:
    from graphviz import Source

_STYLES = {"minus": "dashed", "none": "dotted"}


def to_dot(root: Any) -> str:
    r"""Write a graph in the DOT language, the same text for the same graph.

    Parameters
    ----------
    root : Value, Tensor, Trace, or any node
        What `trace` takes. A node that holds an array shows its shape.

    Examples
    --------
    >>> from microkit.graph import Trace
    >>> print(to_dot(Trace(("", "*"), ((), (0, 0)), (3.0, 9.0), (6.0, 1.0), ("a", ""))))
    digraph {
      rankdir=LR
      node [shape=box style=rounded fontname="monospace" fontsize=12]
      n0 [label="a\ndata 3\ngrad 6"]
      n1 [label="*\ndata 9\ngrad 1"]
      n0 -> n1 [style=solid penwidth=3.2]
      n0 -> n1 [style=solid penwidth=3.2]
    }
    """
    graph = trace(root)
    lines = [
        "digraph {",
        "  rankdir=LR",
        '  node [shape=box style=rounded fontname="monospace" fontsize=12]',
    ]
    for node, op in enumerate(graph.ops):
        head = " = ".join(part for part in (clean(graph.labels[node]), clean(op)) if part)
        rows = [head] if head else []
        rows.append(f"data {number_text(graph.data[node])}")
        rows.append(f"grad {number_text(graph.grads[node])}")
        label = "\\n".join(map(_escaped, rows))
        lines.append(f'  n{node} [label="{label}"]')
    for parent, child in graph.edges:
        line = line_of(graph.grads[parent])
        style = f"style={_STYLES[line.name] if line.dash else 'solid'} penwidth={line.width:g}"
        lines.append(f"  n{parent} -> n{child} [{style}]")
    return "\n".join([*lines, "}"])


def draw_dot(root: Any, format: str = "svg") -> Source:
    """Draw a graph with Graphviz; the result shows itself in a cell.

    Parameters
    ----------
    root : Value, Trace, or any node
        What `trace` takes.
    format : str, optional
        A format of Graphviz: ``"svg"``, ``"png"``, ``"pdf"``.

    Returns
    -------
    graphviz.Source
        With ``.render(...)`` and ``.pipe()``, which write a file and give its bytes.

    Raises
    ------
    GraphError
        When the ``dot`` program or the ``graphviz`` package is missing, or the format unknown.
    """
    text = to_dot(root)
    try:
        import graphviz
    except ImportError:
        raise GraphError(
            "draw_dot needs the package graphviz, which is not installed: run "
            "`pip install graphviz`, or use to_svg(root), which needs nothing."
        ) from None
    if shutil.which("dot") is None:
        raise GraphError(
            "draw_dot needs the program `dot`, which is not on the PATH: install Graphviz "
            "(`apt install graphviz`, `brew install graphviz`, or graphviz.org), or use "
            "to_svg(root), which needs nothing."
        )
    try:
        return graphviz.Source(text, format=format)
    except ValueError:
        raise GraphError(f"Graphviz has no format {format!r}. Try 'svg', 'png' or 'pdf'.") from None


def _escaped(text: str) -> str:
    """Keep a text from being read as an escape, an entity or the end of a string."""
    return text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
