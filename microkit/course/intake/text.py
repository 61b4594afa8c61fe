"""How alike two cells are, whatever an editor did to their spaces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_FILLER = re.compile(r"pass\b.*|#.*|YOUR ANSWER HERE|raise NotImplementedError\(\)")


def tidy(source: str) -> str:
    r"""Return a source without what editors add and take away: spaces at ends, empty ends.

    Examples
    --------
    >>> tidy("\na = 1  \n\n")
    'a = 1'
    """
    return "\n".join(line.rstrip() for line in source.strip("\n").split("\n")).rstrip()


def squeeze(source: str) -> str:
    """Return a source without any white space."""
    return "".join(source.split())


def lines_of(source: str) -> set[str]:
    r"""Return the lines by which a cell can be recognized: neither blank nor a placeholder.

    Examples
    --------
    >>> sorted(lines_of("def twice(x):\n    pass  # your lines go here"))
    ['def twice(x):']
    """
    lines = {line.strip() for line in source.split("\n")}
    return {line for line in lines if len(line) > 2 and not _FILLER.fullmatch(line)}


class Likeness:
    r"""Says how much of a released cell stands in another one; rare lines count more.

    Parameters
    ----------
    sources : iterable of str
        The released cells: a line that stands in many of them tells little.

    Examples
    --------
    >>> alike = Likeness(["def f():\n    return out", "def g():\n    return out"])
    >>> round(alike("def f():\n    return out", "def f():\n    return 3"), 2)
    0.67
    """

    def __init__(self, sources: Iterable[str]) -> None:
        self._count = Counter(line for source in sources for line in lines_of(source))
        self._known: dict[str, set[str]] = {}

    def __call__(self, released: str, given: str) -> float:
        """Return a share between 0 and 1."""
        weights = {line: 1 / self._count[line] for line in self._lines(released)}
        if not weights:
            return 0.0
        kept = self._lines(given)
        return sum(w for line, w in weights.items() if line in kept) / sum(weights.values())

    def _lines(self, source: str) -> set[str]:
        """Return the lesson's lines that stand in a cell: each cell is gone through once."""
        if source not in self._known:
            lines = {line.strip() for line in source.split("\n")}
            self._known[source] = lines & self._count.keys()
        return self._known[source]
