"""Sums of many numbers in one node: what networks do most, without a node for every step.

`total` adds, and `dot` is a neuron's weighted sum, with its activation if it has one. Numbers and
gradients are those of the graph that shows every ``*`` and ``+``; that one has dozens of nodes
where this one has one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import add, mul
from typing import Any, ClassVar

from microkit import engine
from microkit.engine import Value
from microkit.errors import MicrokitError
from microkit.operation import Operation
from microkit.operations import LeakyReLU, ReLU, Sigmoid, Tanh


def _from_left(terms: Iterable[Any], start: Any = 0) -> Any:
    """Add one number after the other, rounding each time as ``+`` does."""
    return reduce(add, terms, start)


# From Python 3.12 on, `sum` keeps what rounding drops; before, it is this, and twice as fast.
add_up: Callable[..., Any] = sum if sys.version_info < (3, 12) else _from_left


class Sum(Operation, symbol="sum"):
    """The sum of any number of numbers; `total` makes one."""

    @staticmethod
    def forward(*terms: Any) -> Any:
        """Add them from left to right."""
        return add_up(terms)

    @staticmethod
    def backward(g: Any, out: Any, *terms: Any) -> tuple[Any, ...]:
        """Hand `g` to each."""
        return (g,) * len(terms)  # d(a + b + ...)/da = 1


class Dot(Operation, symbol="dot"):
    """The sum of the products of weights and inputs, and of a bias; `dot` makes one.

    Its inputs stand in a row: all weights, all inputs, the bias. A subclass may bend the sum by an
    activation whose slope can be told from what comes out of it, as that of tanh.
    """

    bend: ClassVar[type[Operation] | None] = None

    @classmethod
    def forward(cls, *inputs: Any) -> Any:
        """Add the products to the bias, from left to right."""
        n = len(inputs) // 2
        z = add_up(map(mul, inputs[:n], inputs[n:-1]), inputs[-1])
        return cls.bend.of(z) if cls.bend else z

    @classmethod
    def backward(cls, g: Any, out: Any, *inputs: Any) -> tuple[Any, ...]:
        """Hand to each factor of a product the other one times what the sum hears."""
        n = len(inputs) // 2
        if cls.bend:
            (g,) = cls.bend.backward(g, out, out)
        return (
            *[g * x for x in inputs[n:-1]],  # d(w*x + ... + b)/dw = x
            *[g * w for w in inputs[:n]],  # d(w*x + ... + b)/dx = w
            g,  # d(w*x + ... + b)/db = 1
        )

    @classmethod
    def hand_back(cls, g: float, out: float, groups: tuple[tuple[Value, ...], ...]) -> None:
        """Add the same to each parent, in half the time: no network has a busier line."""
        if len(groups) == 1:  # `of` made the node, and not `dot`
            super().hand_back(g, out, groups)
            return
        if bend := cls.bend:
            (g,) = bend.backward(g, out, out)
        if g:
            ws, xs, (b,) = groups
            for w, x in zip(ws, xs, strict=True):
                w.grad += g * x.data
                x.grad += g * w.data
            b.grad += g


class ReLUDot(Dot, symbol="relu dot"):
    """The relu of a sum of products."""

    bend = ReLU


class LeakyReLUDot(Dot, symbol="leaky_relu dot"):
    """The leaky_relu of a sum of products."""

    bend = LeakyReLU


class TanhDot(Dot, symbol="tanh dot"):
    """The tanh of a sum of products."""

    bend = Tanh


class SigmoidDot(Dot, symbol="sigmoid dot"):
    """The sigmoid of a sum of products."""

    bend = Sigmoid


BENT = {kind.bend: kind for kind in (ReLUDot, LeakyReLUDot, TanhDot, SigmoidDot)}


class Row(tuple[Value, ...]):
    """Numbers side by side, each a Value, that many neurons are about to read.

    Parameters
    ----------
    xs : iterable of Value or float
        The numbers; plain ones become leaves.

    Attributes
    ----------
    numbers : list of float
        What the Values hold, read once.

    Examples
    --------
    >>> Row([Value(2.0), 3])
    (Value(data=2.0, grad=0.0), Value(data=3.0, grad=0.0))
    """

    numbers: list[float]

    # Told apart by identity, as the nodes in it are: a walk of the graph asks for rows it has seen.
    __eq__ = object.__eq__
    __ne__ = object.__ne__
    __hash__ = object.__hash__

    def __new__(cls, xs: Iterable[Value | float]) -> Row:
        """Make a Value of each number that is none."""
        row = super().__new__(cls, [x if isinstance(x, Value) else Value(x) for x in xs])
        row.numbers = [x.data for x in row]
        return row


def dot(w: Sequence[Value], x: Sequence[Value | float], b: Value, kind: type[Dot] = Dot) -> Value:
    """Return ``w[0]*x[0] + w[1]*x[1] + ... + b`` as one node.

    Parameters
    ----------
    w : sequence of Value
        The weights.
    x : Row or sequence of Value or float
        As many inputs.
    b : Value
        The bias.
    kind : type of Dot, default Dot
        Which operation: `TanhDot` is the tanh of the sum.

    Raises
    ------
    MicrokitError
        If there are more weights than inputs, or fewer.

    Examples
    --------
    >>> w, b = [Value(2.0), Value(-3.0)], Value(1.0)
    >>> out = dot(w, [5.0, 7.0], b)
    >>> out.data, len(out._prev)
    (-10.0, 5)
    >>> out.backward()
    >>> [wi.grad for wi in w]
    [5.0, 7.0]
    """
    row = x if isinstance(x, Row) else Row(x)
    if len(w) != len(row):
        raise MicrokitError(
            f"There are {len(w)} weights for {len(row)} inputs. Each input has one of its own."
        )
    data = add_up(map(mul, [wi.data for wi in w], row.numbers), b.data)
    if kind.bend:
        data = kind.bend.forward(data)
    if engine._recording or engine.is_recording():
        return Value(data, "", kind, (tuple(w), row, (b,)))
    return Value(data)


class Dots:
    """Many a `dot` of the same inputs: neurons side by side, whose weights are read only once.

    Parameters
    ----------
    neurons : iterable of (w, b, kind)
        What `dot` takes for each. While this is in use, nothing may move them.

    Examples
    --------
    >>> w, b = [Value(2.0), Value(-3.0)], Value(1.0)
    >>> both = Dots([(w, b, Dot), (w, b, ReLUDot)])
    >>> both(Row([5.0, 7.0]))
    [Value(data=-10.0, grad=0.0), Value(data=0.0, grad=0.0)]
    """

    def __init__(self, neurons: Iterable[tuple[Sequence[Value], Value, type[Dot]]]) -> None:
        self._read = [
            (Row(w), b.data, (b,), kind, kind.bend and kind.bend.forward) for w, b, kind in neurons
        ]

    def __call__(self, x: Row) -> list[Value]:
        """Return the sums of one row of inputs, each as one node."""
        inputs, new = x.numbers, object.__new__
        recording = engine._recording or engine.is_recording()
        outs: list[Value] = []
        for w, height, b, kind, bend in self._read:
            data = add_up(map(mul, w.numbers, inputs), height)
            if bend:
                data = bend(data)
            out = new(Value)  # filled in here, as in `microkit.operation`: that is faster
            out.data = data if type(data) is float else Value(data).data
            out.grad, out.label, out._right = 0.0, "", None
            out._operation = kind if recording else None
            out._left = (w, x, b) if recording else None
            outs.append(out)
        return outs


def total(terms: Iterable[Value | float]) -> Value:
    """Return the sum of all terms as one node.

    Examples
    --------
    >>> a = Value(2.0)
    >>> out = total([a, a, 3.0])
    >>> out.backward()
    >>> out.data, a.grad
    (7.0, 2.0)
    """
    row = Row(terms)
    return Sum.of(*row) if row else Value(0.0)
