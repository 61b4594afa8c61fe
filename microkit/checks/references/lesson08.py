"""Lesson 08: the right code."""
