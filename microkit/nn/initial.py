"""Where the numbers of a new layer come from, and the checks that all layers share."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral
from typing import Any

import numpy as np

from microkit.errors import MicrokitError
from microkit.tensor import Tensor

Rng = np.random.Generator | int | None


def generator(rng: Rng) -> np.random.Generator:
    """Return a generator of random numbers: the one given, or a new one from a seed.

    Parameters
    ----------
    rng : numpy.random.Generator or int, optional
        A generator is drawn from, so that several layers may share it. A seed gives the same
        numbers each time. None gives others each time.
    """
    try:
        return np.random.default_rng(rng)
    except (TypeError, ValueError):
        raise MicrokitError(
            f"rng is a numpy generator, as np.random.default_rng(1), or a whole number as its "
            f"seed, and not {rng!r}."
        ) from None


def uniform(rng: np.random.Generator, shape: Sequence[int], bound: float, dtype: Any) -> Tensor:
    """Return a parameter with numbers spread evenly between -`bound` and `bound`."""
    return parameter(rng.uniform(-bound, bound, tuple(shape)), dtype)


def parameter(data: np.ndarray, dtype: Any) -> Tensor:
    """Return a Tensor that is learned, in the type `dtype`; None means float64."""
    try:
        found = np.dtype(np.float64 if dtype is None else dtype)
    except TypeError:
        found = None
    if found is None or found.kind != "f":
        raise MicrokitError(
            f"What is learned needs a floating point dtype, float32 or float64, and not {dtype!r}."
        )
    return Tensor(data.astype(found), requires_grad=True)


def at_least(least: int, **sizes: Any) -> None:
    """Raise unless each of the named sizes is a whole number that is not below `least`."""
    for name, size in sizes.items():
        if not isinstance(size, Integral) or isinstance(size, bool) or size < least:
            raise MicrokitError(
                f"{name} is a whole number, {least} or more, and was given as {size!r}."
            )


def each_side(name: str, size: int | Sequence[int], sides: int, least: int) -> tuple[int, ...]:
    """Return one number for each side: a single one is taken for all of them.

    Examples
    --------
    >>> each_side("kernel_size", 3, sides=2, least=1)
    (3, 3)
    """
    found = tuple(size) if isinstance(size, Sequence) else (size,) * sides
    if len(found) != sides:
        raise MicrokitError(f"{name} is one number or {sides} of them, and was given as {size!r}.")
    at_least(least, **{name: min(found, key=lambda n: n if isinstance(n, Integral) else least - 1)})
    return found
