"""Lesson 10: what to predict."""

from microkit.checks.predictions.asked import Asked

ASKED: tuple[Asked, ...] = ()
