"""Find a misconception by its id."""

from __future__ import annotations

from microkit.checks.misconceptions import lesson02
from microkit.checks.misconceptions.entry import Misconception


def misconception(id_: str) -> Misconception:
    """Return the entry with this id.

    Examples
    --------
    >>> misconception("MUL-OWN").title
    "its own value in place of the other's"
    """
    return lesson02.MISCONCEPTIONS[id_]
