"""Lesson 10: the right code."""
