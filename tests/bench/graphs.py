"""The graphs of the speed table: a squared neuron, and the losses of two networks on one input."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from microkit.engine import Value
from microkit.nn import MLP


def _neuron(x1: float = 2.0) -> Any:
    names = ("x1", "x2", "w1", "w2", "b")
    a, b, c, d, e = map(Value, (x1, 0.5, -0.3, 1.0, 0.4), names)
    neuron = (a * c + b * d + e).tanh()
    return _named("out", neuron * neuron)


def _loss(x1: float, *layers: int) -> Any:
    inputs, *nouts = layers
    net = MLP(inputs, nouts, activation="tanh", rng=random.Random(1), fused=False)
    row = [x1, *(0.3 * place - 1.0 for place in range(2, inputs + 1))]
    out: Any = net([Value(number, f"x{place}") for place, number in enumerate(row, 1)])
    error = out - Value(1.0, "y")
    return _named("loss", error * error)


def _named(label: str, node: Any) -> Any:
    node.label = label
    return node


# By the number of nodes; each has a leaf x1, whose number can be given.
GRAPHS: dict[int, Callable[..., Any]] = {
    11: _neuron,
    140: lambda x1=2.0: _loss(x1, 2, 7, 3, 1),
    1062: lambda x1=2.0: _loss(x1, 6, 13, 18, 1),
}


def drawn_anew(size: int) -> Callable[[float], Any]:
    """Return what a cell does today at each step of a slider: all anew, and a `dot` process."""
    from microkit.graph import draw_dot

    def draw(x1: float) -> Any:
        root = GRAPHS[size](x1)
        root.backward()
        return draw_dot(root)

    return draw
