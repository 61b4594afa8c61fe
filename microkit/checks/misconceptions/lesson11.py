"""Lesson 11: wrong ideas."""

from microkit.checks.misconceptions.entry import Misconception

ENTRIES: tuple[Misconception, ...] = ()
