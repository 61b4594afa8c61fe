"""What intake hands on: the rebuilt notebook, and what was found on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nbformat import NotebookNode


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


@dataclass(frozen=True)
class Intake:
    """A submission, ready to be graded.

    Parameters
    ----------
    notebook : NotebookNode
        The released notebook with the student's answers in it.
    findings : tuple of Finding
        What was mended or could not be; empty for honest work.
    submitted_at : datetime or None
        When it was handed in, in UTC; None where nobody has said so.
    """

    notebook: NotebookNode
    findings: tuple[Finding, ...]
    submitted_at: datetime | None

    @property
    def needs_a_look(self) -> bool:
        """Whether a person has to look at this submission."""
        return any(finding.look for finding in self.findings)
