"""Which way the edges go: past the boxes, and to a port of their own."""

from __future__ import annotations

from collections import Counter

from microkit.graph.layering import Layers
from microkit.graph.placing import NODE_HEIGHT
from microkit.graph.trace import Trace

PORT_GAP = 20.0
ALIAS_GAP = 26.0  # an operand that is used twice: its two lines must part
ALIAS_SHIFT = 8.0
ORDERED = ("-", "/", "**")

Point = tuple[float, float]


def route_edges(
    trace: Trace, layers: Layers, x: list[float], y: list[float], node_width: float
) -> tuple[tuple[Point, ...], ...]:
    """Lead each edge from its parent past its bends to a port of its own at the child.

    Parameters
    ----------
    trace : Trace
    layers : Layers
    x, y : list of float
        The centers of the nodes and bends.
    node_width : float
        A bend is as wide as a box: beside boxes, the edge is level.
    """
    routes = []
    half = node_width / 2
    for child, parents in enumerate(trace.parents):
        ports = _ports(trace, child, layers, y)
        uses, seen = Counter(parents), Counter()
        for parent, port in zip(parents, ports, strict=True):
            shift = (seen[parent] - (uses[parent] - 1) / 2) * ALIAS_SHIFT
            seen[parent] += 1
            route = [(x[parent] + half, y[parent])]
            for bend in layers.reach(parent, child):
                route.append((x[bend] - half, y[bend] + shift))
                route.append((x[bend] + half, y[bend] + shift))
            routes.append((*route, (x[child] - half, y[child] + port)))
    return tuple(routes)


def _ports(trace: Trace, child: int, layers: Layers, y: list[float]) -> list[float]:
    """Say how far from the child's middle each operand arrives.

    Where the order matters, the first operand arrives on top; else as they come, uncrossed.
    """
    parents = trace.parents[child]
    order = list(range(len(parents)))
    if trace.ops[child] not in ORDERED:
        order.sort(key=lambda operand: y[layers.above[child][operand]])
    gap = PORT_GAP if len(set(parents)) == len(parents) else ALIAS_GAP
    gap = min(gap, (NODE_HEIGHT - 16) / max(1, len(parents) - 1))
    ports = [0.0] * len(parents)
    for place, operand in enumerate(order):
        ports[operand] = (place - (len(parents) - 1) / 2) * gap
    return ports
