"""The course as files: building lessons, releasing, grading and opening them."""

from microkit.course.ready import ready
from microkit.course.starter import forward_value, method_of

__all__ = ["forward_value", "method_of", "ready"]
