"""The first floor: everything that the arrays of microkit ask of numpy, in one file.

An operation (`microkit.arrays.operations`) is written with Python's operators on arrays (``+ - * /
** @``, comparison, slices) and with the functions below, and with nothing else. So a library whose
arrays work like numpy's takes numpy's place when this one file is written again for it.
"""

from __future__ import annotations

import contextvars
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

if int(np.__version__.partition(".")[0]) < 2:
    raise ImportError(
        f"Arrays of microkit need numpy 2.0 or newer, and this is {np.__version__}: "
        "pip install 'numpy>=2'. Values work without numpy."
    )

# Linux (glibc) gives freed memory back to the system, and a training step that needs as much again
# fetches it page by page: a step of a convolution spent two thirds of its time so. How much is kept
# (at most 64 MB) follows the largest block that was ever freed. This one is never written to.
np.empty(31 << 20, np.uint8)

Array = np.ndarray
Shape = tuple[int, ...]

# -- elementwise -----------------------------------------------------------------------------------
# numpy's own functions under their names: a wrapper would cost half of what they do.

exp, log, expm1, log1p = np.exp, np.log, np.expm1, np.log1p
sqrt, sin, cos, tanh = np.sqrt, np.sin, np.cos, np.tanh
maximum, minimum, sign = np.maximum, np.minimum, np.sign
where = np.where

# -- reductions ------------------------------------------------------------------------------------

# Each takes (x, axis, keepdims=...); axis None stands for all.
sum, largest, smallest = np.add.reduce, np.maximum.reduce, np.minimum.reduce

# -- shapes ----------------------------------------------------------------------------------------


def broadcast(x: Array, shape: Shape) -> Array:
    """Repeat `x` until it has `shape`, as numpy's operators do."""
    return np.broadcast_to(x, shape)


def spread(x: Array, shape: Shape) -> Array:
    """Return a new array of `shape` with `x` written into every place, stretched where it is 1."""
    out = np.empty(shape, x.dtype)
    out[...] = x
    return out


def filled(shape: Shape, number: float, dtype: Any) -> Array:
    """Return a new array that holds one number everywhere; half the time of `full`."""
    out = np.empty(shape, dtype)
    out.fill(number)
    return out


def same(shape: Shape, number: float, dtype: Any) -> Array:
    """Return an array that holds one number everywhere: the same one each time, not to be changed.

    numpy takes half the time for two small arrays that it takes for an array and a number, and a
    product with a row of ones is its fastest sum. Only small ones are kept.

    Examples
    --------
    >>> same((3,), 1, FLOAT).dot(np.array([1.0, 2.0, 3.0]))
    np.float64(6.0)
    """
    key = shape, number, dtype
    out = _kept.get(key)
    if out is None:
        out = filled(shape, number, dtype)
        out.flags.writeable = False
        if out.size <= 32768:
            if len(_kept) >= 100:
                _kept.clear()
            _kept[key] = out
    return out


_kept: dict[Any, Array] = {}


def pad(x: Array, widths: Sequence[tuple[int, int]], value: float) -> Array:
    """Put as many numbers `value` before and after each axis as `widths` says."""
    shape = [n + before + after for n, (before, after) in zip(x.shape, widths, strict=True)]
    out = np.full(shape, value, x.dtype)
    out[tuple([slice(b, b + n) for n, (b, _) in zip(x.shape, widths, strict=True)])] = x
    return out


def join(arrays: Sequence[Array], axis: int) -> Array:
    """Put arrays one after another along an axis that they have."""
    return np.concatenate(arrays, axis)


# -- indexing --------------------------------------------------------------------------------------


def add_at(x: Array, index: Any, values: Array) -> None:
    """Add `values` to ``x[index]`` in place; where a place comes twice, both are added."""
    if isinstance(index, Array) and x.ndim > 1 and x.flags.c_contiguous:
        # Rows, as of an embedding: numpy is five times as fast on one long row of numbers.
        width = x[0].size
        places = (index % len(x))[..., None] * width + np.arange(width)
        np.add.at(x.reshape(-1), places.ravel(), values.ravel())
    else:
        np.add.at(x, index, values)


def grid(shape: Shape) -> list[Array]:
    """Return for each axis the places along it, shaped so that together they name every place."""
    return list(np.indices(shape, sparse=True))


# -- windows ---------------------------------------------------------------------------------------

contiguous, zeros_like, put_where = np.ascontiguousarray, np.zeros_like, np.copyto


def strided(x: Array, shape: Shape, strides: Shape) -> Array:
    """Show the memory of a contiguous array in another shape, in which numbers may come twice.

    `strides` says how many bytes it is from one number to the next along each axis.
    """
    return np.ndarray(shape, x.dtype, x, strides=strides)


# -- making, and asking ----------------------------------------------------------------------------

array, zeros, ones, full = np.asarray, np.zeros, np.ones, np.full
is_finite, is_nan = np.isfinite, np.isnan
common_type, castable = np.result_type, np.can_cast
FLOAT = np.dtype(np.float64)  # the type of numbers that come without one
count, numbered = np.count_nonzero, np.arange


class Here:
    """Runs a function in the context of its caller, while numpy treats errors in another way.

    So runs what comes from outside of the kit: it finds what its author has put into a context
    variable, and what it prints in a notebook shows under the cell that is running.
    """

    def __init__(self, **errors: Any) -> None:
        self.errors = errors

    def copy(self) -> Here:
        """Return this one again: a run leaves nothing in it."""
        return self

    def run(self, f: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Return ``f(*args, **options)``."""
        with np.errstate(**self.errors):
            return f(*args, **options)


def _ways(**errors: Any) -> tuple[contextvars.Context, Here]:
    """Return two ways to run with other floating point errors: for the kit's own, for all else.

    ``context.copy().run(f, x)`` costs 0.1 microseconds, and ``with np.errstate(...): f(x)`` ten
    times as much, which is more than many an operation on a small array.
    """
    with np.errstate(**errors):
        return contextvars.copy_context(), Here(**errors)


# Infinity and nan come without a warning, as in Python's own ``1e308 * 10``.
QUIET, QUIET_HERE = _ways(all="ignore")
# What has no answer raises FloatingPointError, as in Python's own ``math.log(-1)``.
STRICT, STRICT_HERE = _ways(divide="raise", invalid="raise", over="raise", under="ignore")
# What has no slope raises FloatingPointError; a gradient may grow beyond all numbers.
BACKWARD, BACKWARD_HERE = _ways(divide="raise", invalid="raise", over="ignore", under="ignore")


# -- the error function, which numpy does not have -------------------------------------------------
# It is looked up at the nearest multiple of 1/8, and continued from there by its Taylor series:
# erf(c + h) = erf(c) + 2/sqrt(pi) * exp(-c*c) * sum of (-1)**n * H_n(c) * h**(n+1) / (n+1)!
# with the Hermite polynomials H_n. From 6 on erf is 1 for a float.
_STEPS, _LAST, _TERMS = 8, 6, 12


def erf(x: Array) -> Array:
    """Return the error function of each number, to the last digits of a float.

    It is the share of a normal distribution with variance 1/2 that lies within -x and x. Asking
    `math.erf` for one number after another would take three times as long.

    References
    ----------
    Abramowitz and Stegun (1964), "Handbook of Mathematical Functions", 7.1.1 and 7.1.19.

    Examples
    --------
    >>> np.round(erf(np.array([-0.5, 0.0, 2.0])), 6).tolist()
    [-0.5205, 0.0, 0.995322]
    """
    inside = np.minimum(np.maximum(x, -_LAST), _LAST).astype(np.float64)
    nearest = np.rint(inside * _STEPS)
    h = inside - nearest / _STEPS
    known = np.isfinite(nearest)
    place = np.where(known, nearest, 0).astype(np.intp) + _LAST * _STEPS
    out = _TABLE[-1][place]
    for coefficients in _TABLE[-2::-1]:
        out = out * h + coefficients[place]
    return out.astype(x.dtype)


def _erf_table() -> Array:
    """Return the coefficients of 1, h, h**2, ... in rows, one column for each place looked up."""
    c = np.arange(-_LAST * _STEPS, _LAST * _STEPS + 1) / _STEPS
    slope = 2 / math.sqrt(math.pi) * np.exp(-c * c)
    rows = [np.array([math.erf(one) for one in c])]
    before, hermite = np.zeros_like(c), np.ones_like(c)
    for n in range(_TERMS):
        rows.append(slope * (-1) ** n * hermite / math.factorial(n + 1))
        before, hermite = hermite, 2 * c * hermite - 2 * n * before
    return np.array(rows)


_TABLE = _erf_table()
