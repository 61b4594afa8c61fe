"""A neuron, a layer of neurons, and a multi-layer perceptron: layers in a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from numbers import Real
from operator import mul
from random import Random
from typing import Any

from microkit.data.source import Rng, generator
from microkit.engine import Value
from microkit.errors import MicrokitError
from microkit.nn.module import Module
from microkit.nn.sizes import at_least
from microkit.operation import Operation
from microkit.sums import BENT, Dot, Dots, Row, dot


class Neuron(Module):
    """A weighted sum of its inputs plus a bias, bent by an activation.

    Parameters
    ----------
    nin : int
        How many inputs it has.
    nonlin : bool, default True
        Whether the activation is applied; without it the neuron is linear.
    dropout : float, default 0.0
        How likely the neuron is silent while it is trained. When it speaks, it speaks louder, by
        ``1 / (1 - dropout)``, so that its mean is the same; after `eval` it always speaks.
    activation : str or Operation, default "relu"
        The name of an operation of one number, such as ``"tanh"``, or an operation of your own.
    rng : random.Random, numpy generator or int, optional
        Where the weights come from: uniform between -1 and 1. The bias starts at 0. Give a seed or
        a seeded one, such as ``random.Random(1)``, to get the same neuron again. A generator may
        stand third, too: ``Neuron(2, True, rng)``.
    fused : bool, default True
        Whether the neuron is one node of the graph, such as ``relu dot``, which is several times as
        fast. Without it, every ``*`` and ``+`` is a node, which shows what happens.

    Raises
    ------
    MicrokitError
        If there is no such activation, a size is not a whole number above 0, nonlin is not a bool,
        or dropout is not between 0 and 1.

    References
    ----------
    Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014), "Dropout: A Simple Way to
    Prevent Neural Networks from Overfitting".

    Examples
    --------
    >>> neuron = Neuron(2, activation="tanh", rng=Random(1))
    >>> neuron
    Neuron(2, activation='tanh')
    >>> -1 < neuron([0.5, -2.0]) < 1
    True
    """

    def __init__(
        self,
        nin: int,
        nonlin: bool = True,
        dropout: float | Random = 0.0,
        activation: str | type[Operation] = "relu",
        rng: Rng = None,
        *,
        fused: bool = True,
    ) -> None:
        self.dropout, self.rng = _dropout_and_rng(dropout, rng)
        at_least(1, nin=nin)
        _require_bool(nonlin)
        self.bend, self.kind = _bend(activation)
        self.w = [Value(self.rng.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(0.0)
        self.nonlin = nonlin
        self.activation = activation
        self.fused = fused

    def __call__(self, x: Sequence[Value | float]) -> Value:
        """Return the neuron's answer to one row of inputs."""
        row = x if isinstance(x, Row) else Row(_row(x))
        if len(row) != len(self.w):
            raise MicrokitError(
                f"{self!r} takes {len(self.w)} numbers, and was given {len(row)}. "
                "Is a row of the data longer or shorter than nin?"
            )
        if self.fused and self.nonlin and self.kind:
            out = dot(self.w, row, self.b, self.kind)  # the sum and its activation
        else:
            out = dot(self.w, row, self.b) if self.fused else sum(map(mul, self.w, row), self.b)
            out = self.bend(out) if self.nonlin else out
        if self.dropout and self.training:
            out = out * ((self.rng.random() >= self.dropout) / (1 - self.dropout))
        return out

    def __repr__(self) -> str:
        bend = self.activation if isinstance(self.activation, str) else self.activation.symbol
        how = f"activation={bend!r}" if self.nonlin else "nonlin=False"
        return f"Neuron({len(self.w)}, {how}{f', dropout={self.dropout}' if self.dropout else ''})"


class Layer(Module):
    """Neurons side by side, each of which hears every input.

    Parameters
    ----------
    nin : int
        How many inputs each neuron has.
    nout : int
        How many neurons there are.
    nonlin, dropout, activation, rng, fused
        As in `Neuron`.

    Raises
    ------
    MicrokitError
        If there is no such activation, or a number makes no sense: see `Neuron`.

    Examples
    --------
    >>> layer = Layer(3, 4, rng=Random(1))
    >>> len(layer([1.0, 2.0, 3.0])), len(layer.parameters())
    (4, 16)
    """

    def __init__(
        self,
        nin: int,
        nout: int,
        nonlin: bool = True,
        dropout: float | Random = 0.0,
        activation: str | type[Operation] = "relu",
        rng: Rng = None,
        *,
        fused: bool = True,
    ) -> None:
        dropout, rng = _dropout_and_rng(dropout, rng)
        at_least(1, nout=nout)
        self.neurons = [
            Neuron(nin, nonlin, dropout, activation, rng, fused=fused) for _ in range(nout)
        ]

    def __call__(self, x: Sequence[Value | float]) -> list[Value]:
        """Return the answer of each neuron to one row of inputs."""
        row = Row(_row(x))
        return [neuron(row) for neuron in self.neurons]

    def __repr__(self) -> str:
        return f"Layer of {len(self.neurons)} x {self.neurons[0]!r}"


class MLP(Module):
    """A multi-layer perceptron: layers in a row, the last one linear and without dropout.

    Parameters
    ----------
    nin : int
        How many inputs it has.
    nouts : sequence of int
        How many neurons each layer has.
    dropout, activation, rng, fused
        As in `Neuron`, for all layers but the last. ``MLP(2, [16, 1], rng)`` works, too.

    Raises
    ------
    MicrokitError
        If there is no such activation, or a number makes no sense: see `Neuron`.

    Examples
    --------
    >>> model = MLP(2, [16, 16, 1], rng=Random(1))
    >>> len(model.parameters())
    337
    >>> score = model([0.5, -1.0])  # one output is a Value; more of them are a list
    >>> score.backward()
    """

    def __init__(
        self,
        nin: int,
        nouts: Sequence[int],
        dropout: float | Random = 0.0,
        activation: str | type[Operation] = "relu",
        rng: Rng = None,
        *,
        fused: bool = True,
    ) -> None:
        dropout, rng = _dropout_and_rng(dropout, rng)
        if not hasattr(nouts, "__len__") or isinstance(nouts, str):
            raise MicrokitError(f"nouts is a list of sizes, such as [16, {nouts!r}], one a layer.")
        if not len(nouts):
            raise MicrokitError("A network of 0 layers computes nothing. Give 1 or more.")
        at_least(1, nin=nin, **{f"nouts[{i}]": size for i, size in enumerate(nouts)})
        *hidden, last = nouts
        sizes = [nin, *hidden]
        self.layers = [
            *(
                Layer(sizes[i], size, True, dropout, activation, rng, fused=fused)
                for i, size in enumerate(hidden)
            ),
            Layer(sizes[-1], last, False, 0.0, activation, rng, fused=fused),
        ]

    def __call__(self, x: Sequence[Value | float]) -> Value | list[Value]:
        """Return the answer to one row of inputs: a Value, or a list where there are several."""
        return _through(self.layers, x)

    def __repr__(self) -> str:
        return "\n".join(["MLP:", *(f"  {layer!r}" for layer in self.layers)])


def at_rest(model: Any) -> Callable[[Any], Any]:
    """Return a function that answers as `model` does now, and reads every weight only once.

    It is for many rows between two steps of training: when a weight moves, it is out of date. A
    part that it does not know, such as one of your own, is called as it is.

    Examples
    --------
    >>> model = MLP(2, [4, 1], rng=Random(1))
    >>> answer = at_rest(model)
    >>> answer([0.5, -1.0]).data == model([0.5, -1.0]).data
    True
    """
    if type(model) is MLP:
        layers = [at_rest(layer) for layer in model.layers]
        return lambda x: _through(layers, x)
    if type(model) is not Layer or not all(map(_is_a_dot, model.neurons)):
        return model
    dots = Dots([(one.w, one.b, (one.nonlin and one.kind) or Dot) for one in model.neurons])
    lengths = {len(one.w) for one in model.neurons}

    def answer(x: Sequence[Value | float]) -> list[Value]:
        row = Row(_row(x))
        return dots(row) if {len(row)} == lengths else model(x)  # which says what is wrong

    return answer


def _is_a_dot(neuron: Any) -> bool:
    """Return whether a neuron is one `dot`, with nothing after it."""
    return (
        type(neuron) is Neuron
        and neuron.fused
        and bool(neuron.kind or not neuron.nonlin)
        and not (neuron.dropout and neuron.training)
    )


def _through(layers: Iterable[Callable[[Any], Any]], x: Any) -> Any:
    """Return what the last layer says: a Value, or a list where there are several."""
    for layer in layers:
        x = layer(x)
    return x[0] if len(x) == 1 else x


def _row(x: Any) -> Sequence[Value | float]:
    """Return `x`, or say that it is no row of numbers."""
    if not hasattr(x, "__len__") or not hasattr(x, "__iter__"):
        raise MicrokitError(
            f"A network takes one row of numbers, such as [0.5, -1.0], and was given {x!r}."
        )
    return x


def _dropout_and_rng(dropout: Any, rng: Any) -> tuple[float, Any]:
    """Tell the two apart: a generator may stand where dropout stands."""
    if hasattr(dropout, "uniform"):
        dropout, rng = 0.0, dropout
    if not isinstance(dropout, Real) or not 0 <= float(dropout) < 1:
        by_name = f": activation={dropout!r}" if isinstance(dropout, str) else ", as in rng=1"
        raise MicrokitError(
            f"dropout={dropout!r} is no share of the time. Take 0 for none, or a number below 1. "
            f"An activation and a seed are given by name{by_name}."
        )
    return float(dropout), generator(rng)


def _bend(activation: Any) -> tuple[Callable[[Value], Value], type[Dot] | None]:
    """Return an activation as a function of one Value, and as an operation with the sum in it.

    It is given as an operation, or by its name. Only for a few there is one with the sum in it.
    """
    bend = activation
    if isinstance(activation, str):
        bend = getattr(getattr(Value, activation, None), "operation", None)
    if not isinstance(bend, type) or not issubclass(bend, Operation):
        raise MicrokitError(
            f"There is no activation {activation!r}. Take relu, leaky_relu, tanh, sigmoid or "
            "softplus, or an operation of your own: the class, or the name of its method."
        )
    if bend.takes > 1:
        raise MicrokitError(
            f"{activation!r} is an operation of {bend.takes} numbers, and an activation has one. "
            "Take relu, leaky_relu, tanh, sigmoid or softplus."
        )
    function = getattr(Value, activation) if isinstance(activation, str) else bend.of
    return function, BENT.get(bend)


def _require_bool(nonlin: Any) -> None:
    if not isinstance(nonlin, bool):
        raise MicrokitError(
            f"nonlin is True or False, and was given as {nonlin!r}. An activation is given by "
            "name: activation='tanh'."
        )
