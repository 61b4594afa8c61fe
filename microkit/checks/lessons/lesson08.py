"""Lesson 08, one op, one class: the exercises, their points and their questions."""

from microkit.checks.exercise import Exercise

EXERCISES: tuple[Exercise, ...] = ()
