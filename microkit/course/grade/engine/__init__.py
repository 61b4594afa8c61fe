"""How work is spread: over the processors of this machine, or over a Dask cluster."""

from microkit.course.grade.engine.engine import spread

__all__ = ["spread"]
