# ruff: noqa: D102   (what forward and backward are is said once, in ArrayOperation)
"""Attention: each place of a sequence asks all others, and takes in what answers."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np

from microkit.arrays.operation import ArrayOperation
from microkit.arrays.primitives import Array, exp, largest, where
from microkit.arrays.primitives import sum as total
from microkit.data.source import Rng, numpys
from microkit.errors import MicrokitError, NumberError, ShapeError
from microkit.nn.initial import parameter, uniform
from microkit.nn.linear import Linear
from microkit.nn.module import Module
from microkit.nn.sequential import Dropout
from microkit.nn.sizes import at_least
from microkit.tensor import Tensor


class MultiHeadAttention(Module):
    """Attention with several heads, each of which looks for something else.

    Each place of the sequence makes a query, a key and a value for each head. A head compares the
    query of a place with the keys of all places, turns that into weights that add up to 1, and
    returns the weighted mean of the values.

    Parameters
    ----------
    embed_dim : int
        How many numbers there are at each place.
    num_heads : int
        How many heads share them; a divisor of `embed_dim`.
    dropout : float, default 0.0
        The probability with which a weight is set to zero while training.
    bias : bool, default True
        Whether something is added to queries, keys, values and results.
    causal : bool, default False
        Whether a place sees only itself and those before it.
    rng : numpy generator, random.Random or int, optional
        Where the numbers come from: a generator, or a seed.
    dtype : dtype, optional
        The type of the parameters; float64 if left out.

    Attributes
    ----------
    in_proj_weight : Tensor of shape (3 * embed_dim, embed_dim)
        What makes queries, keys and values, one below the other.
    in_proj_bias : Tensor of shape (3 * embed_dim,), or None
        What is added to them.
    out_proj : Linear
        What makes the result of all heads.

    Raises
    ------
    MicrokitError
        If a size makes no sense, or the heads do not divide `embed_dim`.

    Notes
    -----
    ``softmax(q @ k.T / sqrt(embed_dim / num_heads)) @ v`` for each head. Names, shapes and initial
    values are those of PyTorch's MultiheadAttention with ``batch_first=True``: the first matrix
    is drawn evenly between plus and minus ``sqrt(6 / (4 * embed_dim))`` (Glorot), biases are 0.

    References
    ----------
    Vaswani et al. (2017), Attention Is All You Need. Glorot, Bengio (2010), Understanding the
    Difficulty of Training Deep Feedforward Neural Networks.

    Examples
    --------
    >>> layer = MultiHeadAttention(6, 2, causal=True, rng=1)
    >>> x = Tensor([[[0.5, -1.0, 0.0, 2.0, 0.1, 1.0]] * 3] * 4)
    >>> layer(x).shape
    (4, 3, 6)
    >>> y, weights = layer(x, need_weights=True)
    >>> weights[0, 1].numpy().round(3).tolist()
    [[1.0, 0.0, 0.0], [0.5, 0.5, 0.0], [0.333, 0.333, 0.333]]
    """

    def __init__(
        self,
        embed_dim: int,
        num_heads: int,
        dropout: float = 0.0,
        bias: bool = True,
        *,
        causal: bool = False,
        rng: Rng = None,
        dtype: Any = None,
    ) -> None:
        at_least(1, embed_dim=embed_dim, num_heads=num_heads)
        if embed_dim % num_heads:
            raise MicrokitError(
                f"{num_heads} heads cannot share {embed_dim} numbers evenly: embed_dim has to be a "
                f"multiple of num_heads, such as {num_heads * (embed_dim // num_heads + 1)}."
            )
        rng = numpys(rng)
        self.embed_dim, self.num_heads, self.causal = embed_dim, num_heads, causal
        shape = (3 * embed_dim, embed_dim)
        self.in_proj_weight = uniform(rng, shape, sqrt(6 / sum(shape)), dtype)
        self.in_proj_bias = parameter(np.zeros(3 * embed_dim), dtype) if bias else None
        self.out_proj = Linear(embed_dim, embed_dim, bias, rng=rng, dtype=dtype)
        if self.out_proj.bias is not None:
            self.out_proj.bias.data[:] = 0
        self.dropout = Dropout(dropout, rng=rng)

    def __call__(
        self,
        query: Tensor,
        key: Tensor | None = None,
        value: Tensor | None = None,
        *,
        attn_mask: Any = None,
        need_weights: bool = False,
    ) -> Any:
        """Return what each place has taken in.

        Parameters
        ----------
        query : Tensor of shape (N, L, embed_dim)
            The places that ask.
        key, value : Tensor of shape (N, S, embed_dim), optional
            The places that answer; the query itself if left out, and the key for the value.
        attn_mask : array of bool, which stretches to (N, num_heads, L, S), optional
            True where a place must **not** look, as in PyTorch; besides what `causal` hides.
        need_weights : bool, default False
            Whether to return the weights, too.

        Returns
        -------
        Tensor of shape (N, L, embed_dim)
            And, if asked for, the weights: Tensor of shape (N, num_heads, L, S).
        """
        key = query if key is None else key
        value = key if value is None else value
        for name, x in (("query", query), ("key", key), ("value", value)):
            shape = np.shape(x.data if isinstance(x, Tensor) else x)
            if len(shape) != 3 or shape[-1] != self.embed_dim:
                raise ShapeError(
                    f"{self!r} takes sequences of shape (N, L, {self.embed_dim}), and the {name} "
                    f"has shape {shape}."
                )
        if key.shape != value.shape or key.shape[0] != query.shape[0]:
            raise ShapeError(
                f"Query {query.shape}, key {key.shape} and value {value.shape} do not belong "
                "together: each key has one value, and each query its own sequence of keys."
            )
        q, k, v = self._projected(query, key, value)
        scores = (q @ k.transpose(-1, -2)) * (1 / sqrt(self.embed_dim // self.num_heads))
        weights = SoftmaxWhere.of(scores, hidden=self._hidden(scores.shape, attn_mask))
        heads = self.dropout(weights) @ v
        out = self.out_proj(heads.transpose(1, 2).reshape(*query.shape))
        return (out, weights) if need_weights else out

    def _projected(self, query: Tensor, key: Tensor, value: Tensor) -> list[Tensor]:
        """Return queries, keys and values, each of shape (N, num_heads, places, numbers)."""
        size, weight, bias = self.embed_dim, self.in_proj_weight, self.in_proj_bias
        made = []
        for i, x in enumerate((query, key, value)):
            own = slice(i * size, (i + 1) * size)
            y = x @ weight[own].T if bias is None else x @ weight[own].T + bias[own]
            each = (*x.shape[:2], self.num_heads, size // self.num_heads)
            made.append(y.reshape(*each).transpose(1, 2))
        return made

    def _hidden(self, shape: tuple[int, ...], attn_mask: Any) -> Array | None:
        """Return where no place may look, or None."""
        hidden = None
        if self.causal:
            if shape[-1] != shape[-2]:
                raise ShapeError(
                    f"A causal mask needs as many keys as queries, and there are {shape[-1]} keys "
                    f"and {shape[-2]} queries. Give attn_mask instead, with causal=False."
                )
            hidden = ~np.tri(shape[-2], dtype=bool)
        if attn_mask is not None:
            mask = np.asarray(attn_mask.data if isinstance(attn_mask, Tensor) else attn_mask)
            if mask.dtype != bool:
                raise NumberError(
                    f"attn_mask says True where a place must not look, and has {mask.dtype} "
                    "numbers. Perhaps mask == 0, or mask.astype(bool)."
                )
            try:
                fits = np.broadcast_shapes(mask.shape, shape) == shape
            except ValueError:
                fits = False
            if not fits:
                raise ShapeError(
                    f"attn_mask has shape {mask.shape}, which does not stretch to (examples, "
                    f"heads, queries, keys) = {shape}."
                )
            hidden = mask if hidden is None else hidden | mask
        if hidden is not None and np.broadcast_to(hidden, shape).all(axis=-1).any():
            raise NumberError(
                "The mask hides every key from some query, and weights of nothing do not add up to "
                "1. Let each place see itself at least."
            )
        return hidden

    def __repr__(self) -> str:
        causal = ", causal=True" if self.causal else ""
        return f"MultiHeadAttention({self.embed_dim}, {self.num_heads}{causal})"


class SoftmaxWhere(ArrayOperation, symbol="softmax"):
    """Softmax along the last axis, with weight 0 wherever `hidden` is True."""

    def forward(self, scores: Array, *, hidden: Array | None) -> Array:
        if hidden is not None:
            scores = where(hidden, scores.dtype.type("-inf"), scores)
        exps = exp(scores - largest(scores, -1, keepdims=True))
        self.out = exps / total(exps, -1, keepdims=True)
        return self.out

    def backward(self, g: Array) -> tuple[Array, ...]:
        h = g * self.out
        # d(w_i)/d(s_j) = w_i * ((i == j) - w_j)
        return (h - self.out * total(h, -1, keepdims=True),)
