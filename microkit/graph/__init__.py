"""A graph as plain data, as words, and as a picture."""

from microkit.graph.display import show_as_graph
from microkit.graph.dot import draw_dot, to_dot
from microkit.graph.layout import Layout, layout
from microkit.graph.outline import outline
from microkit.graph.rebuild import rebuild
from microkit.graph.svg import to_svg
from microkit.graph.trace import Trace, trace

__all__ = [
    "Layout",
    "Trace",
    "draw_dot",
    "layout",
    "outline",
    "rebuild",
    "show_as_graph",
    "to_dot",
    "to_svg",
    "trace",
]
