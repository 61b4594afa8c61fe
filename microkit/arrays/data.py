"""What becomes an array of numbers, in which type; and a clear error for what does not."""

from __future__ import annotations

from numbers import Real
from typing import Any

from microkit.arrays.primitives import QUIET, QUIET_HERE, Array, array, common_type
from microkit.errors import MicrokitError, NumberError, ShapeError, kind_of

_KINDS = {"b": 0, "u": 1, "i": 1, "f": 2}  # of two kinds, the higher one holds numbers of both


def as_array(x: Any, dtype: Any = None) -> Array:
    """Return `x` as an array of numbers, without a copy where it is one already.

    Parameters
    ----------
    x : number, array, or nested lists of numbers
        What to turn into an array.
    dtype : dtype, optional
        The type of the result. Left out, an array keeps its own, Python's floats become float64
        and whole numbers int64.

    Raises
    ------
    NumberError
        If `x` holds something that is not a real number.
    ShapeError
        If its rows are not all of the same length.
    """
    if x.__class__ is not Array:
        _refuse_nodes(x)
    found = _converted(x, dtype)
    if found.dtype.kind not in "fiub":
        raise _not_numbers(x)
    return found


def like(x: Any, beside: Any) -> Array:
    """Return an input as an array, with a Tensor of type `beside` (or None) beside it.

    A plain number takes the type of the array beside it: ``2.5 * x`` stays float32. Where that
    cannot hold its kind, as beside a bool, it has its own: int64, or float64.
    """
    number = x.__class__ is float or x.__class__ is int or isinstance(x, Real)
    if number and beside is not None:
        whole = beside.kind in "iu" and isinstance(x, int)
        if beside.kind == "f" or whole or isinstance(x, bool):
            return _converted(x, beside)
    return as_array(x)


def _converted(x: Any, dtype: Any) -> Array:
    """Let numpy make an array, without a warning where a number is too large for its type."""
    try:
        plain = x.__class__ is Array or x.__class__ is float or x.__class__ is int
        return (QUIET.copy() if plain else QUIET_HERE).run(array, x, dtype)
    except (ValueError, TypeError, OverflowError) as error:
        if "inhomogeneous" in str(error):
            raise ShapeError(
                f"A Tensor has rows of one length, and {_shown(x)} has longer and shorter ones. "
                "Pad the short ones, or make one Tensor of each."
            ) from None
        if isinstance(x, int) and dtype is not None and dtype.kind in "iu":
            raise _does_not_fit(x, dtype) from None
        raise _not_numbers(x) from None


def promoted(arrays: tuple[Array, ...]) -> tuple[Array, ...]:
    """Return all arrays in one type, the one that PyTorch would take.

    A floating type beats whole numbers, however large these are, whole numbers beat truths, and an
    array beats a single number of the same kind: float32 with int64, or with one float64, stays
    float32.
    """
    types = {x.dtype for x in arrays}
    if len(types) == 1:
        return arrays
    highest = max([_KINDS[x.dtype.kind] for x in arrays])
    kinds = [x for x in arrays if _KINDS[x.dtype.kind] == highest]
    wide = [x for x in kinds if x.ndim] or kinds
    dtype = common_type(*[x.dtype for x in wide])
    return tuple([x if x.dtype == dtype else x.astype(dtype) for x in arrays])


def _refuse_nodes(x: Any) -> None:
    """Raise for a Value, and for lists of Values or Tensors, which would lose their graph."""
    first: Any = x
    while isinstance(first, (list, tuple)) and len(first):
        first = first[0]
    if not hasattr(first, "_prev"):
        return
    if not isinstance(getattr(first, "data", None), Array):
        kind = kind_of(first)
        raise NumberError(
            f"{_shown(x)} is {kind}, of the engine for single numbers: its graph does not go on in "
            "a Tensor. Take its number: v.data."
        )
    if first is not x:
        raise MicrokitError(
            "A list of Tensors becomes one Tensor, with its graph, by stack(list), which makes a "
            "new axis, or cat(list), which does not."
        )
    raise MicrokitError(
        "This is a Tensor already. Use it as it is; for one without its history, x.detach()."
    )


def _does_not_fit(x: int, dtype: Any) -> NumberError:
    """Return the error for a whole number that a type of whole numbers cannot hold."""
    bits = 8 * dtype.itemsize
    least, most = (
        (0, 2**bits - 1) if dtype.kind == "u" else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    )
    return NumberError(
        f"{_shown(x)} does not fit beside numbers of {dtype}, which go from {least} to {most}. "
        "Take a type that holds more, as in x.to('float64')."
    )


def _not_numbers(x: Any) -> NumberError:
    kind = f"an array of {x.dtype}" if isinstance(x, Array) else kind_of(x)
    held = array(x).dtype.kind
    if held == "c":
        advice = "Gradients here are slopes of real numbers: use x.real, or abs(x)."
    elif x is None:
        advice = "Did a function forget its return?"
    elif held in "OiuV":
        advice = "Whole numbers end near 9.2e18, floats near 1.8e308; other things are no numbers."
    else:
        advice = "Turn text into numbers first: float('2.5')."
    return NumberError(f"A Tensor holds real numbers, and {_shown(x)} is {kind}. {advice}")


def _shown(x: Any) -> str:
    shown = " ".join(repr(x).split())
    return shown if len(shown) <= 60 else shown[:57] + "..."
