"""The sandbox: student code runs where it can do no harm, and only plain data comes back."""

from microkit.course.sandbox.available import Availability, available
from microkit.course.sandbox.errors import SandboxError
from microkit.course.sandbox.limits import Limits
from microkit.course.sandbox.open_room import OpenRoom
from microkit.course.sandbox.outcome import Outcome
from microkit.course.sandbox.sandbox import Sandbox
from microkit.course.sandbox.session import Session

__all__ = [
    "Availability",
    "Limits",
    "OpenRoom",
    "Outcome",
    "Sandbox",
    "SandboxError",
    "Session",
    "available",
]
