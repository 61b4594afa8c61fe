"""Texts that are turned into others again and again: most cells are the same for a whole class."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps

_MOST = 1000  # texts: a lesson has about a hundred, and a class some hundred answers
_LONGEST = 4000  # letters: what is longer is rare, and would fill the memory


def remembered(turn: Callable[[str], str]) -> Callable[[str], str]:
    """Return the same function, which turns a text only once. What it keeps is bounded.

    Parameters
    ----------
    turn : callable
        From one text to another; nothing but the text counts.

    Examples
    --------
    >>> seen = []
    >>> loud = remembered(lambda text: seen.append(text) or text.upper())
    >>> loud("a"), loud("a"), seen
    ('A', 'A', ['a'])
    """
    kept = lru_cache(_MOST)(turn)

    @wraps(turn)
    def turned(text: str) -> str:
        return kept(text) if len(text) <= _LONGEST else turn(text)

    return turned
