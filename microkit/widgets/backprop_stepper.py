"""BackpropStepper: the way back through a graph, message by message. Lesson 03 walks it."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import traitlets as t

from microkit.checks.predictions import Asked
from microkit.errors import GraphError
from microkit.graph.display import scrolling
from microkit.graph.labels import clean, shorten
from microkit.graph.numbers import number_text
from microkit.graph.trace import Trace, trace
from microkit.graph.walk import walk
from microkit.graph.words import headline, name_of, size_words, summary, too_large
from microkit.widgets.base import HERE, Prediction, Widget, is_own, plain
from microkit.widgets.compose import compose
from microkit.widgets.drawing import drawn, known, plan_of, told_apart
from microkit.widgets.messages import (
    Message,
    backward_order,
    gradients_after,
    messages,
    slopes_of,
    waits_for,
)
from microkit.widgets.refusing import validates

GAP = 120.0  # between layers: a message stands there in numbers
MOST_STEPS = 40  # in the static picture


class BackpropStepper(Widget):
    """The way back through a graph, message by message: step, play, and scrub.

    The student moves from step to step; in the game they choose which node may fire next. They see
    what each line carries, ``local x upstream = share``, and the sum grow in who hears it. A wrong
    choice shows the message that has not arrived yet. A switch shows what ``=`` in place of ``+=``
    would have left behind.

    Misconceptions: a node may fire as soon as its first message is there (whether one walks in
    preorder, level by level, or by calling oneself without an order); a second message replaces
    the first (it adds).

    Parameters
    ----------
    root : Value, Trace, or any node
        The result, of the kit's class or of the student's own. The graph and its numbers are
        theirs; the steps follow the reference rules, and the widget says so.
    game : bool
        Whether the student chooses who fires next.
    after : Prediction, optional
        While it is not committed, the gradients stay hidden.
    predict : str or Asked, optional
        A question that the widget asks first, such as ``"03.next"``; instead of `after`.

    Notes
    -----
    One step is one message, so a node with two operands fires in two steps. `step` can be observed
    and set. `fired` names the nodes that have begun to fire; in the game it can be set, to an order
    that is possible. `wrong` counts the choices that came too early.

    Past 150 nodes, and for a graph that cannot be walked, a sentence says so instead.

    Examples
    --------
    >>> from microkit.engine import Value
    >>> a = Value(3.0, "a")
    >>> b = a + a
    >>> b.label = "b"
    >>> view = BackpropStepper(b)
    >>> view.step = 2
    >>> view.fired
    ['b']
    >>> print(view.outline())
    Graph of b, the way back in 2 steps, by the reference rules
    b is the result: its gradient is 1
    1. b (+) fires: a hears 1 x 1 = 1
    2. b (+) fires: a hears 1 x 1 = 1; 1 was there, 1 comes: 2
    a.grad = 2
    """

    _esm = compose(HERE / "backprop_stepper.js")

    trace = t.Dict(help="The graph as plain data; empty when it is not drawn.").tag(sync=True)
    plan = t.Dict(help="Where its nodes and lines stand.").tag(sync=True)
    slopes = t.List(help="Each node's own slope for each of its operands.").tag(sync=True)
    names = t.List(t.Unicode(), help="What the nodes are called, each by its own name.").tag(
        sync=True
    )
    note = t.Unicode("", help="What to know: why nothing moves, or whose rules these are.").tag(
        sync=True
    )
    outcome = t.Unicode("", help="What comes out, in words, where there is no picture.").tag(
        sync=True
    )
    game = t.Bool(False, read_only=True, help="Whether the student chooses who fires.").tag(
        sync=True
    )
    step = t.Int(0, help="How many messages have arrived.").tag(sync=True)
    fired = t.List(t.Unicode(), help="The nodes that have fired, by name, in order.").tag(sync=True)
    wrong = t.Int(0, help="How many choices came too early.").tag(sync=True)
    missed = t.Unicode("", help="The node that was last chosen too early; else empty.").tag(
        sync=True
    )
    overwrite = t.Bool(False, help="Whether the gradients of = stand beside those of +=.").tag(
        sync=True
    )

    def __init__(
        self,
        root: Any,
        game: bool = False,
        after: Prediction | None = None,
        predict: str | Asked | None = None,
    ) -> None:
        self._graph: Trace | None = None
        self.set_trait("game", bool(game))
        super().__init__(after=after, predict=predict)
        try:
            nodes = [] if isinstance(root, Trace) else walk(root)[0]
            found = trace(root)
            found.require_numbers()
        except GraphError as error:
            self.note = str(error)
            return
        graph = replace(found, grads=(None,) * len(found))
        self._graph = graph
        if too_large(graph):
            *lines, self.outcome = summary(graph)
            self.note = " ".join(lines)
            return
        made = zip(graph.ops, graph.parents, strict=True)
        unknown = [op for op, above in made if not known(op, len(above))]
        if unknown:
            self.note = (
                f"There is no reference rule for the operation {shorten(clean(unknown[0]), 24)!r}, "
                "so nothing can be passed back. The steps rest."
            )
        elif any(is_own(type(node)) for node in nodes):
            self.note = "The graph is of your class. The steps follow the reference rules."
        self._order = [] if unknown else backward_order(graph)
        self._slopes = [[] for _ in graph.ops] if unknown else slopes_of(graph)
        self.slopes = [[plain(slope) for slope in own] for own in self._slopes]
        self.names = told_apart(shorten(name_of(graph, node), 24) for node in range(len(graph)))
        self.plan = plan_of(graph, GAP)
        self.trace = drawn(graph)

    @validates("fired")
    def _possible(self, proposal: Any) -> list[str]:
        """Take an order in the game, if every node in it had heard all that it was used for."""
        names = proposal["value"]
        if self._graph is None or not self.trace:
            return []
        if not self.game:
            return self._begun()
        before: list[int] = []
        for name in names:
            node = self.names.index(name) if name in self.names else -1
            if node not in self._order:
                raise GraphError(
                    f"{name!r} cannot fire. Those that can are "
                    f"{', '.join(self.names[n] for n in self._order) or 'none'}."
                )
            if node in before:
                raise GraphError(f"{name!r} has fired already: each node fires once.")
            if late := waits_for(self._graph, node, before):
                raise GraphError(
                    f"{name!r} cannot fire yet: {self.names[late[-1]]!r} has not fired, "
                    "so a message is missing."
                )
            before.append(node)
        return names

    @validates("step")
    def _within(self, proposal: Any) -> int:
        return max(0, min(proposal["value"], self._reach()))

    @t.observe("step")
    def _follow(self, change: Any) -> None:
        if not self.game:
            self.fired = self._begun()

    @t.observe("fired")
    def _arrive(self, change: Any) -> None:
        if self.game:
            self.step = self._reach()

    def _playing(self) -> list[int]:
        """List the nodes whose messages the steps go through."""
        if self._graph is None or not self.trace:
            return []
        return [self.names.index(name) for name in self.fired] if self.game else self._order

    def _reach(self) -> int:
        return sum(len(self._slopes[node]) for node in self._playing())

    def _begun(self) -> list[str]:
        """Name the nodes that have sent a message by the present step."""
        senders = [node for node in self._order for _ in self._slopes[node]][: self.step]
        return [self.names[node] for node in dict.fromkeys(senders)]

    def outline(self) -> str:
        """Say in words what happens on the way back, step by step."""
        graph = self._graph
        if graph is None or not self.trace:
            return " ".join(filter(None, (self.note, self.locked or self.outcome)))
        if self.locked:
            return f"{size_words(graph)}. {self.locked}"
        sent = list(messages(graph, self._slopes, self._order))
        count = f"{len(sent)} {'step' if len(sent) == 1 else 'steps'}"
        lines = [
            f"{headline(graph)}, the way back in {count}, by the reference rules",
            f"{self.names[-1]} is the result: its gradient is 1",
            *(f"{place}. {self._told(one)}" for place, one in enumerate(sent, 1)),
        ]
        if sent:
            grads = gradients_after(graph, sent)
            left = [f"{self.names[n]}.grad = {number_text(grads[n])}" for n in graph.leaves]
            lines += _filled(left)
        return "\n".join(lines + ([self.note] if self.note else []))

    def picture(self) -> str:
        """Draw the graph with its gradients, and the steps as a list."""
        graph = self._graph
        if graph is None or not self.trace:
            return f"<p>{html.escape(self.outline())}</p>"
        sent = [] if self.locked else list(messages(graph, self._slopes, self._order))
        shown = replace(graph, grads=gradients_after(graph, sent)) if sent else graph
        steps = "".join(f"<li>{html.escape(self._told(one))}</li>" for one in sent[:MOST_STEPS])
        more = len(sent) - MOST_STEPS
        notes = [self.locked, f"And {more} steps more." if more > 0 else "", self.note]
        return (
            scrolling(shown)
            + (f"<ol>{steps}</ol>" if steps else "")
            + "".join(f"<p>{html.escape(note)}</p>" for note in notes if note)
        )

    def _told(self, message: Message) -> str:
        """Say one message in words."""
        assert self._graph is not None
        symbol = shorten(clean(self._graph.ops[message.sender]), 10)
        hears = self.names[message.receiver]
        told = f"{self.names[message.sender]} ({symbol}) fires: {hears} hears {message.product()}"
        if message.before is None:
            return told
        before, share, after = map(number_text, (message.before, message.share, message.after))
        return f"{told}; {before} was there, {share} comes: {after}"


def _filled(parts: Sequence[str], room: int = 96) -> list[str]:
    """Put short texts behind one another, in lines that fit a terminal."""
    lines = [""]
    for part in parts:
        if lines[-1] and len(lines[-1]) + len(part) > room:
            lines.append("")
        lines[-1] += f", {part}" if lines[-1] else part
    return lines
