"""What data and networks need: a source of chance, and numpy only where arrays are asked for.

Wherever the kit takes `rng`, it may be a whole number, Python's generator or numpy's: `generator`
takes each as it is, and `pythons` and `numpys` make the one kind of the other.
"""

from __future__ import annotations

import random
from numbers import Integral
from typing import Any

from microkit.errors import MicrokitError, kind_of

Rng = Any  # random.Random, numpy.random.Generator, a whole number, or None


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
    if arrays and (rng is None or isinstance(rng, Integral)):
        return numpys(rng)
    if rng is None or isinstance(rng, Integral):
        return random.Random(None if rng is None else int(rng))
    if hasattr(rng, "permutation") or hasattr(rng, "shuffle"):
        return rng
    raise _no_generator(rng)


def pythons(rng: Any) -> random.Random:
    """Return Python's generator: the one given, or one whose seed is drawn from numpy's.

    Examples
    --------
    >>> pythons(3).random() == random.Random(3).random()
    True
    """
    found = generator(rng)
    return found if isinstance(found, random.Random) else random.Random(float(found.random()))


def numpys(rng: Any) -> Any:
    """Return numpy's generator: the one given, or one whose seed is drawn from Python's.

    Examples
    --------
    >>> layers = random.Random(3)  # two layers that share it get different numbers
    >>> numpys(layers).random() == numpys(layers).random()
    False
    """
    seed = rng.getrandbits(62) if isinstance(rng, random.Random) else rng
    try:
        return numpy_for("This rng").random.default_rng(seed)
    except (TypeError, ValueError):
        raise _no_generator(rng) from None


def _no_generator(rng: Any) -> DataError:
    return DataError(
        f"rng is {rng!r}, {kind_of(rng)}. Give a whole number, 0 or more, "
        "random.Random(1), or a numpy generator, as np.random.default_rng(1)."
    )


def is_whole(n: Any, least: int) -> bool:
    """Return whether `n` is a whole number, also one of numpy's, that is not below `least`."""
    return isinstance(n, Integral) and not isinstance(n, bool) and int(n) >= least


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
