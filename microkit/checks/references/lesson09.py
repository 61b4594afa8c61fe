"""Lesson 09: the right code."""
