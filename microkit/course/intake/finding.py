"""What intake hands on: the rebuilt notebook, and what was found on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nbformat import NotebookNode

from microkit.course.finding import Finding


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
