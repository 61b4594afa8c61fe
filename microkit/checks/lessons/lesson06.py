"""Lesson 06, learning: the exercises, their points and their questions."""

from microkit.checks.exercise import Exercise

EXERCISES: tuple[Exercise, ...] = ()
