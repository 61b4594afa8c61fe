"""Data in portions: minibatches for training, and a part that is kept back for testing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from microkit.data.source import DataError, generator, is_whole, shuffled
from microkit.errors import kind_of

Pair = tuple[Any, Any]


def batches(x: Any, y: Any, size: int | None = None, rng: Any = None) -> Iterator[Pair]:
    """Return the rows of `x` and `y` in portions, each row once.

    Parameters
    ----------
    x, y : sequence or array
        Inputs and targets, of the same length.
    size : int, optional
        How many rows a portion has; the last may have fewer. Without it everything is one.
    rng : random.Random, numpy generator or int, optional
        Where the order comes from. Without it the rows keep their order.

    Returns
    -------
    iterator of (x, y)
        Parts of the same kind: lists of lists, arrays of arrays.

    Raises
    ------
    DataError
        If the lengths differ, there is nothing, or the size is no whole number of 1 or more.

    Examples
    --------
    >>> for xs, ys in batches("abcde", [1, 2, 3, 4, 5], size=2):
    ...     print(xs, ys)
    ['a', 'b'] [1, 2]
    ['c', 'd'] [3, 4]
    ['e'] [5]
    """
    n = rows(x, y)
    if size is not None and not is_whole(size, least=1):
        raise DataError(f"A batch of {size!r} rows is none. Give a whole number, 1 or more.")
    order = range(n) if rng is None else shuffled(n, generator(rng))
    if rng is None and (size is None or size >= n):
        return iter([(x, y)])
    size = size or n
    return ((take(x, order[i : i + size]), take(y, order[i : i + size])) for i in range(0, n, size))


def split(x: Any, y: Any, test: float = 0.2, rng: Any = None) -> tuple[Pair, Pair]:
    """Return the data in two parts: one to train with, one to test with.

    Parameters
    ----------
    x, y : sequence or array
        Inputs and targets, of the same length.
    test : float, default 0.2
        The share that is kept back, between 0 and 1.
    rng : random.Random, numpy generator or int, optional
        Where the order comes from; without it chance differs each time.

    Returns
    -------
    training, testing : (x, y), (x, y)
        Each has one row or more.

    Raises
    ------
    DataError
        If the lengths differ, or a part would be empty.

    Examples
    --------
    >>> training, testing = split(range(10), range(10), rng=1)
    >>> len(training[0]), testing[0] == testing[1]
    (8, True)
    """
    n = rows(x, y)
    if not 0 < test < 1:
        raise DataError(f"test is {test!r}. It is a share of the rows: between 0 and 1, like 0.2.")
    kept = max(1, round(n * test))
    if kept >= n:
        raise DataError(f"{n} rows cannot be parted so that {test:g} of them are for testing.")
    order = shuffled(n, generator(rng))
    training, testing = order[kept:], order[:kept]
    return (take(x, training), take(y, training)), (take(x, testing), take(y, testing))


def rows(x: Any, y: Any) -> int:
    """Return how many rows `x` and `y` have, or say that they do not fit."""
    try:
        n, m = len(x), len(y)
    except TypeError:
        raise DataError(
            f"Inputs and targets are lists or arrays, and these are {kind_of(x)} and {kind_of(y)}."
        ) from None
    if n != m:
        raise DataError(f"There are {n} inputs and {m} targets. Each input needs its own target.")
    if not n:
        raise DataError("There is no row in this data.")
    return n


def take(rows: Any, places: Any) -> Any:
    """Return the rows at some places: an array of an array, a list of anything else."""
    if hasattr(rows, "take"):
        return rows.take(places, axis=0)
    return [rows[i] for i in places]
