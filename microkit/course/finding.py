"""One thing that a person should know about a submission."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing about a submission that is not as it was released, and what was done about it.

    Parameters
    ----------
    kind : str
        A short name, such as ``"misnamed"``; all of them stand in `sentences.py`.
    sentence : str
        What was found and what was done, for the teacher and the student.
    look : bool
        Whether a person has to look.
    cell : str, optional
        The grade id of the cell that it is about.

    Examples
    --------
    >>> Finding("retyped", "A cell was text. It was taken as code.", look=False).cell
    ''
    """

    kind: str
    sentence: str
    look: bool
    cell: str = ""
