"""What a node shows as the output of a cell: its graph."""

from __future__ import annotations

from html import escape
from typing import Any, TypeVar

from microkit.engine import Value
from microkit.errors import GraphError
from microkit.graph.layout import layout
from microkit.graph.svg import to_svg
from microkit.graph.trace import Trace, trace
from microkit.graph.words import headline, too_large

WIDE = 700.0  # px; a wider picture may not fit a cell's output
Class = TypeVar("Class", bound=type)


def show_as_graph(cls: Class) -> Class:
    """Let the nodes of a class show their graph as a cell's output.

    Parameters
    ----------
    cls : type
        Any class whose objects have ``data``, and ``_prev`` where they have parents.

    Returns
    -------
    type
        The same class, so that this can stand above it as a decorator.

    Examples
    --------
    >>> @show_as_graph
    ... class Node:
    ...     def __init__(self, data, *prev):
    ...         self.data, self._prev = data, prev
    ...     def __repr__(self):
    ...         return f"Node({self.data})"
    >>> sorted(Node(4.0, Node(2.0))._repr_mimebundle_())
    ['text/html', 'text/plain']
    >>> Node(2.0)._repr_mimebundle_()
    {'text/plain': 'Node(2.0)'}
    """
    cls._repr_mimebundle_ = _mimebundle
    return cls


def _mimebundle(self: Any, include: Any = None, exclude: Any = None) -> dict[str, str]:
    """Give Jupyter the repr, and the picture where there is a graph; never raise."""
    bundle = {"text/plain": _plain(self)}
    try:
        graph = trace(self)
        # A number that was not computed from anything says everything in its repr.
        if len(graph) > 1:
            bundle["text/html"] = scrolling(graph)
    except GraphError as error:
        bundle["text/plain"] += f"\n(no picture: {error})"
    except Exception:  # a cell's output must not fail because of its picture
        pass
    return bundle


def scrolling(graph: Trace) -> str:
    """Put a picture into a box that scrolls, by keyboard too, where the page is narrower.

    Parameters
    ----------
    graph : Trace
        What is drawn.

    Returns
    -------
    str
        HTML.
    """
    focus = ""
    if not too_large(graph) and layout(graph).width > WIDE:
        # Jupyter would take the arrow keys for itself.
        name = escape(f"{headline(graph)}, scrolls sideways")
        focus = f' tabindex="0" data-lm-suppress-shortcuts="true" role="group" aria-label="{name}"'
    return f'<div style="overflow-x:auto"{focus}>{to_svg(graph)}</div>'


def _plain(node: Any) -> str:
    try:
        return repr(node)
    except Exception:  # a student's __repr__ may be half-written
        return object.__repr__(node)


show_as_graph(Value)
