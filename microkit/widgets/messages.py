"""What nodes say to each other on the way back: one message for every line of the graph."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from microkit import engine
from microkit.engine import Value
from microkit.errors import GraphError
from microkit.graph.numbers import number_text
from microkit.graph.rebuild import rebuild
from microkit.graph.trace import Trace

Slopes = list[list[float]]


@dataclass(frozen=True)
class Message:
    """What one node sends to one of its parents.

    Parameters
    ----------
    sender, receiver : int
        Their places in the trace.
    local, upstream, share : float
        The sender's own slope for this parent, the sender's gradient, and the two multiplied.
    before : float or None
        The receiver's gradient until now.
    after : float
        The receiver's gradient with this message.
    """

    sender: int
    receiver: int
    local: float
    upstream: float
    share: float
    before: float | None
    after: float

    def product(self) -> str:
        """Write the message as the widget does.

        Examples
        --------
        >>> Message(2, 0, -3.0, 2.0, -6.0, None, -6.0).product()
        '-3 x 2 = -6'
        """
        return " ".join(
            (number_text(self.local), "x", number_text(self.upstream), "=", number_text(self.share))
        )


def slopes_of(graph: Trace) -> Slopes:
    """Find each node's own slope for each of its operands, by the reference rules.

    Where the rule has no answer, as at ``log(-1)``, the slopes are nan.

    Examples
    --------
    >>> slopes_of(Trace(("", "", "*"), ((), (), (0, 1)), (2.0, -3.0, -6.0), (None,) * 3, ("",) * 3))
    [[], [], [-3.0, 2.0]]
    """
    return [_slopes(graph, node) for node in range(len(graph))]


def _slopes(graph: Trace, node: int) -> list[float]:
    count = len(graph.parents[node])
    if not count:
        return []
    # A gate of its own, where an operand that is used twice is two leaves.
    gate = Trace(
        ops=("",) * count + (graph.ops[node],),
        parents=((),) * count + (tuple(range(count)),),
        data=(*(graph.data[parent] for parent in graph.parents[node]), graph.data[node]),
        grads=(None,) * (count + 1),
        labels=("",) * (count + 1),
    )
    try:
        nodes = rebuild(gate, Value)
        engine.backward(nodes[-1])
    except (GraphError, ArithmeticError, ValueError):
        return [math.nan] * count
    return [float(leaf.grad) for leaf in nodes[:count]]


def backward_order(graph: Trace) -> list[int]:
    """List the nodes that have something to pass on: each after all that it was used for."""
    return [node for node in reversed(range(len(graph))) if graph.parents[node]]


def messages(
    graph: Trace, slopes: Slopes, order: Iterable[int], *, overwrite: bool = False
) -> Iterator[Message]:
    """Let nodes fire one after the other, and give the messages that they send.

    Parameters
    ----------
    graph : Trace
    slopes : list of list of float
        What `slopes_of` found.
    order : iterable of int
        The nodes that fire, by their places in the trace.
    overwrite : bool, optional
        Whether a message replaces what was there: ``=`` in place of ``+=``.
    """
    grads: list[float | None] = [None] * len(graph)
    grads[-1] = 1.0
    for sender in order:
        for receiver, local in zip(graph.parents[sender], slopes[sender], strict=True):
            upstream = grads[sender] or 0.0
            # Where nothing arrives, nothing is passed on, however steep the slope.
            share = local * upstream if upstream else 0.0
            before = grads[receiver]
            after = share if before is None or overwrite else before + share
            grads[receiver] = after
            yield Message(sender, receiver, local, upstream, share, before, after)


def gradients_after(graph: Trace, sent: Iterable[Message]) -> tuple[float | None, ...]:
    """Give the gradients that stand in the nodes once these messages have arrived."""
    grads: list[float | None] = [None] * len(graph)
    grads[-1] = 1.0
    for message in sent:
        grads[message.receiver] = message.after
    return tuple(grads)


def waits_for(graph: Trace, node: int, fired: Sequence[int]) -> list[int]:
    """Find the nodes that still owe a message to this one.

    Examples
    --------
    >>> graph = Trace(("", "+", "*"), ((), (0, 0), (1, 0)), (1.0, 2.0, 2.0), (None,) * 3, ("",) * 3)
    >>> waits_for(graph, 0, [2]), waits_for(graph, 1, [2])
    ([1], [])
    """
    return [
        child
        for child, parents in enumerate(graph.parents)
        if node in parents and child not in fired
    ]
