"""How many of something: the checks that all layers share."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral
from typing import Any

from microkit.data.source import is_whole
from microkit.errors import MicrokitError


def at_least(least: int, **sizes: Any) -> None:
    """Raise unless each of the named sizes is a whole number that is not below `least`."""
    for name, size in sizes.items():
        if not is_whole(size, least):
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
