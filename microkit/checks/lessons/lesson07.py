"""Lesson 07, better steps: the exercises, their points and their questions."""

from microkit.checks.exercise import Exercise

EXERCISES: tuple[Exercise, ...] = ()
