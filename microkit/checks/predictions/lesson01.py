"""Lesson 01: what to predict."""

from microkit.checks.predictions.asked import Asked

ASKED: tuple[Asked, ...] = ()
