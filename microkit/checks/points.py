"""Points, as a person writes them."""

from __future__ import annotations

from typing import Any


def points(number: Any) -> str:
    """Return points as a person writes them.

    Examples
    --------
    >>> points(2.0), points(1.5000000001), points(None)
    ('2', '1.5', '0')
    """
    return f"{round(float(number or 0), 2) + 0.0:g}"


def in_points(number: Any) -> str:
    """Return points with their unit.

    Examples
    --------
    >>> in_points(1.0), in_points(None)
    ('1 point', '0 points')
    """
    return f"{points(number)} point{'s' if points(number) != '1' else ''}"


def out_of(score: Any, most: Any) -> str:
    """Return a mark in words.

    Examples
    --------
    >>> out_of(1.5, 2.0)
    '1.5 of 2 points'
    """
    return f"{points(score)} of {in_points(most)}"
