"""Lesson 03: the right code."""
