"""Activations as layers, for use in a `Sequential`.

Each stands between two linear layers, which without it would be no more than one. Those that have a
`bend` are applied by the layer in front of them in a `Sequential`, in the same operation.
"""

from __future__ import annotations

from numbers import Real
from typing import Any

from microkit.arrays.operations import curves, reductions
from microkit.errors import MicrokitError
from microkit.nn.bend import RELU, SIGMOID, TANH, Bend, BendLeakyReLU
from microkit.nn.module import Module
from microkit.tensor import Tensor


class ReLU(Module):
    """Each number where it is above 0, else 0. Shapes stay as they are.

    References
    ----------
    Nair, Hinton (2010), Rectified Linear Units Improve Restricted Boltzmann Machines.

    Examples
    --------
    >>> ReLU()(Tensor([[-2.0, 0.5, 3.0]])).tolist()
    [[0.0, 0.5, 3.0]]
    """

    bend: Bend = RELU

    def __call__(self, x: Tensor) -> Tensor:
        """Return the activation of each number of `x`."""
        return curves.ReLU.of(x)

    def __repr__(self) -> str:
        return "ReLU()"


class LeakyReLU(Module):
    """Each number where it is above 0, else a small part of it. Shapes stay as they are.

    Parameters
    ----------
    negative_slope : float, default 0.01
        How large a part.

    References
    ----------
    Maas, Hannun, Ng (2013), Rectifier Nonlinearities Improve Neural Network Acoustic Models.

    Examples
    --------
    >>> LeakyReLU(0.1)(Tensor([[-2.0, 0.5, 3.0]])).tolist()
    [[-0.2, 0.5, 3.0]]
    """

    def __init__(self, negative_slope: float = 0.01) -> None:
        self.negative_slope = _number("negative_slope", negative_slope)

    @property
    def bend(self) -> Bend | None:
        """The same for the layer in front; a slope of 0 or below hides the sign of the input."""
        return BendLeakyReLU(self.negative_slope) if self.negative_slope > 0 else None

    def __call__(self, x: Tensor) -> Tensor:
        """Return the activation of each number of `x`."""
        return curves.LeakyReLU.of(x, slope=self.negative_slope)

    def __repr__(self) -> str:
        return f"LeakyReLU({self.negative_slope})"


class ELU(Module):
    """Each number where it is above 0, else ``alpha * (exp(x) - 1)``. Shapes stay as they are.

    Parameters
    ----------
    alpha : float, default 1.0
        How far below 0 it goes.

    References
    ----------
    Clevert, Unterthiner, Hochreiter (2016), Fast and Accurate Deep Network Learning by Exponential
    Linear Units.

    Examples
    --------
    >>> [round(y, 4) for y in ELU()(Tensor([-2.0, 0.5, 3.0])).tolist()]
    [-0.8647, 0.5, 3.0]
    """

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = _number("alpha", alpha)

    def __call__(self, x: Tensor) -> Tensor:
        """Return the activation of each number of `x`."""
        return curves.ELU.of(x, alpha=self.alpha)

    def __repr__(self) -> str:
        return f"ELU({self.alpha})"


class GELU(Module):
    """Each number times the share of a normal distribution below it. Shapes stay as they are.

    Parameters
    ----------
    approximate : {"none", "tanh"}
        Whether a tanh that is nearly the same takes the place of the error function. It is faster.

    References
    ----------
    Hendrycks, Gimpel (2016), Gaussian Error Linear Units.

    Examples
    --------
    >>> [round(y, 4) for y in GELU()(Tensor([-2.0, 0.5, 3.0])).tolist()]
    [-0.0455, 0.3457, 2.996]
    """

    def __init__(self, approximate: str = "none") -> None:
        if approximate not in ("none", "tanh"):
            raise MicrokitError(f"approximate is 'none' or 'tanh', and not {approximate!r}.")
        self.approximate = approximate

    def __call__(self, x: Tensor) -> Tensor:
        """Return the activation of each number of `x`."""
        return (curves.GELU if self.approximate == "none" else curves.GELUTanh).of(x)

    def __repr__(self) -> str:
        return "GELU()" if self.approximate == "none" else "GELU('tanh')"


class Tanh(Module):
    """The hyperbolic tangent of each number, between -1 and 1. Shapes stay as they are.

    Examples
    --------
    >>> [round(y, 4) for y in Tanh()(Tensor([-2.0, 0.0, 0.5])).tolist()]
    [-0.964, 0.0, 0.4621]
    """

    bend: Bend = TANH

    def __call__(self, x: Tensor) -> Tensor:
        """Return the activation of each number of `x`."""
        return curves.Tanh.of(x)

    def __repr__(self) -> str:
        return "Tanh()"


class Sigmoid(Module):
    """``1 / (1 + exp(-x))`` for each number, between 0 and 1. Shapes stay as they are.

    Examples
    --------
    >>> [round(y, 4) for y in Sigmoid()(Tensor([-2.0, 0.0, 800.0])).tolist()]
    [0.1192, 0.5, 1.0]
    """

    bend: Bend = SIGMOID

    def __call__(self, x: Tensor) -> Tensor:
        """Return the activation of each number of `x`."""
        return curves.Sigmoid.of(x)

    def __repr__(self) -> str:
        return "Sigmoid()"


class Softmax(Module):
    """Numbers that are above 0 and add up to 1 along an axis. Shapes stay as they are.

    Parameters
    ----------
    dim : int, default -1
        The axis.

    Notes
    -----
    `microkit.nn.cross_entropy` takes the scores before this layer, and does it better itself.

    References
    ----------
    Bridle (1990), Probabilistic Interpretation of Feedforward Classification Network Outputs.

    Examples
    --------
    >>> [round(y, 4) for y in Softmax()(Tensor([1.0, 2.0, 4.0])).tolist()]
    [0.042, 0.1142, 0.8438]
    """

    def __init__(self, dim: int = -1) -> None:
        self.dim = dim

    def __call__(self, x: Tensor) -> Tensor:
        """Return the softmax of `x`."""
        return reductions.Softmax.of(x, axis=self.dim)

    def __repr__(self) -> str:
        return f"Softmax(dim={self.dim})"


def _number(name: str, x: Any) -> float:
    if not isinstance(x, Real):
        raise MicrokitError(f"{name} is a number, and was given as {x!r}.")
    return float(x)
