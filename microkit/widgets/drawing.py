"""What the page needs to draw a graph: where things stand, and which operations it knows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from microkit.graph.labels import clean
from microkit.graph.layout import LAYER_GAP, layout
from microkit.graph.symbols import BENT, BINARY, UNARY
from microkit.graph.trace import Trace
from microkit.widgets.base import plain

LONGEST = -1.234e-100


def plan_of(graph: Trace, gap: float = LAYER_GAP[0]) -> dict[str, Any]:
    """Lay a graph out for the page, with the points where its lines end and what is halfway there.

    Numbers change while the student works, so there is room for the longest that there is.
    """
    plan = layout(replace(graph, grads=(LONGEST,) * len(graph)), gap)
    ends = [route[-2:] for route in plan.routes]
    return {
        **plan.to_dict(),
        "tips": [tip for _, tip in ends],
        "middles": [[(x + to_x) / 2, (y + to_y) / 2] for (x, y), (to_x, to_y) in ends],
    }


def drawn(graph: Trace) -> dict[str, list]:
    """Turn a trace into plain data for the page, each label on one line."""
    return replace(graph, labels=tuple(map(clean, graph.labels))).to_dict()


def packed(graph: Trace, shown: Iterable[int]) -> dict[str, list]:
    """Write a large graph as short as the page can read it, and which of its nodes are shown.

    Only leaves bring their numbers: the page computes the others.

    Examples
    --------
    >>> graph = Trace(("", "", "*"), ((), (), (0, 1)), (2.0, -3.0, -6.0), (None,) * 3, ("",) * 3)
    >>> packed(graph, [0, 2]) == {
    ...     "symbols": ["*"], "made": [-1, -1, 0], "parents": [[0, 1]], "data": [2.0, -3.0],
    ...     "shown": [0, 2],
    ... }
    True
    """
    symbols = list(dict.fromkeys(op for op in graph.ops if op))
    return {
        "symbols": symbols,
        "made": [symbols.index(op) if op else -1 for op in graph.ops],
        "parents": [list(parents) for parents in graph.parents if parents],
        "data": [plain(graph.data[leaf]) for leaf in graph.leaves],
        "shown": list(shown),
    }


def known(op: str, inputs: int) -> bool:
    """Whether there is a reference rule for this operation, with so many inputs.

    Examples
    --------
    >>> known("*", 2), known("**3", 1), known("swish", 1)
    (True, True, False)
    """
    if op.startswith("**") and inputs == 1:
        return re.fullmatch(r"[-+]?[\d.]+(e[-+]?\d+)?", op[2:]) is not None
    if f" {op}".endswith(BENT):
        bend = op.removesuffix(BENT)
        return inputs > 2 and inputs % 2 == 1 and (op == "dot" or bend in UNARY)
    if op == "sum":
        return inputs > 0
    return inputs == (2 if op in BINARY else 1 if op in UNARY else 0 if not op else -1)


def told_apart(names: Iterable[str]) -> list[str]:
    """Put a number to names that come again, so that each is there once.

    Examples
    --------
    >>> told_apart(["w", "b", "w"])
    ['w', 'b', 'w (2)']
    """
    taken: dict[str, None] = {}
    for first in names:
        name, again = first, 1
        while name in taken:
            again += 1
            name = f"{first} ({again})"
        taken[name] = None
    return list(taken)
