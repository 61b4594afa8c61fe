"""A neuron, a layer of neurons, and a multi-layer perceptron: layers in a row."""

from __future__ import annotations

import random
from collections.abc import Sequence

from microkit.engine import Value
from microkit.errors import MicrokitError
from microkit.nn.module import Module


class Neuron(Module):
    """A weighted sum of its inputs plus a bias, bent by an activation.

    Parameters
    ----------
    nin : int
        How many inputs it has.
    nonlin : bool, default True
        Whether the activation is applied; without it the neuron is linear.
    rng : random.Random, optional
        Where the weights come from: uniform between -1 and 1. The bias starts at 0. Give a seeded
        one, such as ``random.Random(1)``, to get the same neuron again.
    activation : str, default "relu"
        The name of an operation of one number: ``"relu"``, ``"tanh"``, or one of your own.

    Raises
    ------
    MicrokitError
        If there is no such activation, or no input.

    Examples
    --------
    >>> neuron = Neuron(2, activation="tanh", rng=random.Random(1))
    >>> neuron
    Neuron(2, activation='tanh')
    >>> -1 < neuron([0.5, -2.0]) < 1
    True
    """

    def __init__(
        self,
        nin: int,
        nonlin: bool = True,
        rng: random.Random | None = None,
        *,
        activation: str = "relu",
    ) -> None:
        rng = rng or random.Random()
        _require_positive(nin, "inputs")
        if not hasattr(getattr(Value, activation, None), "operation"):
            raise MicrokitError(
                f"There is no activation {activation!r}. Take relu, leaky_relu, tanh, sigmoid or "
                "softplus, or the method of an operation of your own."
            )
        self.w = [Value(rng.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(0.0)
        self.nonlin = nonlin
        self.activation = activation

    def __call__(self, x: Sequence[Value | float]) -> Value:
        """Return the neuron's answer to one row of inputs."""
        if len(x) != len(self.w):
            raise MicrokitError(
                f"{self!r} takes {len(self.w)} numbers, and was given {len(x)}. "
                "Is a row of the data longer or shorter than nin?"
            )
        total = sum((w * x for w, x in zip(self.w, x, strict=True)), self.b)
        return getattr(total, self.activation)() if self.nonlin else total

    def __repr__(self) -> str:
        how = f"activation={self.activation!r}" if self.nonlin else "nonlin=False"
        return f"Neuron({len(self.w)}, {how})"


class Layer(Module):
    """Neurons side by side, each of which hears every input.

    Parameters
    ----------
    nin : int
        How many inputs each neuron has.
    nout : int
        How many neurons there are.
    nonlin : bool, default True
        Whether the activation is applied.
    rng : random.Random, optional
        Where the weights come from.
    activation : str, default "relu"
        The name of an operation of one number.

    Raises
    ------
    MicrokitError
        If there is no such activation, no input or no neuron.

    Examples
    --------
    >>> layer = Layer(3, 4, rng=random.Random(1))
    >>> len(layer([1.0, 2.0, 3.0])), len(layer.parameters())
    (4, 16)
    """

    def __init__(
        self,
        nin: int,
        nout: int,
        nonlin: bool = True,
        rng: random.Random | None = None,
        *,
        activation: str = "relu",
    ) -> None:
        rng = rng or random.Random()
        _require_positive(nout, "neurons")
        self.neurons = [Neuron(nin, nonlin, rng, activation=activation) for _ in range(nout)]

    def __call__(self, x: Sequence[Value | float]) -> list[Value]:
        """Return the answer of each neuron to one row of inputs."""
        inputs = [xi if isinstance(xi, Value) else Value(xi) for xi in x]
        return [neuron(inputs) for neuron in self.neurons]

    def __repr__(self) -> str:
        return f"Layer of {len(self.neurons)} x {self.neurons[0]!r}"


class MLP(Module):
    """A multi-layer perceptron: layers in a row, the last one linear.

    Parameters
    ----------
    nin : int
        How many inputs it has.
    nouts : sequence of int
        How many neurons each layer has.
    rng : random.Random, optional
        Where the weights come from.
    activation : str, default "relu"
        The name of an operation of one number, for all layers but the last.

    Raises
    ------
    MicrokitError
        If there is no such activation, or a layer is empty.

    Examples
    --------
    >>> model = MLP(2, [16, 16, 1], rng=random.Random(1))
    >>> len(model.parameters())
    337
    >>> score = model([0.5, -1.0])  # one output is a Value; more of them are a list
    >>> score.backward()
    """

    def __init__(
        self,
        nin: int,
        nouts: Sequence[int],
        rng: random.Random | None = None,
        *,
        activation: str = "relu",
    ) -> None:
        rng = rng or random.Random()
        _require_positive(len(nouts), "layers")
        sizes = [nin, *nouts]
        self.layers = [
            Layer(sizes[i], sizes[i + 1], i + 1 < len(nouts), rng, activation=activation)
            for i in range(len(nouts))
        ]

    def __call__(self, x: Sequence[Value | float]) -> Value | list[Value]:
        """Return the answer to one row of inputs: a Value, or a list where there are several."""
        outputs = self.layers[0](x)
        for layer in self.layers[1:]:
            outputs = layer(outputs)
        return outputs[0] if len(outputs) == 1 else outputs

    def __repr__(self) -> str:
        return "\n".join(["MLP:", *(f"  {layer!r}" for layer in self.layers)])


def _require_positive(count: int, things: str) -> None:
    if count < 1:
        raise MicrokitError(f"A network of {count} {things} computes nothing. Give 1 or more.")
