"""A graph as a picture: SVG that needs no program, no network and no script."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from html import escape
from typing import Any

from microkit.graph.labels import clean, shorten
from microkit.graph.layout import LETTER, Layout, label_columns, layout, op_text, op_width, px
from microkit.graph.numbers import number_text
from microkit.graph.style import LEGEND, MARK_SHEET, SHEET, line_of
from microkit.graph.trace import Trace, trace
from microkit.graph.words import alt_text, headline, name_of, node_text, summary, too_large

_LEGEND_HEIGHT = 30.0
_TIP = 9.0


def to_svg(
    root: Any,
    title: str | None = None,
    *,
    marks: Mapping[int, str] | None = None,
    legend: bool = True,
) -> str:
    """Draw a graph: each node a box with its label, operation, number and gradient.

    Parameters
    ----------
    root : Value, Tensor, Trace, or any node
        What `trace` takes. A node that holds an array shows its shape.
    title : str, optional
        The picture's name for those who cannot see it.
    marks : mapping from int to str, optional
        Nodes to point at, by their places in the trace: each gets a frame and a flag with this
        word.
    legend : bool, default True
        Whether a graph with gradients says below what its lines mean.

    Returns
    -------
    str
        One ``<svg>`` element, the same bytes for the same graph. Past 150 nodes or 700 lines it
        holds a sentence with the counts by operation.

    Notes
    -----
    A line shows the gradient of the node that it leaves: solid when positive, dashed when negative,
    dotted when zero or not computed; the larger the gradient, the thicker the line. Where nodes
    hold arrays, a solid line says only that a gradient is there.

    Examples
    --------
    >>> picture = to_svg(Trace(("",), ((),), (2.0,), (None,), ("a",)))
    >>> picture.startswith("<svg "), "a is 2" in picture
    (True, True)
    """
    graph = trace(root)
    name = clean(title) if title else headline(graph)
    if too_large(graph):
        return _sentence(graph, name)
    plan = layout(graph)
    body = [_edges(graph, plan), *(_node(graph, plan, node) for node in range(len(graph)))]
    told = alt_text(graph)
    for node, word in (marks or {}).items():
        body.append(_mark(plan, node, word))
        told += f" {name_of(graph, node)}: {word}."
    width, height = plan.width, plan.height
    if legend and graph.computed and plan.edges and not graph.shaped:
        width = max(width, LEGEND.width + 28)
        body.append(f'<g transform="translate(14 {px(height + 4)})">{LEGEND.markup}</g>')
        height += _LEGEND_HEIGHT
    sheet = SHEET + MARK_SHEET if marks else SHEET
    return _frame(name, told, width, height, "".join(body), sheet)


def _frame(
    name: str, words: str, width: float, height: float, body: str, sheet: str = SHEET
) -> str:
    """Put a title, a description and the styles around a drawing."""
    # The ids come from the content: two pictures on a page differ, and a rebuild does not.
    content = json.dumps([name, words, width, height, body])
    key = "mk-" + hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:12]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{key}" class="microkit-graph" role="img" '
        f'aria-labelledby="{key}-title {key}-desc" '
        f'viewBox="0 0 {px(width)} {px(height)}" width="{px(width)}" height="{px(height)}" '
        f'style="width:100%;height:auto;max-width:{px(width)}px;min-width:{px(width * 0.7)}px">'
        f'<title id="{key}-title">{escape(name)}</title>'
        f'<desc id="{key}-desc">{escape(words)}</desc>'
        f"<style>{sheet.replace('KEY', key)}</style>"
        f'<rect class="paper" width="{px(width)}" height="{px(height)}" rx="6"/>'
        f"{body}</svg>"
    )


def _edges(graph: Trace, plan: Layout) -> str:
    drawn = []
    for edge, (parent, _) in enumerate(plan.edges):
        line = line_of(graph.grads[parent])
        x, y = plan.routes[edge][-1]
        half = max(4.0, 1.4 * line.width)
        tip = f"M{px(x)} {px(y)}l{-_TIP:g} {px(-half)}v{px(2 * half)}z"
        drawn.append(
            f'<g class="{line.name}"><path class="edge" d="{plan.path(edge, _TIP - 1)}" '
            f'stroke-width="{px(line.width)}"{line.dash}/><path class="tip" d="{tip}"/></g>'
        )
    return f'<g class="edges">{"".join(drawn)}</g>'


def _node(graph: Trace, plan: Layout, node: int) -> str:
    width, height = plan.node_width, plan.node_height
    left, top = plan.x[node] - width / 2, plan.y[node] - height / 2
    box = f'width="{px(width)}" height="{px(height)}" rx="8"/>'
    kind, tint = "made", ""
    if not graph.parents[node]:
        kind, tint = "leaf", f'<rect class="tint" {box}'
    elif node == len(graph) - 1:
        kind = "root"
    return (
        f'<g class="{kind}" transform="translate({px(left)} {px(top)})">'
        f"<title>{escape(node_text(graph, node))}</title>"
        f'<rect class="box" {box}{tint}'
        f"{_head(graph.ops[node], clean(graph.labels[node]), width)}"
        f"{_number('data', graph.data[node], width, 44)}"
        f"{_number('grad', graph.grads[node], width, 61)}</g>"
    )


def _mark(plan: Layout, node: int, word: str) -> str:
    """Put a second frame around a node, and a flag on it: a shape and a word, no color."""
    width, height = plan.node_width + 8, plan.node_height + 8
    wide = len(word) * LETTER + 12
    left, top = plan.x[node] - width / 2, plan.y[node] - height / 2
    return (
        f'<g class="mark" transform="translate({px(left)} {px(top)})">'
        f'<rect class="frame" width="{px(width)}" height="{px(height)}" rx="11"/>'
        f'<rect class="flag" x="{px(width - wide - 10)}" y="-9" width="{px(wide)}" height="18" '
        f'rx="4"/><text x="{px(width - wide / 2 - 10)}" y="4">{escape(word)}</text></g>'
    )


def _head(op: str, label: str, width: float) -> str:
    """Write a node's label and operation; without a label the operation takes its place."""
    shown = escape(shorten(label, label_columns(op, width)))
    name = f'<text class="label" x="12" y="22">{shown}</text>' if label else ""
    if not op:
        return name or '<text class="what" x="12" y="22">leaf</text>'
    wide = op_width(op)
    left = width - 8 - wide if label else 8
    return (
        f'{name}<rect class="chip" x="{px(left)}" y="8" width="{px(wide)}" height="19" rx="9.5"/>'
        f'<text class="op" x="{px(left + wide / 2)}" y="21.5">{escape(op_text(op))}</text>'
    )


def _number(what: str, number: float | None, width: float, y: float) -> str:
    right, text = px(width - 12), number_text(number)
    return (
        f'<text class="what" x="12" y="{px(y)}">{what}</text>'
        f'<text class="number {what}" x="{right}" y="{px(y)}">{text}</text>'
    )


def _sentence(graph: Trace, name: str) -> str:
    """Say in words what is too large to draw."""
    lines = summary(graph)
    width = max(len(line) for line in lines) * LETTER + 32
    body = "".join(
        f'<text class="label" x="16" y="{26 + 22 * row}">{escape(line)}</text>'
        if row == 0
        else f'<text class="what" x="16" y="{26 + 22 * row}">{escape(line)}</text>'
        for row, line in enumerate(lines)
    )
    return _frame(name, " ".join(lines), width, 22.0 * len(lines) + 20, body)
