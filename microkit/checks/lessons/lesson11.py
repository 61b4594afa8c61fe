"""Lesson 11, a tiny GPT: the exercises, their points and their questions."""

from microkit.checks.exercise import Exercise

EXERCISES: tuple[Exercise, ...] = ()
