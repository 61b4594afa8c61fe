"""The exercises of every lesson, as data."""

from microkit.checks.lessons.catalog import exercises, find_exercise

__all__ = ["exercises", "find_exercise"]
