"""The error of a sandbox that cannot be had, as opposed to student code that went wrong in one."""

from __future__ import annotations

from microkit.course.errors import CourseError


class SandboxError(CourseError):
    """There is no sandbox here: the reason, and what to do about it.

    Parameters
    ----------
    reason : str
        One sentence on what is missing or forbidden.
    what_to_do : str
        One or more sentences for whoever looks after the machine.
    """

    def __init__(self, reason: str, what_to_do: str) -> None:
        super().__init__(f"{reason} {what_to_do}".strip())
        self.reason = reason
        self.what_to_do = what_to_do
