"""Layers in a row; and two that change nothing that is learned: `Flatten` and `Dropout`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from numbers import Real
from typing import Any

import numpy as np

from microkit.arrays.operations import arithmetic
from microkit.data.source import Rng, numpys
from microkit.errors import MicrokitError, kind_of
from microkit.nn.activation import LeakyReLU, ReLU, Sigmoid, Tanh
from microkit.nn.bend import Bend
from microkit.nn.conv import Conv1d, Conv2d
from microkit.nn.fused import Affine
from microkit.nn.linear import Linear
from microkit.nn.module import Module
from microkit.tensor import Tensor


class Sequential(Module):
    """Layers in a row: each takes what the one before it returns.

    Parameters
    ----------
    *layers : Module or function
        What to apply, first to last.

    Raises
    ------
    MicrokitError
        If one of them cannot be called.

    Notes
    -----
    A convolution with the activation behind it runs as one operation with the same result, and so
    do several `Linear` layers in a row with theirs (ReLU, LeakyReLU, Tanh, Sigmoid), because a step
    of a small network is mostly the price of its operations. In a graph that is one node. To see
    what comes out in between, run a part: ``model[:2](x)``.

    Examples
    --------
    >>> model = Sequential(Linear(2, 16, rng=1), ReLU(), Linear(16, 1, rng=2))
    >>> model(Tensor([[0.5, -1.0], [2.0, 0.0], [1.0, 1.0]])).shape
    (3, 1)
    >>> model
    Sequential(
      0: Linear(2, 16)
      1: ReLU()
      2: Linear(16, 1)
    )
    """

    def __init__(self, *layers: Callable[[Tensor], Tensor]) -> None:
        for place, layer in enumerate(layers):
            if not callable(layer):
                advice = " Write Sequential(*layers)." if isinstance(layer, list | tuple) else ""
                raise MicrokitError(
                    f"Layer {place} is {kind_of(layer)}: {layer!r}. A layer "
                    f"is a module, or a function that takes a Tensor and returns one.{advice}"
                )
        self.layers: list[Any] = list(layers)

    def __call__(self, x: Tensor) -> Tensor:
        """Return what the last layer returns.

        Parameters
        ----------
        x : Tensor
            Whatever the first layer takes.
        """
        layers = self.layers
        place, end = 0, len(layers)
        while place < end:
            layer = layers[place]
            kind = layer.__class__
            if kind is Linear:
                parameters, bends, place = _linear_run(layers, place)
                x = Affine.of(x, *parameters, bends=bends)
                continue
            place += 1
            bend = _bend(layers, place) if kind is Conv2d or kind is Conv1d else None
            if bend is None:
                x = layer(x)
            else:
                x = layer(x, bend)
                place += 1
        return x

    def append(self, layer: Callable[[Tensor], Tensor]) -> Sequential:
        """Put a layer at the end, and return the whole."""
        self.layers += Sequential(layer).layers
        return self

    def __len__(self) -> int:
        return len(self.layers)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.layers)

    def __getitem__(self, place: int | slice) -> Any:
        found = self.layers[place]
        return Sequential(*found) if isinstance(place, slice) else found

    def __repr__(self) -> str:
        written = [f"{place}: {layer!r}" for place, layer in enumerate(self.layers)]
        inner = "\n".join(written).replace("\n", "\n  ")
        return f"Sequential(\n  {inner}\n)" if written else "Sequential()"


BENDING = frozenset({LeakyReLU, ReLU, Sigmoid, Tanh})


def _bend(layers: list[Any], place: int) -> Bend | None:
    """Return the activation that stands at a place, if the layer before can apply it itself."""
    if place < len(layers) and layers[place].__class__ in BENDING:
        return layers[place].bend
    return None


def _linear_run(layers: list[Any], place: int) -> tuple[list[Tensor], list[Bend | None], int]:
    """Return the parameters and activations of the linear layers from a place on, and its end."""
    parameters, bends, end = [], [], len(layers)
    while place < end and (layer := layers[place]).__class__ is Linear:
        bias = layer.bias
        if bias is None and bends:  # it runs by itself
            break
        parameters.append(layer.weight)
        place += 1
        bend = _bend(layers, place) if place < end else None
        bends.append(bend)
        if bend is not None:
            place += 1
        if bias is None:
            break
        parameters.append(bias)
    return parameters, bends, place


class Flatten(Module):
    """Turns several axes into one: of a batch of images it makes a batch of rows.

    Parameters
    ----------
    start_dim : int, default 1
        The first of the axes; axis 0 holds the examples.
    end_dim : int, default -1
        The last of them.

    Examples
    --------
    >>> Flatten()(Tensor([[[[1.0, 2.0, 3.0]], [[4.0, 5.0, 6.0]]]] * 5)).shape
    (5, 6)
    """

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        self.start_dim, self.end_dim = start_dim, end_dim

    def __call__(self, x: Tensor) -> Tensor:
        """Return the same numbers, with fewer axes.

        Parameters
        ----------
        x : Tensor of shape (N, ...)
            The examples.

        Returns
        -------
        Tensor of shape (N, product of the rest)
        """
        x = x if isinstance(x, Tensor) else Tensor(x)
        return x.flatten(self.start_dim, self.end_dim)

    def __repr__(self) -> str:
        usual = (self.start_dim, self.end_dim) == (1, -1)
        return "Flatten()" if usual else f"Flatten({self.start_dim}, {self.end_dim})"


class Dropout(Module):
    """Sets each number to zero with probability p while training, and enlarges the others.

    The others are divided by ``1 - p``, so that a sum stays as large as it was on average. After
    ``eval()`` nothing happens.

    Parameters
    ----------
    p : float, default 0.5
        The probability.
    rng : numpy generator, random.Random or int, optional
        Where the choice comes from: a generator, or a seed.

    Raises
    ------
    MicrokitError
        If p is not a probability.

    References
    ----------
    Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014), Dropout.

    Examples
    --------
    >>> layer = Dropout(0.5, rng=1)
    >>> layer(Tensor([3.0] * 6)).tolist()
    [6.0, 6.0, 0.0, 6.0, 0.0, 0.0]
    >>> layer.eval()(Tensor([3.0] * 6)).tolist()
    [3.0, 3.0, 3.0, 3.0, 3.0, 3.0]
    """

    def __init__(self, p: float = 0.5, *, rng: Rng = None) -> None:
        if not isinstance(p, Real) or not 0 <= p <= 1:
            raise MicrokitError(f"p is a probability, from 0 to 1, and was given as {p!r}.")
        self.p, self.rng = float(p), numpys(rng)

    def __call__(self, x: Tensor) -> Tensor:
        """Return `x`, part of it set to zero while training. Shapes stay as they are."""
        if not self.training or not self.p:
            return x
        shape, dtype = np.shape(x), getattr(x, "dtype", np.dtype(float))
        kept = (self.rng.random(shape) >= self.p).astype(dtype if dtype.kind == "f" else float)
        if self.p < 1:
            kept /= 1 - self.p
        return arithmetic.Mul.of(x, kept)

    def __repr__(self) -> str:
        return f"Dropout({self.p})"
