"""Layers that look at images through small windows: convolution and pooling."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod, sqrt
from typing import Any

import numpy as np

from microkit.arrays.operation import ArrayOperation
from microkit.data.source import Rng, numpys
from microkit.errors import MicrokitError, ShapeError
from microkit.nn.bend import Bend
from microkit.nn.convolution import AvgPool, Convolve, MaxPool
from microkit.nn.initial import uniform
from microkit.nn.module import Module
from microkit.nn.sizes import at_least, each_side
from microkit.tensor import Tensor

Sizes = int | Sequence[int]


class _Windows(Module):
    """What all of them share: the window, its steps, the border, and the check of the input."""

    sides = 2
    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    padding: tuple[int, ...]

    def _set_windows(self, kernel_size: Sizes, stride: Sizes, padding: Sizes) -> None:
        self.kernel_size = each_side("kernel_size", kernel_size, self.sides, 1)
        self.stride = each_side("stride", stride, self.sides, 1)
        self.padding = each_side("padding", padding, self.sides, 0)

    def _explain(self, x: Any, channels: int | None) -> None:
        """Raise a ShapeError that says which shapes would fit, if this one does not."""
        shape = np.shape(x.data if isinstance(x, Tensor) else x)
        sides = ("L",) if self.sides == 1 else ("H", "W")
        wanted = f"(N, {channels or 'C'}, {', '.join(sides)})"
        if len(shape) != self.sides + 2 or channels not in (None, shape[1]):
            advice = ""
            if len(shape) == self.sides + 1 and channels in (None, shape[0]):
                advice = f" For a single one, take x.reshape{(1, *shape)}."
            elif len(shape) == self.sides + 1 and channels == 1:
                advice = f" Without an axis for the channel: x.reshape{(shape[0], 1, *shape[1:])}."
            raise ShapeError(
                f"{self!r} takes examples of shape {wanted}, and was given shape {shape}.{advice}"
            ) from None
        pairs = zip(shape[2:], self.padding, self.kernel_size, strict=True)
        if any(n + 2 * p < k for n, p, k in pairs):
            raise ShapeError(
                f"{self!r} slides a window of {_by(self.kernel_size)}, and it does not fit once "
                f"into {_by(shape[2:])} numbers with a border of {_by(self.padding)}. "
                "Take a smaller window, or more padding."
            ) from None

    def _written(self, *sizes: int) -> str:
        written = [*map(str, sizes), str(_short(self.kernel_size))]
        for name, usual in (("stride", 1 if sizes else self.kernel_size), ("padding", 0)):
            size = _short(getattr(self, name))
            written += [f"{name}={size}"] if size not in (usual, _short(usual)) else []
        return f"{type(self).__name__}({', '.join(written)}"


class _Conv(_Windows):
    bends = True

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Sizes,
        stride: Sizes = 1,
        padding: Sizes = 0,
        bias: bool = True,
        *,
        rng: Rng = None,
        dtype: Any = None,
    ) -> None:
        at_least(1, in_channels=in_channels, out_channels=out_channels)
        self._set_windows(kernel_size, stride, padding)
        shape = (out_channels, in_channels, *self.kernel_size)
        rng, bound = numpys(rng), 1 / sqrt(prod(shape[1:]))
        self.weight = uniform(rng, shape, bound, dtype)
        self.bias = uniform(rng, (out_channels,), bound, dtype) if bias else None

    def __call__(self, x: Tensor, bend: Bend | None = None) -> Tensor:
        """Return what each kernel sees in each window.

        Parameters
        ----------
        x : Tensor of shape (N, in_channels, L) or (N, in_channels, H, W)
            The examples.
        bend : Bend, optional
            An activation to apply in the same operation.

        Returns
        -------
        Tensor of shape (N, out_channels, L') or (N, out_channels, H', W')
            Each side has ``(side + 2 * padding - kernel_size) // stride + 1`` windows.
        """
        parameters = (self.weight,) if self.bias is None else (self.weight, self.bias)
        try:
            return Convolve.of(x, *parameters, stride=self.stride, padding=self.padding, bend=bend)
        except (ShapeError, KeyError):
            self._explain(x, self.weight.shape[1])
            raise

    def __repr__(self) -> str:
        nout, nin = self.weight.shape[:2]
        return self._written(nin, nout) + (")" if self.bias is not None else ", bias=False)")


class Conv1d(_Conv):
    """Sums of windows of a sequence, weighted by kernels that are learned.

    Parameters
    ----------
    in_channels : int
        How many numbers there are at each place of a sequence.
    out_channels : int
        How many kernels look at each window.
    kernel_size : int
        How many places a window has.
    stride : int, default 1
        How many places it moves.
    padding : int, default 0
        How many zeros are put before and after the sequence.
    bias : bool, default True
        Whether something is added to each channel of the result.
    rng : numpy generator, random.Random or int, optional
        Where the numbers come from: a generator, or a seed.
    dtype : dtype, optional
        The type of the parameters, in which the layer computes; float64 if left out.

    Attributes
    ----------
    weight : Tensor of shape (out_channels, in_channels, kernel_size)
        The kernels.
    bias : Tensor of shape (out_channels,), or None
        What is added.

    Notes
    -----
    Initial values as for `Linear`, with in_channels * kernel_size inputs to each sum.

    References
    ----------
    Waibel, Hanazawa, Hinton, Shikano, Lang (1989), Phoneme Recognition Using Time-Delay Networks.

    Examples
    --------
    >>> layer = Conv1d(4, 6, kernel_size=3, padding=1, rng=1)
    >>> layer(Tensor([[[0.5] * 10] * 4] * 2)).shape
    (2, 6, 10)
    """

    sides = 1


class Conv2d(_Conv):
    """Sums of windows of an image, weighted by kernels that are learned.

    Parameters
    ----------
    in_channels : int
        How many numbers there are at each pixel.
    out_channels : int
        How many kernels look at each window.
    kernel_size : int or (int, int)
        Height and width of a window.
    stride : int or (int, int), default 1
        How far it moves down, and to the right.
    padding : int or (int, int), default 0
        How many rows of zeros are put above and below, and how many columns left and right.
    bias : bool, default True
        Whether something is added to each channel of the result.
    rng : numpy generator, random.Random or int, optional
        Where the numbers come from: a generator, or a seed.
    dtype : dtype, optional
        The type of the parameters, in which the layer computes; float64 if left out.

    Attributes
    ----------
    weight : Tensor of shape (out_channels, in_channels, kernel height, kernel width)
        The kernels.
    bias : Tensor of shape (out_channels,), or None
        What is added.

    Notes
    -----
    The kernel is not turned round, so that in the language of signals this is a correlation, as it
    is in PyTorch. Initial values as for `Linear`, with as many inputs to each sum as a window has
    numbers.

    References
    ----------
    LeCun et al. (1989), Backpropagation Applied to Handwritten Zip Code Recognition.

    Examples
    --------
    >>> layer = Conv2d(1, 8, kernel_size=3, rng=1)
    >>> layer(Tensor([[[[0.0] * 7] * 9]] * 2)).shape
    (2, 8, 7, 5)
    """

    sides = 2


class _Pool(_Windows):
    operation: type[ArrayOperation]

    def __init__(self, kernel_size: Sizes, stride: Sizes | None = None, padding: Sizes = 0) -> None:
        self._set_windows(kernel_size, kernel_size if stride is None else stride, padding)
        if any(p > k // 2 for p, k in zip(self.padding, self.kernel_size, strict=True)):
            raise MicrokitError(
                f"padding={padding} would make windows that see nothing but the border: it may be "
                f"at most half of kernel_size={kernel_size}."
            )

    def __call__(self, x: Tensor) -> Tensor:
        """Return one number for each window.

        Parameters
        ----------
        x : Tensor of shape (N, C, H, W)
            The images.

        Returns
        -------
        Tensor of shape (N, C, H', W')
            Each side has ``(side + 2 * padding - kernel_size) // stride + 1`` windows.
        """
        try:
            return self.operation.of(
                x, kernel=self.kernel_size, stride=self.stride, padding=self.padding
            )
        except (ShapeError, KeyError):
            self._explain(x, None)
            raise

    def __repr__(self) -> str:
        return self._written() + ")"


class MaxPool2d(_Pool):
    """The largest number in each window of an image.

    Parameters
    ----------
    kernel_size : int or (int, int)
        Height and width of a window.
    stride : int or (int, int), optional
        How far it moves; by its own size if left out, so that windows do not overlap.
    padding : int or (int, int), default 0
        A border that is never the largest.

    Notes
    -----
    Of equal numbers the first one, row by row, hears what the window hears.

    References
    ----------
    Riesenhuber, Poggio (1999), Hierarchical Models of Object Recognition in Cortex.

    Examples
    --------
    >>> MaxPool2d(2)(Tensor([[[[1.0, 5.0, 2.0, 0.0], [3.0, 4.0, -1.0, -2.0]]]])).tolist()
    [[[[5.0, 2.0]]]]
    """

    operation = MaxPool


class AvgPool2d(_Pool):
    """The mean of each window of an image.

    Parameters
    ----------
    kernel_size : int or (int, int)
        Height and width of a window.
    stride : int or (int, int), optional
        How far it moves; by its own size if left out, so that windows do not overlap.
    padding : int or (int, int), default 0
        A border of zeros, which count in the mean.

    References
    ----------
    LeCun, Bottou, Bengio, Haffner (1998), Gradient-Based Learning Applied to Document Recognition.

    Examples
    --------
    >>> AvgPool2d(2)(Tensor([[[[1.0, 5.0, 2.0, 0.0], [3.0, 4.0, -1.0, -2.0]]]])).tolist()
    [[[[3.25, -0.25]]]]
    """

    operation = AvgPool


def _by(sizes: Sequence[int]) -> str:
    return " x ".join(map(str, sizes))


def _short(sizes: Any) -> Any:
    """Return (3, 3) as 3: it was given so."""
    return sizes[0] if isinstance(sizes, tuple) and len(set(sizes)) == 1 else sizes
