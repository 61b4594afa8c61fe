"""Where each node of a graph stands: layers from left to right, with few crossings.

The steps are those of Sugiyama, Tagawa and Toda (1981): give each node a layer, put the nodes of
each layer into an order, then give each node a height. All of it is deterministic.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from microkit.graph.labels import clean, columns, shorten
from microkit.graph.layering import make_layers
from microkit.graph.numbers import number_text
from microkit.graph.ordering import order_layers
from microkit.graph.placing import BEND_GAP, NODE_HEIGHT, place_layers
from microkit.graph.routing import Point, route_edges
from microkit.graph.trace import Trace

# All lengths are in px. A letter is one column of a 12 px monospaced font, rounded up.
LETTER = 7.3
LABEL_LETTER = 7.9
MARGIN = 14.0
NODE_WIDTH = (132.0, 184.0)
LAYER_GAP = (50.0, 110.0)
OP_COLUMNS = 10


@dataclass(frozen=True)
class Layout:
    """Where to draw the nodes and edges of a trace; all lengths are in px.

    Parameters
    ----------
    x, y : tuple of float
        The center of each node, in trace order.
    node_width, node_height : float
        The size of a node's box, the same for all.
    width, height : float
        The size of the whole picture, margins included.
    edges : tuple of (int, int)
        A (parent, child) pair for each operand; ``a * a`` has two that are equal.
    routes : tuple of tuple of (float, float)
        The points that each edge passes, from the parent's right side to the child's left side.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]
    node_width: float
    node_height: float
    width: float
    height: float
    edges: tuple[tuple[int, int], ...]
    routes: tuple[tuple[Point, ...], ...]

    def path(self, edge: int, short: float = 0.0) -> str:
        """Write one edge as the ``d`` of an SVG path: level curves through its route.

        Parameters
        ----------
        edge : int
            Its place in `edges`.
        short : float, optional
            How many px before the child the line ends, where a tip is drawn there.
        """
        (x, y), *rest = self.routes[edge]
        steps = [f"M{px(x)} {px(y)}"]
        for place, (to_x, to_y) in enumerate(rest, start=1):
            if place == len(rest):
                to_x -= short
            if to_y == y:
                steps.append(f"H{px(to_x)}")
            else:
                reach = (to_x - x) / 2
                steps.append(
                    f"C{px(x + reach)} {px(y)} {px(to_x - reach)} {px(to_y)} {px(to_x)} {px(to_y)}"
                )
            x, y = to_x, to_y
        return "".join(steps)

    def to_dict(self) -> dict[str, Any]:
        """Turn the layout into lists and numbers that JSON can hold, paths included."""
        return {
            "x": list(self.x),
            "y": list(self.y),
            "node_width": self.node_width,
            "node_height": self.node_height,
            "width": self.width,
            "height": self.height,
            "edges": [list(edge) for edge in self.edges],
            "paths": [self.path(edge) for edge in range(len(self.edges))],
        }


def layout(trace: Trace, gap: float = LAYER_GAP[0]) -> Layout:
    """Give each node of a trace a place: inputs to the left of what uses them, the root right.

    Parameters
    ----------
    trace : Trace
    gap : float, optional
        The least distance between two layers: more, where something is written on the lines.

    Returns
    -------
    Layout

    Notes
    -----
    An edge over several layers gets a bend in each layer between, which takes room like a small
    node: so no edge runs through a box. Edges of one parent share their bends and part late.

    Examples
    --------
    >>> plan = layout(Trace(("", "*"), ((), (0, 0)), (3.0, 9.0), (None, None), ("a", "")))
    >>> plan.x[0] < plan.x[1], len(plan.edges)
    (True, 2)
    """
    layers = make_layers(trace)
    order_layers(layers)
    y = place_layers(layers)
    room = [NODE_HEIGHT / 2 if node < len(trace) else BEND_GAP for node in range(len(y))]
    top = min(at - half for at, half in zip(y, room, strict=True)) - MARGIN
    bottom = max(at + half for at, half in zip(y, room, strict=True)) + MARGIN
    y = [at - top for at in y]

    node_width = _node_width(trace)
    # Where layers are high, edges are steep and need more room.
    highest = max(len(row) for row in layers.rows)
    least, most = LAYER_GAP
    step = node_width + max(gap, min(most, least + 4.0 * max(0, highest - 4)))
    x = [0.0] * len(y)
    for column, row in enumerate(layers.rows):
        for node in row:
            x[node] = MARGIN + node_width / 2 + column * step
    return Layout(
        x=tuple(x[: len(trace)]),
        y=tuple(y[: len(trace)]),
        node_width=node_width,
        node_height=NODE_HEIGHT,
        width=2 * MARGIN + node_width + (len(layers.rows) - 1) * step,
        height=bottom - top,
        edges=trace.edges,
        routes=route_edges(trace, layers, x, y, node_width),
    )


def op_text(op: str) -> str:
    """Cut the name of an operation to what fits a box."""
    return shorten(clean(op), OP_COLUMNS)


def op_width(op: str) -> float:
    """Find the width of the pill that an operation stands in."""
    return columns(op_text(op)) * LETTER + 14


def label_columns(op: str, node_width: float) -> int:
    """Count the letters of a label that fit beside an operation, or alone."""
    room = node_width - 24 - (op_width(op) + 8 if op else 0)
    return int(room / LABEL_LETTER + 1e-6)


def _node_width(trace: Trace) -> float:
    """Find a width that every number fits, and most labels."""
    number = max(len(number_text(n)) for column in (trace.data, trace.grads) for n in column)
    label = max(
        columns(clean(label)) * LABEL_LETTER + (op_width(op) + 8 if op else 0)
        for label, op in zip(trace.labels, trace.ops, strict=True)
    )
    least, most = NODE_WIDTH
    return float(math.ceil(min(most, max(least, 58 + number * LETTER, 24 + label))))


def px(length: float) -> str:
    """Write a length for SVG: at most one decimal."""
    return f"{length:.1f}".removesuffix(".0")
