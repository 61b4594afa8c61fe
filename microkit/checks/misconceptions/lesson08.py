"""Lesson 08: wrong ideas."""

from microkit.checks.misconceptions.entry import Misconception

ENTRIES: tuple[Misconception, ...] = ()
