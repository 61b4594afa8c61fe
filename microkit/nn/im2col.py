"""All windows of an image as the columns of one matrix, and back.

Arrays in here have the shape ``(channels, *sides, examples)``: the examples come **last**. A row of
a window is then one run of ``width * examples`` numbers in memory, however small the image, and
copying it costs a fraction of what it costs with the examples first.

References
----------
Chellapilla, Puri, Simard (2006), High Performance Convolutional Neural Networks for Document
Processing: the columns, and one product for a whole convolution.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from math import prod

from microkit.arrays.primitives import Array, contiguous, strided, zeros

Sides = tuple[int, ...]


@lru_cache(maxsize=256)
def output_sides(sides: Sides, kernel: Sides, stride: Sides) -> Sides:
    """Return how many windows there are along each side, its border included.

    Raises
    ------
    ValueError
        If the window does not fit.

    Examples
    --------
    >>> output_sides((30, 20), kernel=(3, 5), stride=(1, 2))
    (28, 8)
    """
    outputs = [(n - k) // s + 1 for n, k, s in zip(sides, kernel, stride, strict=True)]
    if min(outputs) < 1:
        raise ValueError(f"a window of {kernel} does not fit into {sides}")
    return tuple(outputs)


def columns(images: Array, kernel: Sides, stride: Sides) -> tuple[Array, Sides]:
    """Return the matrix that has a column for each window.

    Parameters
    ----------
    images : contiguous array of shape (channels, *sides, examples)
        The images, with their border.
    kernel, stride : tuple of int
        The size of a window, and the steps from one to the next, for each side.

    Returns
    -------
    array of shape (channels * prod(kernel), prod(output sides) * examples)
        The matrix.
    tuple of int
        How many windows there are along each side.

    Examples
    --------
    Two windows of two numbers in a row of three; one channel, one example.

    >>> import numpy as np
    >>> columns(np.array([[[1.0], [2.0], [3.0]]]), kernel=(2,), stride=(1,))
    (array([[1., 2.],
           [2., 3.]]), (2,))
    """
    shape, strides, outputs, rows = _layout(images.shape, images.strides, kernel, stride)
    return contiguous(strided(images, shape, strides)).reshape(rows, -1), outputs


def uncolumns(g: Array, shape: tuple[int, ...], kernel: Sides, stride: Sides) -> Array:
    """Return what each pixel hears: the sum over all windows that it was seen through.

    Parameters
    ----------
    g : array of shape (channels * prod(kernel), prod(output sides) * examples)
        The gradient of `columns`.
    shape : tuple of int
        The shape of the images, ``(channels, *sides, examples)``.
    kernel, stride : tuple of int
        As for `columns`.
    """
    channels, *sides, examples = shape
    outputs = output_sides(tuple(sides), kernel, stride)
    g = g.reshape(channels, -1, *outputs, examples)
    x = zeros(shape, g.dtype)
    for i, place in enumerate(places(kernel, stride, outputs)):
        x[place] += g[:, i]
    return x


def places(kernel: Sides, stride: Sides, outputs: Sides) -> Iterator[tuple[slice, ...]]:
    """Return, for each pixel of a window, where that pixel of all windows stands in the images."""
    for offsets in product(*[range(k) for k in kernel]):
        each = zip(offsets, stride, outputs, strict=True)
        yield (slice(None), *[slice(o, o + s * (n - 1) + 1, s) for o, s, n in each])


@lru_cache(maxsize=256)
def _layout(
    shape: Sides, strides: Sides, kernel: Sides, stride: Sides
) -> tuple[Sides, Sides, Sides, int]:
    """Return shape and strides in which all windows are seen; how many, and in how many rows."""
    channels, *sides, examples = shape
    first, *steps, last = strides
    outputs = output_sides(tuple(sides), kernel, stride)
    jumps = [step * s for step, s in zip(steps, stride, strict=True)]
    seen = (channels, *kernel, *outputs, examples)
    return seen, (first, *steps, *jumps, last), outputs, channels * prod(kernel)
