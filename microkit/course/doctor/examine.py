"""Everything that the doctor looks at, in the order of the table."""

from __future__ import annotations

from pathlib import Path

from microkit.course.doctor.course import course_findings
from microkit.course.doctor.finding import Finding
from microkit.course.doctor.grading import sandbox_finding
from microkit.course.doctor.programs import program_findings


def examine(start: Path | None = None) -> list[Finding]:
    """Return what works here.

    Parameters
    ----------
    start : Path, optional
        A folder in the course; the current one by default.
    """
    course = course_findings(start)
    without = any(line.what == "grading" and line.state == "without" for line in course)
    return [*program_findings(), sandbox_finding(needed=not without), *course]
