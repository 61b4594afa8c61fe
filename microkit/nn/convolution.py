# ruff: noqa: D102   (what forward and backward are is said once, in ArrayOperation)
"""Convolution and pooling, each one operation, for any number of sides: (N, C, L), (N, C, H, W).

Shapes are PyTorch's, with the examples first. In memory they come last (see `microkit.nn.im2col`):
what is returned is a view with the axes moved, and stays so through activations, pooling and
`Flatten`, so nothing is moved back and forth between layers.
"""

from __future__ import annotations

from typing import Any

from microkit.arrays.operation import ArrayOperation
from microkit.arrays.primitives import (
    Array,
    contiguous,
    full,
    maximum,
    put_where,
    same,
    zeros,
    zeros_like,
)
from microkit.nn.bend import Bend
from microkit.nn.im2col import Sides, columns, output_sides, places, uncolumns


class Convolve(ArrayOperation, symbol="conv"):
    """Each window of the images times each kernel, summed; plus a bias, bent.

    Parameters
    ----------
    x : array of shape (N, in_channels, *sides)
        The images. They are turned into the type of the weight.
    weight : array of shape (out_channels, in_channels, *kernel)
        The kernels.
    bias : array of shape (out_channels,), optional
        What is added to each channel of the result.
    stride, padding : tuple of int
        The steps from window to window, and the border of zeros, for each side.
    bend : Bend, optional
        The activation.
    """

    def forward(
        self,
        x: Array,
        weight: Array,
        bias: Array | None = None,
        *,
        stride: Sides,
        padding: Sides,
        bend: Bend | None = None,
    ) -> Array:
        images = _examples_last(x, padding, 0, weight.dtype)
        seen, outputs = columns(images, weight.shape[2:], stride)
        out = weight.reshape(len(weight), -1).dot(seen)
        if bias is not None:
            out += bias[:, None]
        if bend is not None:
            out = bend.forward(out)
            self.out = out
        self.seen = seen if self.needs[1] else None
        self.weight, self.bend, self.stride, self.padding = weight, bend, stride, padding
        self.shape, self.dtype = images.shape, x.dtype
        return _examples_first(out.reshape(len(weight), *outputs, len(x)))

    def backward(self, g: Array) -> tuple[Array | None, ...]:
        needs, weight = self.needs, self.weight
        g = g.transpose(LAST[g.ndim]).reshape(len(weight), -1)
        if self.bend is not None:
            g = self.bend.backward(g, self.out)
        to_x = to_weight = None
        if needs[0]:
            # d(w @ columns)/d(columns) = w, and each pixel hears from all its windows
            heard = weight.reshape(len(weight), -1).T.dot(g)
            to_x = uncolumns(heard, self.shape, weight.shape[2:], self.stride)
            to_x = _examples_first(to_x[_within(to_x, self.padding)])
            if to_x.dtype is not self.dtype:
                to_x = to_x.astype(self.dtype)
        if self.seen is not None:
            to_weight = self.seen.dot(g.T).T.reshape(weight.shape)  # d(w @ columns)/dw = columns
        if len(needs) == 2:
            return to_x, to_weight
        # d(.. + b)/db = 1, summed over windows and examples: a product with ones is the fastest sum
        to_bias = g.dot(same(g.shape[1:], 1, g.dtype)) if needs[2] else None
        return to_x, to_weight, to_bias


class Pool(ArrayOperation):
    """What both kinds of pooling share: the windows, and the way back to the pixels."""

    border = 0.0

    def forward(self, x: Array, *, kernel: Sides, stride: Sides, padding: Sides) -> Array:
        images = x.transpose(LAST[x.ndim])
        if any(padding):
            images = _examples_last(
                x, padding, self.border, x.dtype if x.dtype.kind == "f" else float
            )
        outputs = output_sides(images.shape[1:-1], kernel, stride)
        self.places = list(places(kernel, stride, outputs))
        self.shape, self.padding = images.shape, padding
        return _examples_first(self.pooled(images))

    def backward(self, g: Array) -> tuple[Array, ...]:
        g = g.transpose(LAST[g.ndim])
        images = zeros(self.shape, g.dtype)
        for i, place in enumerate(self.places):
            images[place] += self.share(g, i)
        return (_examples_first(images[_within(images, self.padding)]),)

    def pooled(self, images: Array) -> Array:
        """Return one number for each window."""
        raise NotImplementedError

    def share(self, g: Array, i: int) -> Array:
        """Return what pixel `i` of each window hears."""
        raise NotImplementedError


class MaxPool(Pool, symbol="max_pool"):
    """The largest number in each window; of equal ones, the first is taken to be it."""

    border = float("-inf")

    def pooled(self, images: Array) -> Array:
        best = images[self.places[0]].copy("K")
        winner = zeros_like(best, "int16") if self.needs[0] else None
        for i, place in enumerate(self.places[1:], 1):
            rival = images[place]
            if winner is not None:
                put_where(winner, i, where=rival > best)
            maximum(best, rival, out=best)
        self.winner = winner
        return best

    def share(self, g: Array, i: int) -> Array:
        return g * (self.winner == i)  # d(max)/d(pixel) = 1 for the largest, else 0


class AvgPool(Pool, symbol="avg_pool"):
    """The mean of each window; the zeros of the border count."""

    def pooled(self, images: Array) -> Array:
        whole = images[self.places[0]].copy("K")
        for place in self.places[1:]:
            whole += images[place]
        return whole / len(self.places)

    def share(self, g: Array, i: int) -> Array:
        return g / len(self.places)  # d(mean)/d(pixel) = 1 / pixels


# The examples from the first axis to the last, and back, for each number of axes.
LAST = {n: (*range(1, n), 0) for n in range(2, 8)}
FIRST = {n: (n - 1, *range(n - 1)) for n in range(2, 8)}


def _examples_first(images: Array) -> Array:
    """Return (channels, *sides, N) seen as (N, channels, *sides), in the same memory."""
    return images.transpose(FIRST[images.ndim])


def _examples_last(x: Array, padding: Sides, value: float, dtype: Any) -> Array:
    """Return images of shape (N, channels, *sides) as contiguous (channels, *sides, N)."""
    images = x.transpose(LAST[x.ndim])
    if not any(padding):
        return contiguous(images, dtype)
    channels, *sides, examples = images.shape
    sides = [n + 2 * p for n, p in zip(sides, padding, strict=True)]
    bordered = full((channels, *sides, examples), value, dtype)
    bordered[_within(bordered, padding)] = images
    return bordered


def _within(images: Array, padding: Sides) -> tuple[slice, ...]:
    """Return where the images stand within their border."""
    sides = images.shape[1:-1]
    return (slice(None), *[slice(p, n - p) for n, p in zip(sides, padding, strict=True)])
