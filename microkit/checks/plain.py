"""Numbers as plain data: what a student's code computed, in a form that survives JSON."""

from __future__ import annotations

import math
from typing import Any


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
    try:
        number = float(value)
    except Exception:
        return f"a {type(value).__name__}"
    return number if math.isfinite(number) else str(number)


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
