"""Layers that keep numbers at a usual size, so that deep networks learn."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Real
from typing import Any

import numpy as np

from microkit.errors import MicrokitError, ShapeError
from microkit.nn.initial import parameter
from microkit.nn.module import Module
from microkit.nn.normalize import Normalize
from microkit.nn.sizes import at_least, each_side
from microkit.tensor import Tensor


class BatchNorm1d(Module):
    """Brings each feature to mean 0 and deviation 1 over the examples, then stretches and moves it.

    While it trains, mean and variance are those of the batch, and running ones are kept; after
    ``eval()`` the running ones are used, so that an answer does not depend on its neighbors.

    Parameters
    ----------
    num_features : int
        How many features (or channels) there are.
    eps : float, default 1e-5
        Is added to the variance.
    momentum : float, default 0.1
        How large a part of the running numbers is replaced by those of each batch.
    affine : bool, default True
        Whether stretch and move are learned; they start at 1 and 0.
    dtype : dtype, optional
        The type of the parameters; float64 if left out.

    Attributes
    ----------
    weight, bias : Tensor of shape (num_features,), or None
        The stretch and the move.
    running_mean, running_var : array of shape (num_features,)
        What `eval` uses. The variance is the unbiased one.

    References
    ----------
    Ioffe, Szegedy (2015), Batch Normalization.

    Examples
    --------
    >>> layer = BatchNorm1d(2)
    >>> y = layer(Tensor([[1.0, 10.0], [3.0, 30.0], [5.0, 80.0]]))
    >>> [round(m, 6) + 0.0 for m in y.mean(axis=0).tolist()]
    [0.0, 0.0]
    >>> layer.running_mean.tolist()
    [0.30000000000000004, 4.0]
    """

    buffers = ("running_mean", "running_var")

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float = 0.1,
        affine: bool = True,
        *,
        dtype: Any = None,
    ) -> None:
        at_least(1, num_features=num_features)
        self.eps = _small("eps", eps)
        if not isinstance(momentum, Real) or not 0 <= momentum <= 1:
            raise MicrokitError(f"momentum is a part, from 0 to 1, and was given as {momentum!r}.")
        self.momentum, self.num_features = float(momentum), num_features
        ones, zeros = np.ones(num_features), np.zeros(num_features)
        self.weight = parameter(ones, dtype) if affine else None
        self.bias = parameter(zeros, dtype) if affine else None
        self.running_mean = parameter(zeros, dtype).data
        self.running_var = parameter(ones, dtype).data

    def __call__(self, x: Tensor) -> Tensor:
        """Return the normalized numbers.

        Parameters
        ----------
        x : Tensor of shape (N, num_features) or (N, num_features, L)
            The examples.

        Returns
        -------
        Tensor of the same shape
        """
        shape = np.shape(x.data if isinstance(x, Tensor) else x)
        if len(shape) not in (2, 3) or shape[1] != self.num_features:
            raise ShapeError(
                f"{self!r} takes examples of shape (N, {self.num_features}) or "
                f"(N, {self.num_features}, L), and was given shape {shape}."
            )
        axes = (0,) if len(shape) == 2 else (0, 2)
        across = (1, -1) if len(shape) == 2 else (1, -1, 1)
        learned = () if self.weight is None else (self.weight, self.bias)
        if not self.training:
            size = np.sqrt(self.running_var + self.running_var.dtype.type(self.eps))
            x = x if isinstance(x, Tensor) else Tensor(x)
            x = (x - self.running_mean.reshape(across)) / size.reshape(across)
            if self.weight is None or self.bias is None:
                return x
            return x * self.weight.reshape(across) + self.bias.reshape(across)
        many = shape[0] * (shape[2] if len(shape) == 3 else 1)
        if many < 2:
            raise ShapeError(
                f"{self!r} needs two examples or more while it trains: one alone, less its mean, "
                f"is 0. It was given shape {shape}. For an answer, call eval() first."
            )
        across = tuple([n if axis == 1 else 1 for axis, n in enumerate(shape)])
        return Normalize.of(
            x, *learned, axes=axes, across=across, eps=self.eps, seen=self._run(many)
        )

    def _run(self, many: int) -> Any:
        def keep(mean: np.ndarray, var: np.ndarray) -> None:
            unbiased = var * (many / (many - 1))
            for running, new in ((self.running_mean, mean), (self.running_var, unbiased)):
                running *= 1 - self.momentum
                running += self.momentum * new.reshape(-1)

        return keep

    def __repr__(self) -> str:
        return f"BatchNorm1d({self.num_features})"


class _RowNorm(Module):
    """What normalizes each example by itself, over its last axes."""

    centered = True
    eps: float
    weight: Tensor | None
    bias: Tensor | None

    def _set(self, normalized_shape: int | Sequence[int], affine: bool, dtype: Any) -> None:
        sides = len(normalized_shape) if isinstance(normalized_shape, Sequence) else 1
        self.normalized_shape = each_side("normalized_shape", normalized_shape, max(sides, 1), 1)
        self.weight = parameter(np.ones(self.normalized_shape), dtype) if affine else None
        self.bias = None

    def __call__(self, x: Tensor) -> Tensor:
        """Return the normalized numbers.

        Parameters
        ----------
        x : Tensor of shape (..., *normalized_shape)
            The examples.

        Returns
        -------
        Tensor of the same shape
        """
        own = self.normalized_shape
        shape = np.shape(x.data if isinstance(x, Tensor) else x)
        if shape[-len(own) :] != own:
            raise ShapeError(
                f"{self!r} takes examples of shape (..., {', '.join(map(str, own))}), and was "
                f"given shape {shape}."
            )
        learned = [p for p in (self.weight, self.bias) if p is not None]
        axes = tuple(range(len(shape) - len(own), len(shape)))
        across = (1,) * (len(shape) - len(own)) + own
        return Normalize.of(
            x, *learned, axes=axes, across=across, eps=self.eps, centered=self.centered
        )

    def __repr__(self) -> str:
        own = self.normalized_shape
        return f"{type(self).__name__}({own[0] if len(own) == 1 else own})"


class LayerNorm(_RowNorm):
    """Brings the numbers of each example to mean 0 and deviation 1, then stretches and moves them.

    Parameters
    ----------
    normalized_shape : int or sequence of int
        The last axes, which are normalized together.
    eps : float, default 1e-5
        Is added to the variance.
    elementwise_affine : bool, default True
        Whether stretch and move are learned; they start at 1 and 0.
    bias : bool, default True
        Whether the move is.
    dtype : dtype, optional
        The type of the parameters; float64 if left out.

    Attributes
    ----------
    weight, bias : Tensor of shape `normalized_shape`, or None
        The stretch and the move.

    References
    ----------
    Ba, Kiros, Hinton (2016), Layer Normalization.

    Examples
    --------
    >>> LayerNorm(2)(Tensor([[1.0, 5.0], [30.0, 10.0], [7.0, 9.0]])).numpy().round(3).tolist()
    [[-1.0, 1.0], [1.0, -1.0], [-1.0, 1.0]]
    """

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        eps: float = 1e-5,
        elementwise_affine: bool = True,
        bias: bool = True,
        *,
        dtype: Any = None,
    ) -> None:
        self.eps = _small("eps", eps)
        self._set(normalized_shape, elementwise_affine, dtype)
        if elementwise_affine and bias:
            self.bias = parameter(np.zeros(self.normalized_shape), dtype)


class RMSNorm(_RowNorm):
    """Brings the numbers of each example to size 1 (the root of the mean of their squares).

    Parameters
    ----------
    normalized_shape : int or sequence of int
        The last axes, which are normalized together.
    eps : float, optional
        Is added to the mean of the squares; the smallest step from 1 of the type if left out.
    elementwise_affine : bool, default True
        Whether a stretch is learned; it starts at 1.
    dtype : dtype, optional
        The type of the parameters; float64 if left out.

    Attributes
    ----------
    weight : Tensor of shape `normalized_shape`, or None
        The stretch.

    References
    ----------
    Zhang, Sennrich (2019), Root Mean Square Layer Normalization.

    Examples
    --------
    >>> RMSNorm(2)(Tensor([[1.0, 7.0], [-3.0, 3.0], [0.5, 0.5]])).numpy().round(3).tolist()
    [[0.2, 1.4], [-1.0, 1.0], [1.0, 1.0]]
    """

    centered = False

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        eps: float | None = None,
        elementwise_affine: bool = True,
        *,
        dtype: Any = None,
    ) -> None:
        self._set(normalized_shape, elementwise_affine, dtype)
        smallest = float(np.finfo(np.float64 if dtype is None else dtype).eps)
        self.eps = smallest if eps is None else _small("eps", eps)


def _small(name: str, x: Any) -> float:
    if not isinstance(x, Real) or not float(x) >= 0:
        raise MicrokitError(f"{name} is a small number, 0 or more, and was given as {x!r}.")
    return float(x)
