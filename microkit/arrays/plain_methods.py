"""What a Tensor is to plain Python and numpy: how large it is, which numbers, how they read."""

from __future__ import annotations

from typing import Any

from microkit.arrays.primitives import Array, Shape
from microkit.errors import ShapeError


class PlainMethods:
    """Sizes, and the numbers outside of the graph. See `microkit.tensor.Tensor`."""

    __slots__ = ()

    data: Array

    # -- how large ---------------------------------------------------------------------------------

    @property
    def shape(self) -> Shape:
        """How many numbers there are along each axis."""
        return self.data.shape

    @property
    def ndim(self) -> int:
        """How many axes there are."""
        return self.data.ndim

    @property
    def size(self) -> int:
        """How many numbers there are in all."""
        return self.data.size

    @property
    def dtype(self) -> Any:
        """The type of the numbers: float64, float32, int64, bool."""
        return self.data.dtype

    def dim(self) -> int:
        """Return how many axes there are: PyTorch's way to write `ndim`."""
        return self.data.ndim

    def numel(self) -> int:
        """Return how many numbers there are in all: PyTorch's way to write `size`."""
        return self.data.size

    def __len__(self) -> int:
        if not self.data.ndim:
            raise ShapeError("A single number has no length. Its shape is (): use item().")
        return len(self.data)

    # -- which numbers -----------------------------------------------------------------------------

    def item(self) -> Any:
        """Return the one number that is in here, as a plain Python number."""
        if self.data.size != 1:
            raise ShapeError(
                f"item() is for one number, and there are {self.data.size} in shape {self.shape}. "
                "Take one of them first, t[0, 0], or all: t.numpy()."
            )
        return self.data.item()

    def numpy(self) -> Array:
        """Return the numbers as a numpy array: the same memory, and outside of the graph."""
        return self.data

    def tolist(self) -> Any:
        """Return the numbers as nested lists."""
        return self.data.tolist()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        if copy is False and dtype is not None and dtype != self.data.dtype:
            raise ValueError(f"Numbers of {self.data.dtype} cannot be {dtype} without a copy.")
        changed = self.data if dtype is None else self.data.astype(dtype, copy=False)
        return changed.copy() if copy and changed is self.data else changed

    def __float__(self) -> float:
        return float(self.item())

    def __int__(self) -> int:
        return int(self.item())

    def __bool__(self) -> bool:
        if self.data.size != 1:
            raise ShapeError(
                f"Whether {self.data.size} numbers are true has no one answer. Ask for all of them "
                "or any: (t > 0).all(), (t > 0).any()."
            )
        return bool(self.item())

    def __format__(self, spec: str) -> str:
        """Return ``f"{loss:.3f}"`` for one number."""
        if not spec:
            return str(self)
        if self.data.size != 1:
            raise ShapeError(
                f"The format {spec!r} is for one number, and there are {self.data.size} in shape "
                f"{self.shape}: write one of them, t[0, 0], or t.mean()."
            )
        return format(self.item(), spec)
