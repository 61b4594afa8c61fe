"""In which way submissions are graded here: in the sandbox, or with what is given up instead."""

from __future__ import annotations

from typing import Any

from microkit.course.doctor.finding import Finding

_RIGHTS = "student code runs with your rights: it can read your files and write itself any mark"


def sandbox_finding(needed: bool = True) -> Finding:
    """Return whether student code can be run in a sandbox: tried for real."""
    from microkit.course.sandbox import available

    found = available(warm=True)
    only = "" if found.ok or needed else "Only to grade: "
    return Finding("sandbox", found.ok, found.reason, f"{only}{found.what_to_do}", needed)


def grading_finding(settings: Any) -> Finding:
    """Return which way of grading the settings choose, and whether it can be gone here."""
    what = "grading"
    if settings is None:
        return Finding(what, False, "unknown without nbgrader's settings", needed=False)
    from microkit.course.grade.book.steps import GradeOutside

    if GradeOutside not in settings.Autograde.get("autograde_preprocessors", []):
        return Finding(
            what,
            False,
            f"in kernels, as nbgrader does it: {_RIGHTS}",
            "To grade in the sandbox, choose sanitizing_steps() and grading_steps() in "
            "nbgrader_config.py.",
            needed=False,
        )
    if GradeOutside(config=settings).trust_students:
        return Finding(
            what,
            False,
            f"without a sandbox, since nbgrader_config.py trusts the students: {_RIGHTS}",
            "To grade in the sandbox, set c.GradeOutside.trust_students = False.",
            needed=False,
        )
    if not sandbox_finding().ok:
        return Finding(
            what,
            False,
            "microkit grade refuses, since there is no sandbox here",
            "The line of the sandbox says what to do; microkit grade --trust-students does "
            f"without, and then {_RIGHTS}.",
        )
    return Finding(what, True, "in the sandbox, judged outside of it")
