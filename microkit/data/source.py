"""What every kind of data needs: a source of chance, and numpy only where arrays are asked for."""

from __future__ import annotations

import random
from typing import Any

from microkit.errors import MicrokitError

Rng = random.Random | int | None


class DataError(MicrokitError):
    """Data that cannot be read or divided, and the text says what to try."""


def generator(rng: Any, arrays: bool = False) -> Any:
    """Return `rng` itself, one seeded by a whole number, or a new one for None.

    A new one is Python's, or with `arrays` numpy's, which is quicker with many rows.

    Raises
    ------
    DataError
        If it is none of these.

    Examples
    --------
    >>> generator(3).random() == random.Random(3).random()
    True
    """
    if rng is None or isinstance(rng, int):
        return numpy_for("arrays=True").random.default_rng(rng) if arrays else random.Random(rng)
    if hasattr(rng, "permutation") or hasattr(rng, "shuffle"):
        return rng
    raise DataError(
        f"rng is {rng!r}, a {type(rng).__name__}. Give a whole number, random.Random(1), or a "
        "numpy generator."
    )


def shuffled(n: int, rng: Any) -> Any:
    """Return the places 0 to n - 1 in an order of chance, as a list or an array."""
    if hasattr(rng, "permutation"):
        return rng.permutation(n)
    order = list(range(n))
    rng.shuffle(order)
    return order


def numpy_for(what: str) -> Any:
    """Return numpy, or say which data needs it."""
    try:
        import numpy
    except ImportError:
        raise DataError(f"{what} needs numpy: pip install numpy.") from None
    return numpy
