"""Answers as plain data: what a student's code computed, in a form that survives JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from microkit.errors import kind_of

MOST_ITEMS = 20_000
MOST_LETTERS = 200


def plain_number(value: Any) -> float | str:
    """Return a finite number as a float, and anything else as a short text that says what it is.

    Examples
    --------
    >>> plain_number(3)
    3.0
    >>> plain_number(float("nan")), plain_number([1, 2]), plain_number(None)
    ('nan', 'a list', 'None')
    """
    if value is None:
        return "None"
    if isinstance(value, str):
        return "a text"
    number = _number(value)
    return kind_of(value) if number is None else number


def _number(value: Any) -> float | str | None:
    """Return a finite number as a float, another one by its name, and None for any other thing."""
    try:
        number = float(value)
    except Exception:
        return None
    return number if math.isfinite(number) else str(number)


def plain(value: Any) -> Any:
    """Return any answer as lists, dicts, texts and numbers that JSON can hold.

    An array keeps its shape, a node of a graph is told from its number, and numbers in single
    precision say so, since they may differ a little from the reference.

    Examples
    --------
    >>> from microkit import Value
    >>> plain([1, 2.5, True, None, "left"])
    [1.0, 2.5, True, None, 'left']
    >>> plain(Value(2.0)), plain(float("nan")), plain(max)
    ({'node': 2.0}, 'nan', {'a': 'builtin_function_or_method'})
    """
    try:
        return _plain(value, [MOST_ITEMS])
    except (OverflowError, RecursionError):
        return {"a": "result with too many items"}


def _plain(value: Any, left: list[int]) -> Any:
    left[0] -= 1
    if left[0] < 0:
        raise OverflowError
    kind = type(value)
    if value is None or value is ...:
        return None
    if kind.__name__ in ("bool", "bool_"):
        return bool(value)
    if isinstance(value, str):
        return str.__str__(value)[:MOST_LETTERS]
    if hasattr(value, "shape") and hasattr(value, "tolist") and kind.__name__ in _ARRAYS:
        return _plain_array(value, left)
    if hasattr(value, "data") and hasattr(value, "grad"):
        inner = _plain(value.data, left)
        return {"node": inner} if isinstance(inner, float | str) else {"tensor": inner}
    if isinstance(value, list | tuple):
        return [_plain(item, left) for item in value]
    if isinstance(value, Mapping):
        return [[_plain(key, left), _plain(item, left)] for key, item in value.items()]
    number = _number(value)
    if number is None:
        return {"a": kind.__name__}
    if kind.__name__ in ("float32", "float16") and isinstance(number, float):
        return {"single": number}
    return number


_ARRAYS = ("ndarray", "memmap", "matrix")


def _plain_array(array: Any, left: list[int]) -> Any:
    left[0] -= int(array.size)
    if left[0] < 0:
        return {"a": f"array of shape {tuple(array.shape)}, which is too large"}
    numbers = [plain_number(number) for number in array.ravel().tolist()]
    answer: dict[str, Any] = {"shape": [int(n) for n in array.shape], "numbers": numbers}
    if array.dtype.name in ("float32", "float16"):
        answer["single"] = True
    return answer


def close(left: Any, right: Any, tolerance: float = 1e-6) -> bool:
    """Say whether two answers are the same number, up to a relative tolerance."""
    if not isinstance(left, float) or not isinstance(right, float):
        return False
    return math.isclose(left, right, rel_tol=tolerance, abs_tol=1e-9)


def written(value: Any) -> str:
    """Return a number as a report writes it: six digits, no trailing zeros.

    Examples
    --------
    >>> written(-15.299999999999999), written(5.0), written("nan")
    ('-15.3', '5', 'nan')
    """
    return f"{value + 0.0:.6g}" if isinstance(value, float | int) else str(value)  # no -0
