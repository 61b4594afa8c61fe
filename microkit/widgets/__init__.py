"""Widgets: pictures of a graph that a student can move. One widget is one .py and one .js."""

from microkit.widgets.graph_view import GraphView
from microkit.widgets.op_bench import OpBench

__all__ = ["GraphView", "OpBench"]
