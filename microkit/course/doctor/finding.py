"""One line of what the doctor found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Whether one thing works here.

    Parameters
    ----------
    what : str
        Such as ``"JupyterLab"``.
    ok : bool
        Whether it works.
    found : str
        What was found: a version, a place, or what is wrong.
    what_to_do : str, optional
        One sentence; ``""`` if it works.
    needed : bool, optional
        False for what only some people use.
    """

    what: str
    ok: bool
    found: str
    what_to_do: str = ""
    needed: bool = True

    @property
    def state(self) -> str:
        """In a word: ``"works"``, ``"missing"`` or ``"without"``.

        Examples
        --------
        >>> Finding("dot", False, "not found", needed=False).state
        'without'
        """
        if self.ok:
            return "works"
        return "missing" if self.needed else "without"
