"""Given names of many languages: what a small language model learns to invent. Lesson 11."""

from __future__ import annotations

from importlib.resources import files


def names() -> list[str]:
    """Return about 2,000 given names in small letters from a to z, sorted, each once.

    Returns
    -------
    list of str
        Each has 2 to 11 letters.

    Notes
    -----
    The list was written for this kit and copied from nowhere: given names in use in some sixty
    languages, as people write them with Latin letters, without accents. Of what was written down,
    a share of each group of languages was drawn by lot, so that no group has the list to itself.
    That a name is in use is a fact, and the list is in the public domain (CC0 1.0).

    Examples
    --------
    >>> found = names()
    >>> len(found), found[:3], max(map(len, found))
    (2002, ['aadhya', 'aarne', 'aaron'], 11)
    """
    text = files("microkit.data").joinpath("names.txt").read_text(encoding="ascii")
    return [line for line in text.splitlines() if not line.startswith("#")]
