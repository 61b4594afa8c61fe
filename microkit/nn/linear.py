"""Layers with a matrix of weights: `Linear` multiplies by it, `Embedding` looks rows up in it."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np

from microkit.arrays.operations.indexing import Embedding as LookUp
from microkit.data.source import Rng, numpys
from microkit.nn.fused import Affine
from microkit.nn.initial import parameter, uniform
from microkit.nn.module import Module
from microkit.nn.sizes import at_least
from microkit.tensor import Tensor


class Linear(Module):
    """Weighted sums of its inputs, each plus a bias: ``x @ weight.T + bias``.

    Parameters
    ----------
    in_features : int
        How many numbers each example has.
    out_features : int
        How many sums are made of them.
    bias : bool, default True
        Whether something is added to each sum.
    rng : numpy generator, random.Random or int, optional
        Where the numbers come from: a generator, or a seed.
    dtype : dtype, optional
        The type of the parameters, in which the layer computes; float64 if left out.

    Attributes
    ----------
    weight : Tensor of shape (out_features, in_features)
        The weights.
    bias : Tensor of shape (out_features,), or None
        What is added.

    Raises
    ------
    MicrokitError
        If a size is not a whole number above 0.

    Notes
    -----
    Weights and biases are drawn evenly between plus and minus ``1 / sqrt(in_features)``, as in
    PyTorch, which writes it as ``kaiming_uniform_`` with ``a=sqrt(5)``.

    References
    ----------
    He, Zhang, Ren, Sun (2015), Delving Deep into Rectifiers. LeCun, Bottou, Orr, Müller (1998),
    Efficient BackProp: the size of the bound.

    Examples
    --------
    >>> layer = Linear(3, 2, rng=1)
    >>> layer(Tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0], [0.0, 0.0, 0.0]])).shape
    (4, 2)
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        *,
        rng: Rng = None,
        dtype: Any = None,
    ) -> None:
        at_least(1, in_features=in_features, out_features=out_features)
        rng, bound = numpys(rng), 1 / sqrt(in_features)
        self.weight = uniform(rng, (out_features, in_features), bound, dtype)
        self.bias = uniform(rng, (out_features,), bound, dtype) if bias else None

    def __call__(self, x: Tensor) -> Tensor:
        """Return the sums for each row of `x`.

        Parameters
        ----------
        x : Tensor of shape (..., in_features)
            The examples.

        Returns
        -------
        Tensor of shape (..., out_features)
        """
        if self.bias is None:
            return Affine.of(x, self.weight, bends=(None,))
        return Affine.of(x, self.weight, self.bias, bends=(None,))

    def __repr__(self) -> str:
        nout, nin = self.weight.shape
        return f"Linear({nin}, {nout}{'' if self.bias is not None else ', bias=False'})"


class Embedding(Module):
    """A table with a row of numbers for each symbol; a row is looked up, and learned.

    Parameters
    ----------
    num_embeddings : int
        How many symbols there are.
    embedding_dim : int
        How many numbers stand for a symbol.
    rng : numpy generator, random.Random or int, optional
        Where the numbers come from.
    dtype : dtype, optional
        The type of the table; float64 if left out.

    Attributes
    ----------
    weight : Tensor of shape (num_embeddings, embedding_dim)
        The table.

    Raises
    ------
    MicrokitError
        If a size is not a whole number above 0.

    Notes
    -----
    The numbers are drawn from the normal distribution with mean 0 and deviation 1, as in PyTorch.
    A row that is looked up several times hears from each place, and adds it up.

    References
    ----------
    Bengio, Ducharme, Vincent, Jauvin (2003), A Neural Probabilistic Language Model.

    Examples
    --------
    >>> table = Embedding(27, 4, rng=1)
    >>> table([[0, 5, 5], [26, 1, 0]]).shape
    (2, 3, 4)
    """

    def __init__(
        self, num_embeddings: int, embedding_dim: int, *, rng: Rng = None, dtype: Any = None
    ) -> None:
        at_least(1, num_embeddings=num_embeddings, embedding_dim=embedding_dim)
        shape = (num_embeddings, embedding_dim)
        self.weight = parameter(numpys(rng).standard_normal(shape), dtype)

    def __call__(self, x: Any) -> Tensor:
        """Return the row of each symbol.

        Parameters
        ----------
        x : whole numbers of any shape (...)
            The numbers of the symbols: a plain array, a list or a Tensor.

        Returns
        -------
        Tensor of shape (..., embedding_dim)
        """
        indices = np.asarray(x.data if isinstance(x, Tensor) else x)
        if not indices.size:
            indices = indices.astype(int)
        return LookUp.of(self.weight, index=indices)

    def __repr__(self) -> str:
        return f"Embedding({self.weight.shape[0]}, {self.weight.shape[1]})"
