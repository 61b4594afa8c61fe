"""Lesson 06: what to predict."""

from microkit.checks.predictions.asked import Asked

ASKED: tuple[Asked, ...] = ()
