"""The error of the course's commands."""

from microkit.errors import MicrokitError


class CourseError(MicrokitError):
    """A command on the course cannot go on: the text says why, and what to do."""
