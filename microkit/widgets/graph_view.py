"""GraphView: a graph with sliders on its leaves, and data and gradient on every node."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from numbers import Real
from typing import Any

import traitlets as t

from microkit import engine
from microkit.checks.predictions import Asked
from microkit.engine import Value
from microkit.errors import GraphError, NumberError
from microkit.graph.display import scrolling
from microkit.graph.fold import Folded, fold
from microkit.graph.labels import clean, shorten
from microkit.graph.outline import outline
from microkit.graph.rebuild import rebuild
from microkit.graph.trace import Trace, trace
from microkit.graph.walk import number_of, walk
from microkit.graph.words import size_words, summary, too_large
from microkit.widgets.base import HERE, Prediction, Widget, is_own, plain
from microkit.widgets.compose import compose
from microkit.widgets.drawing import drawn, known, packed, plan_of, told_apart
from microkit.widgets.refusing import validates

MOST_DRAWN = 100  # lines in the static picture of a network
MOST_MOVED = 4000  # nodes behind the boxes of a network: more would make a notebook large
MOST_LAYERS = 30  # told in words
MOST_KNOBS = 12  # sliders beside a network


class GraphView(Widget):
    """A graph to move: sliders on the leaves, data and gradient on every node.

    The student moves the leaves and presses ``backward``. They see which numbers change, and how
    far. Choosing a node tells its sub-expression and its step in words.

    Misconception: a gradient that was not computed is 0. It is ``-`` until backward has run, and
    0 only where it came out as 0.

    Parameters
    ----------
    root : Value, Trace, or any node
        The result. For an object of a student's own class, that class computes, in the kernel;
        for the kit's own `Value` and for a trace, the page does, by the reference rules.
    after : Prediction, optional
        While it is not committed, the numbers stay hidden.
    predict : str or Asked, optional
        A question that the widget asks first, such as ``"02.mul"``; instead of `after`.

    Notes
    -----
    Leaves with a label get a slider; where no leaf has a label, all do. `leaves` maps their names
    to numbers. It can be observed and set, also in parts: ``view.leaves = {"a": 3}``.

    Past 150 nodes, neurons are drawn in place of single numbers; inputs keep their sliders. Where
    there are no neurons, and for a graph that cannot be walked, a sentence says so instead.

    Examples
    --------
    >>> from microkit.engine import Value
    >>> import microkit.operations
    >>> a, b = Value(2.0, "a"), Value(-3.0, "b")
    >>> view = GraphView(a * b)
    >>> view.leaves, view.by
    ({'a': 2.0, 'b': -3.0}, 'page')
    """

    _esm = compose(HERE / "graph_view.js")

    trace = t.Dict(help="The graph as plain data; empty when it is not drawn.").tag(sync=True)
    plan = t.Dict(help="Where its nodes and lines stand.").tag(sync=True)
    knobs = t.List(t.Dict(), help="The leaves that have a slider: name and place.").tag(sync=True)
    leaves = t.Dict(help="The numbers of the leaves, by name.").tag(sync=True)
    backward = t.Bool(False, help="Whether backward has run.").tag(sync=True)
    inside = t.List(t.Unicode(), help="What each box holds, where neurons are folded.").tag(
        sync=True
    )
    whole = t.Dict(help="The graph behind the boxes, where sliders move them.").tag(sync=True)
    note = t.Unicode("", help="Why there is no picture, or why it stands still.").tag(sync=True)
    outcome = t.Unicode("", help="What comes out, in words, where there is no picture.").tag(
        sync=True
    )

    def __init__(
        self,
        root: Any,
        *,
        after: Prediction | None = None,
        predict: str | Asked | None = None,
    ) -> None:
        super().__init__(after=after, predict=predict)
        self._graph: Trace | None = None  # all of it
        self._folded: Folded | None = None
        try:
            nodes = [] if isinstance(root, Trace) else walk(root)[0]
            graph = trace(root)
            graph.require_numbers()
        except GraphError as error:
            self.note = str(error)
            return
        self._graph = graph
        if too_large(graph) and not self._fold(graph):
            return
        self._leaf: Callable[[float], Any] = type(nodes[graph.leaves[0]]) if nodes else Value
        made = zip(graph.ops, graph.parents, strict=True)
        unknown = [op for op, above in made if not known(op, len(above))]
        if nodes and (unknown or any(map(_own_node, nodes))):
            self.by = "kernel"
        elif unknown:
            self.note = (
                f"The page does not know the operation {shorten(clean(unknown[0]), 24)!r}, and a "
                "trace has no code to ask, so the sliders rest. Give the result itself."
            )
        self._settle(graph, moves=not self.note and len(graph) <= MOST_MOVED)
        shown = self._folded.trace if self._folded else graph
        self.backward = graph.computed
        self.plan = plan_of(shown)
        self.trace = drawn(shown)
        self._asks = ("leaves", "backward")  # only now: at first it shows what the cell computed

    def _fold(self, graph: Trace) -> bool:
        """Fold a large graph into its neurons; where that leaves no picture, say so."""
        folded = fold(graph)
        if folded is None or not 0 < len(folded.rows) <= MOST_LAYERS:
            *lines, self.outcome = summary(graph)
            self.note = " ".join(lines)
        elif not folded.readable:
            self.note = f"{len(graph):,} nodes are too many to draw, neurons too."
            self.outcome = f"{'; '.join(folded.layers)}."
        else:
            self._folded = folded
            self.inside = list(folded.inside)
        return self._folded is not None

    def _settle(self, graph: Trace, moves: bool) -> None:
        """Choose which leaves get a slider, and which numbers of the graph the page shows."""
        if self._folded is None:
            heads, chosen = tuple(range(len(graph))), _knobs(graph, graph.leaves)
        else:
            heads, chosen = self._folded.heads, _knobs(graph, _inputs(graph, self._folded))
            if not moves:
                chosen = {}
            self.note = (
                f"{len(graph):,} nodes, folded into {len(heads)} boxes: what a neuron "
                "multiplies and adds stands in one."
            )
            if not chosen:
                more = "" if graph.computed else "; for gradients, call backward() on it before"
                self.note += f" The sliders rest{more}."
        behind = [leaf for leaf in chosen.values() if leaf not in heads]
        self._shown = (*heads, *behind)
        self.knobs = [{"name": name, "node": self._shown.index(n)} for name, n in chosen.items()]
        self.leaves = self._first = {name: graph.data[leaf] for name, leaf in chosen.items()}
        if self._folded and chosen and self.by == "page":
            self.whole = packed(graph, self._shown)

    @validates("leaves")
    def _merge(self, proposal: Any) -> dict[str, float]:
        """Take new numbers for some leaves, and keep the others."""
        names = [knob["name"] for knob in self.knobs]
        for name, number in proposal["value"].items():
            if name not in names:
                raise GraphError(
                    f"This view has no slider {name!r}. It has: {', '.join(names) or 'none'}."
                )
            if not isinstance(number, Real) or not math.isfinite(number):
                raise NumberError(f"Leaf {name!r} cannot be {number!r}: give a finite number.")
        return {**self.leaves, **{n: float(x) for n, x in proposal["value"].items()}}

    def outline(self) -> str:
        """Say in words what the view shows, at its present numbers."""
        graph = self._now()
        if graph is None:
            return self.note
        if self.locked:
            about = f"{size_words(graph)}." if self.trace else self.note
            return f"{about} {self.locked}"
        return "\n".join([self.note, *self._layers(graph)]) if self.inside else outline(graph)

    def picture(self) -> str:
        """Draw the graph at its present numbers as HTML that needs no front end."""
        graph = self._now()
        if graph is None or self.locked:
            return f"<p>{html.escape(self.outline())}</p>"
        if not self.trace:
            return f"<p>{html.escape(self.note)} {html.escape(self.outcome)}</p>"
        note = f"<p>{html.escape(self.note)}</p>" if self.note else ""
        rows = "".join(f"<li>{html.escape(row)}</li>" for row in self._layers(graph))
        if rows and len(graph.edges) > MOST_DRAWN:  # each line costs bytes in a saved notebook
            return f"{note}<ul>{rows}</ul>"
        return scrolling(graph) + note

    def _layers(self, now: Trace) -> tuple[str, ...]:
        return replace(self._folded, trace=now).layers if self._folded else ()

    def _now(self) -> Trace | None:
        """Give what is drawn at the present numbers; as it was made where it cannot be computed."""
        graph = self._folded.trace if self._folded else self._graph
        if graph is None or not self.trace:
            return graph
        untouched = self.leaves == self._first and self.backward == graph.computed
        if untouched and not self._is_answered():
            return graph
        found = self._present()
        if "error" in found:
            return graph
        grads = found["grads"][: len(graph)]
        return replace(
            graph,
            data=tuple(map(float, found["data"][: len(graph)])),
            grads=tuple(None if grad is None else float(grad) for grad in grads),
        )

    def _run(self, question: Mapping[str, Any]) -> dict[str, Any]:
        if self._graph is None:
            raise GraphError(self.note)
        leaves = question["leaves"]
        places = {self._shown[knob["node"]]: float(leaves[knob["name"]]) for knob in self.knobs}
        nodes = rebuild(self._graph, self._leaf, places)
        shown = [nodes[place] for place in self._shown]
        grads: list[float | None] = [None] * len(shown)
        if question["backward"]:
            own = getattr(nodes[-1], "backward", None)
            own() if callable(own) else engine.backward(nodes[-1])
            if number_of(nodes[-1], "grad"):
                grads = [number_of(node, "grad") for node in shown]
        return {
            "data": [plain(number_of(node, "data")) for node in shown],
            "grads": [plain(grad) for grad in grads],
        }


def _own_node(node: Any) -> bool:
    """Whether a node, or the operation that made it, is of a student's own class."""
    operation = getattr(node, "_operation", None)
    return is_own(type(node)) or (
        operation is not None and operation.__module__.split(".")[0] != "microkit"
    )


def _knobs(graph: Trace, among: Iterable[int]) -> dict[str, int]:
    """Choose the leaves that get a slider, each with a name of its own."""
    labels = {leaf: clean(graph.labels[leaf]) for leaf in among}
    if not any(labels.values()):
        labels = {leaf: f"leaf {place}" for place, leaf in enumerate(labels, 1)}
    moved = [leaf for leaf, label in labels.items() if label and math.isfinite(graph.data[leaf])]
    return dict(zip(told_apart(labels[leaf] for leaf in moved), moved, strict=True))


def _inputs(graph: Trace, folded: Folded) -> list[int]:
    """Choose the leaves of a network that may get a slider: those with a name, boxes first."""
    boxes = [leaf for leaf in folded.heads if not graph.parents[leaf]]
    named = [leaf for leaf in graph.leaves if clean(graph.labels[leaf])]
    return sorted(named, key=lambda leaf: leaf not in boxes)[:MOST_KNOBS] or boxes[:MOST_KNOBS]
