"""How a label is written: one line, harmless characters, cut where there is no room."""

from __future__ import annotations

import unicodedata

# What XML forbids, and what would turn the reading direction of the text that follows.
_HARMFUL = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")


def clean(label: str) -> str:
    r"""Put a label on one line and replace characters that no picture or terminal can show.

    Examples
    --------
    >>> clean("  loss\n of\tbatch ")
    'loss of batch'
    >>> clean("a\x00b") == "a\N{REPLACEMENT CHARACTER}b"
    True
    """
    if label.isascii() and label.isprintable():
        return " ".join(label.split())
    line = " ".join(label.split())
    return "".join(
        "\N{REPLACEMENT CHARACTER}"
        if letter in _HARMFUL or unicodedata.category(letter) in ("Cc", "Cs")
        else letter
        for letter in line
    )


def columns(text: str) -> int:
    """Count the columns that a text takes in a font where every letter is as wide as the next.

    Examples
    --------
    >>> columns("loss"), columns("\N{CJK UNIFIED IDEOGRAPH-640D}")
    (4, 2)
    """
    if text.isascii():
        return len(text)
    return sum(_columns(letter) for letter in text)


def shorten(text: str, room: int, mark: str = "\N{HORIZONTAL ELLIPSIS}") -> str:
    """Cut a text to at most `room` columns; the mark at its end says that something is missing.

    Examples
    --------
    >>> shorten("the_loss_of_the_first_batch", 12, mark="...")
    'the_loss_...'
    >>> shorten("loss", 12)
    'loss'
    """
    if columns(text) <= room:
        return text
    left = room - columns(mark)
    kept = ""
    for letter in text:
        left -= _columns(letter)
        if left < 0:
            break
        kept += letter
    return kept + mark


def _columns(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
