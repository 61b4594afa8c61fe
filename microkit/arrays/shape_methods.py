"""What a Tensor does with many numbers at once, under PyTorch's names: reduce, reshape, choose.

Where PyTorch says ``dim`` and ``keepdim``, numpy says ``axis`` and ``keepdims``: both are taken.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from numbers import Integral
from typing import TYPE_CHECKING, Any

from microkit.arrays.data import as_array
from microkit.arrays.operations import indexing, reductions, shapes
from microkit.arrays.primitives import Array, Shape, array
from microkit.errors import ShapeError, kind_of

if TYPE_CHECKING:
    from microkit.tensor import Tensor

Axis = int | Sequence[int] | None


class ShapeMethods:
    """Reductions, shapes and indexing. See `microkit.tensor.Tensor`."""

    __slots__ = ()

    data: Array

    # -- reductions --------------------------------------------------------------------------------

    def sum(
        self, axis: Axis = None, keepdims: bool = False, *, dim: Axis = None, keepdim: bool = False
    ) -> Tensor:
        """Return the sum of all numbers, or along some axes."""
        return reductions.Sum.of(self, axis=_axes(axis, dim), keepdims=keepdims or keepdim)

    def mean(
        self, axis: Axis = None, keepdims: bool = False, *, dim: Axis = None, keepdim: bool = False
    ) -> Tensor:
        """Return the mean of all numbers, or along some axes."""
        return reductions.Mean.of(self, axis=_axes(axis, dim), keepdims=keepdims or keepdim)

    def max(
        self, axis: Axis = None, keepdims: bool = False, *, dim: Axis = None, keepdim: bool = False
    ) -> Tensor:
        """Return the largest number, or along some axes: the values, as PyTorch's ``amax``.

        Numbers that are equally large share the gradient evenly. Where they stand says `argmax`.
        """
        return reductions.Max.of(self, axis=_axes(axis, dim), keepdims=keepdims or keepdim)

    def min(
        self, axis: Axis = None, keepdims: bool = False, *, dim: Axis = None, keepdim: bool = False
    ) -> Tensor:
        """Return the smallest number, or along some axes: the values, as PyTorch's ``amin``."""
        return reductions.Min.of(self, axis=_axes(axis, dim), keepdims=keepdims or keepdim)

    amax, amin = max, min

    def var(
        self,
        axis: Axis = None,
        *,
        correction: int = 1,
        keepdims: bool = False,
        dim: Axis = None,
        keepdim: bool = False,
    ) -> Tensor:
        """Return the variance; the sum is divided by ``n - correction``, n - 1 as in PyTorch."""
        axes, keepdims = _axes(axis, dim), keepdims or keepdim
        return reductions.Var.of(self, axis=axes, correction=correction, keepdims=keepdims)

    def std(
        self,
        axis: Axis = None,
        *,
        correction: int = 1,
        keepdims: bool = False,
        dim: Axis = None,
        keepdim: bool = False,
    ) -> Tensor:
        """Return the standard deviation: the root of the variance."""
        axes, keepdims = _axes(axis, dim), keepdims or keepdim
        return self.var(axes, correction=correction, keepdims=keepdims).sqrt()

    def logsumexp(
        self, axis: Axis = None, keepdims: bool = False, *, dim: Axis = None, keepdim: bool = False
    ) -> Tensor:
        """Return log(sum(exp(a))), which never overflows on the way."""
        return reductions.LogSumExp.of(self, axis=_axes(axis, dim), keepdims=keepdims or keepdim)

    def softmax(self, axis: Axis = -1, *, dim: Axis = None) -> Tensor:
        """Return shares that are above 0, and add up to 1 along an axis."""
        return reductions.Softmax.of(self, axis=_axes(axis, dim))

    def log_softmax(self, axis: Axis = -1, *, dim: Axis = None) -> Tensor:
        """Return log(softmax(a)), exact also where softmax is too small for a float."""
        return reductions.LogSoftmax.of(self, axis=_axes(axis, dim))

    def argmax(self, axis: int | None = None, *, dim: int | None = None) -> Array:
        """Return where the largest number stands, as an array of whole numbers."""
        return _where(self.data.argmax, self.data.shape, _axes(axis, dim))

    def argmin(self, axis: int | None = None, *, dim: int | None = None) -> Array:
        """Return where the smallest number stands, as an array of whole numbers."""
        return _where(self.data.argmin, self.data.shape, _axes(axis, dim))

    # -- shapes ------------------------------------------------------------------------------------

    def reshape(self, *shape: Any) -> Tensor:
        """Return the same numbers, row by row, in another shape; -1 stands for the rest."""
        return shapes.Reshape.of(self, shape=spelled(shape))

    view = reshape

    def flatten(self, start_dim: int = 0, end_dim: int = -1) -> Tensor:
        """Return the numbers with some axes made one: ``images.flatten(1)`` keeps the batch."""
        shape = self.data.shape or (1,)
        first, last = _place(start_dim, len(shape), shape), _place(end_dim, len(shape), shape)
        if first > last:
            raise ShapeError(
                f"flatten({start_dim}, {end_dim}) was asked of shape {shape}, in which axis "
                f"{start_dim} does not come before axis {end_dim}."
            )
        count = 1
        for n in shape[first : last + 1]:
            count *= n
        return shapes.Reshape.of(self, shape=(*shape[:first], count, *shape[last + 1 :]))

    def squeeze(self, axis: Axis = None, *, dim: Axis = None) -> Tensor:
        """Return the numbers without axes of length 1: all of them, or those that are named."""
        shape, axes = self.data.shape, _axes(axis, dim)
        named = range(len(shape)) if axes is None else (axes,) if isinstance(axes, int) else axes
        places = {_place(a, len(shape), shape) for a in named}
        kept = tuple([n for i, n in enumerate(shape) if n != 1 or i not in places])
        return shapes.Reshape.of(self, shape=kept)

    def unsqueeze(self, dim: int) -> Tensor:
        """Return the numbers with an axis of length 1 put in."""
        shape = self.data.shape
        place = _place(dim, len(shape) + 1, shape)
        return shapes.Reshape.of(self, shape=(*shape[:place], 1, *shape[place:]))

    def permute(self, *axes: Any) -> Tensor:
        """Return the numbers with their axes in another order."""
        axes, shape = spelled(axes), self.data.shape
        order = [_place(a, len(shape), shape) for a in axes]
        if sorted(order) != list(range(len(shape))):
            raise ShapeError(
                f"permute({', '.join(map(str, axes))}) does not name each axis of shape {shape} "
                f"once: there are {len(shape)}, counted from 0."
            )
        return shapes.Permute.of(self, axes=order)

    def transpose(self, dim0: int, dim1: int) -> Tensor:
        """Return the numbers with two axes exchanged."""
        shape = self.data.shape
        order = list(range(len(shape)))
        a, b = _place(dim0, len(shape), shape), _place(dim1, len(shape), shape)
        order[a], order[b] = order[b], order[a]
        return shapes.Permute.of(self, axes=order)

    swapaxes = transpose

    @property
    def T(self) -> Tensor:  # noqa: N802
        """The numbers with all axes in reverse order: rows become columns."""
        return shapes.Permute.of(self, axes=range(self.data.ndim)[::-1])

    def expand(self, *shape: Any) -> Tensor:
        """Return the numbers repeated until they fill a larger shape; -1 keeps an axis."""
        wanted, own = spelled(shape), self.data.shape
        new = len(wanted) - len(own)
        full = [own[i - new] if n == -1 and i >= new else n for i, n in enumerate(wanted)]
        return shapes.Broadcast.of(self, shape=tuple(full))

    broadcast_to = expand

    def flip(self, *axes: Any) -> Tensor:
        """Return the numbers in reverse order along some axes."""
        shape = self.data.shape
        return shapes.Flip.of(self, axes=[_place(a, len(shape), shape) for a in spelled(axes)])

    def pad(self, pad: Sequence[int], value: float = 0.0) -> Tensor:
        """Return the numbers with others put around them, as PyTorch's ``functional.pad``.

        Parameters
        ----------
        pad : sequence of int
            How many before and after the last axis, then before and after the one in front of it,
            and so on: ``(left, right, top, bottom)`` for images.
        value : float, default 0.0
            What is put there.
        """
        ndim = self.data.ndim
        if len(pad) % 2 or len(pad) > 2 * ndim or any(n < 0 for n in pad):
            raise ShapeError(
                f"pad={tuple(pad)} does not fit shape {self.data.shape}: it has two numbers, not "
                f"below 0, for each axis from the last one on, at most {2 * ndim}."
            )
        pairs = [(pad[i], pad[i + 1]) for i in range(0, len(pad), 2)]
        widths = [(0, 0)] * (ndim - len(pairs)) + pairs[::-1]
        return shapes.Pad.of(self, widths=widths, value=value)

    # -- indexing ----------------------------------------------------------------------------------

    def __getitem__(self, index: Any) -> Tensor:
        if isinstance(index, tuple):
            index = tuple([p if p.__class__ in indexing.BASIC else _named(p) for p in index])
        elif index.__class__ not in indexing.BASIC:
            index = _named(index)
        return indexing.Index.of(self, index=index)

    def gather(self, dim: int, index: Any) -> Tensor:
        """Return one number for each place of `index`, whose entries name places along an axis.

        ``logits.gather(1, targets[:, None])`` takes from each row the number of its target.
        """
        shape = self.data.shape
        place = _place(dim, len(shape), shape)
        return indexing.Gather.of(self, index=as_array(_plain(index)), axis=place)

    def embedding(self, index: Any) -> Tensor:
        """Return rows of this table, one for each whole number in `index`."""
        return indexing.Embedding.of(self, index=as_array(_plain(index)))


def _where(find: Callable[[Any], Any], shape: Shape, axis: Any) -> Array:
    """Ask numpy where a number stands, or say why it stands nowhere."""
    if axis is not None:
        axis = _place(axis, len(shape), shape)
    try:
        return as_array(find(axis))
    except ValueError:
        raise ShapeError(
            f"Shape {shape} has an axis of length 0: there is nothing to find."
        ) from None


def _plain(index: Any) -> Any:
    """Return an index as numpy knows it."""
    return index.data if isinstance(index, ShapeMethods) else index


def _named(part: Any) -> Any:
    """Return a part of an index that names places one by one, as an array of them."""
    part = _plain(part)
    if part.__class__ is Array:
        return part
    if isinstance(part, Integral) or (
        hasattr(part, "__index__") and not hasattr(part, "__array__")
    ):
        return operator.index(part)
    try:
        places = array(part)
    except ValueError:
        raise ShapeError(
            "An index with longer and shorter rows names no places: give it rows of one length."
        ) from None
    if places.dtype.kind == "f" and not places.ndim:  # numpy says best itself what it takes
        return part
    return places if places.size else places.astype(int)


def _axes(axis: Any, dim: Any) -> Any:
    """Return numpy's ``axis`` or PyTorch's ``dim``, whichever was given; no axes stand for all."""
    axis = axis if dim is None else dim
    if axis is None or axis.__class__ is int:
        return axis
    return spelled((axis,)) or None if _are_several(axis) else whole(axis)


def spelled(numbers: tuple[Any, ...]) -> Shape:
    """Return ``(2, 3)`` for ``f(2, 3)`` and for ``f((2, 3))``."""
    if len(numbers) == 1 and _are_several(numbers[0]):
        numbers = numbers[0]
    return tuple([n if n.__class__ is int else whole(n) for n in numbers])


def _are_several(numbers: Any) -> bool:
    """Return whether this is a sequence: an array of one number, and no axis, is a number."""
    return hasattr(numbers, "__iter__") and getattr(numbers, "ndim", 1) > 0


def whole(n: Any) -> int:
    """Return an axis, or how long one is, as an int."""
    try:
        return operator.index(_plain(n))
    except TypeError:
        raise ShapeError(
            f"Axes and their lengths are whole numbers, and {n!r} is "
            f"{kind_of(n)}. Where one is computed, divide with //, as in "
            "reshape(n // 2, -1)."
        ) from None


def _place(axis: int, ndim: int, shape: Shape) -> int:
    """Return `axis` counted from the left, or say that there is none."""
    axis = axis if axis.__class__ is int else whole(axis)
    if not -ndim <= axis < ndim:
        raise ShapeError(f"There is no axis {axis} for shape {shape}: give {-ndim} to {ndim - 1}.")
    return axis % ndim
