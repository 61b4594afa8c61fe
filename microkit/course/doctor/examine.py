"""Everything that the doctor looks at, in the order of the table."""

from __future__ import annotations

from pathlib import Path

from microkit.course.doctor.course import course_findings
from microkit.course.doctor.finding import Finding
from microkit.course.doctor.programs import program_findings


def examine(start: Path | None = None) -> list[Finding]:
    """Return what works here.

    Parameters
    ----------
    start : Path, optional
        A folder in the course; the current one by default.
    """
    return [*program_findings(), sandbox_finding(), *course_findings(start)]


def sandbox_finding() -> Finding:
    """Return whether student code can be run in a sandbox: tried for real."""
    from microkit.course.sandbox import available

    found = available()
    return Finding("sandbox", found.ok, found.reason, found.what_to_do)
