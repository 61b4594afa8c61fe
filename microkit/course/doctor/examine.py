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
    programs = program_findings()
    # Nobody grades in a sandbox without nbgrader, or with settings that do without.
    states = {line.what: line.state for line in [*programs, *course]}
    needed = states["nbgrader"] == "works" and states.get("grading") != "without"
    return [*programs, sandbox_finding(needed), *course]
