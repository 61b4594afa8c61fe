"""Lesson 10, digits: the exercises, their points and their questions."""

from microkit.checks.exercise import Exercise

EXERCISES: tuple[Exercise, ...] = ()
