"""What stands for widgets and pictures, which nobody looks at while work is graded."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

# What functions of matplotlib hand back, where it is more than one thing.
_THINGS = {
    **dict.fromkeys(("plot", "semilogx", "semilogy", "loglog"), 1),
    **dict.fromkeys(("xticks", "yticks", "get_legend_handles_labels"), 2),
    **dict.fromkeys(("hist", "errorbar", "stem"), 3),
    "hist2d": 4,
}
_NUMBERS = {
    **dict.fromkeys(("xlim", "ylim", "get_xlim", "get_ylim"), (0.0, 1.0)),
    "axis": (0.0, 1.0, 0.0, 1.0),
    "get_size_inches": (6.4, 4.8),
}


class Silent:
    """Takes whatever it is given, and shows nothing.

    Parameters
    ----------
    *shape : int
        How many parts it has, and how many each of these has.

    Examples
    --------
    >>> bench = Silent()
    >>> bench("*", a=2).value.observe(print) is bench
    True
    >>> (one, two, three), row = Silent(2, 3)
    """

    _shape: tuple[int, ...] = ()
    __array_ufunc__ = None  # numpy leaves sums with it to it

    def __init__(self, *shape: int) -> None:
        self.__dict__["_shape"] = shape

    def __call__(self, *_: Any, **__: Any) -> Silent:
        """Return itself."""
        return self

    def __getattr__(self, part: str) -> Any:
        if part.startswith("__"):
            raise AttributeError(part)
        if part in _NUMBERS:
            return lambda *_, **__: _NUMBERS[part]
        if part in _THINGS:
            return Silent(_THINGS[part])
        if part in ("flat", "ravel", "flatten"):
            return Silent(math.prod(self._shape))
        return _axes if part == "subplots" else self

    def __getitem__(self, key: Any) -> Silent:
        keys = key if isinstance(key, tuple) else (key,)
        sliced = [len(range(size)[one]) for one, size in zip(keys, self._shape, strict=False)
                  if isinstance(one, slice)]  # fmt: skip
        return Silent(*sliced, *self._shape[len(keys) :])

    def __iter__(self) -> Iterator[Any]:
        return (Silent(*self._shape[1:]) for _ in range(len(self)))

    def __len__(self) -> int:
        return self._shape[0] if self._shape else 0

    def __enter__(self) -> Silent:
        return self

    def __mro_entries__(self, bases: Any) -> tuple[type, ...]:
        return (object,)

    def __repr__(self) -> str:
        return "<not shown>"

    def __format__(self, how: str) -> str:
        return repr(self)

    def _nothing(self, *_: Any) -> None:
        pass

    def _yes(self) -> bool:
        return True

    def _no(self, *_: Any) -> bool:
        return False

    def _zero(self) -> int:
        return 0

    def __float__(self) -> float:
        return 0.0

    __setattr__ = __delattr__ = __setitem__ = __delitem__ = __exit__ = _nothing
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __call__
    __rtruediv__ = __pow__ = __rpow__ = __neg__ = __abs__ = __round__ = __call__
    __lt__ = __le__ = __gt__ = __ge__ = _no
    __bool__, __int__, __index__ = _yes, _zero, _zero


def anything(name: str) -> Any:
    """Return what any name of a silent module stands for: its ``__getattr__``.

    Examples
    --------
    >>> figure, axes = anything("subplots")(figsize=(4, 3))
    >>> figure, ((a, b), (c, d)) = anything("subplots")(2, 2)
    """
    if name.startswith("__"):
        raise AttributeError(name)
    if name == "subplots":  # of matplotlib, which hands back two things at once
        return lambda *shape, **named: (Silent(), _axes(*shape, **named))
    if name == "subplot_mosaic":
        return Silent(2)
    return getattr(Silent(), name)


def _axes(nrows: int = 1, ncols: int = 1, *_: Any, squeeze: bool = True, **__: Any) -> Silent:
    """Return axes in rows and columns, as matplotlib does: without the ones, if `squeeze`."""
    shape = (int(nrows), int(ncols))
    return Silent(*(size for size in shape if size > 1 or not squeeze))
