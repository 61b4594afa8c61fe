"""One good example of each widget, in lesson order, for screenshots and shared tests."""

from __future__ import annotations

from collections.abc import Callable

from microkit import widgets
from microkit.engine import Value
from microkit.widgets.base import Widget


def slope_explorer() -> Widget:
    """Show the secant of a cubic beside its tangent."""
    return widgets.SlopeExplorer("cubic", x=1.0, h=0.5)


def graph_view() -> Widget:
    """Show d = a*b + c, after backward."""
    a, b, c = Value(2.0, "a"), Value(-3.0, "b"), Value(10.0, "c")
    e = a * b
    d = e + c
    e.label, d.label = "e", "d"
    d.backward()
    return widgets.GraphView(d)


def op_bench() -> Widget:
    """Show the times gate of lesson 02."""
    return widgets.OpBench("*", a=2, b=-3, upstream=4)


# In lesson order. A new widget adds its function above, and its line here.
EXAMPLES: tuple[Callable[[], Widget], ...] = (
    slope_explorer,  # 00
    graph_view,  # 01
    op_bench,  # 02
)


def gallery() -> dict[str, Widget]:
    """Return an example of every widget, by the name of its file.

    Examples
    --------
    >>> list(gallery())[:3]
    ['slope_explorer', 'graph_view', 'op_bench']
    """
    return {example.__name__: example() for example in EXAMPLES}
