"""The workbench: a lesson's work is kept as source, and the next lesson goes on from it."""

from microkit.course.workbench.keep import keep
from microkit.course.workbench.resume import resume

__all__ = ["keep", "resume"]
