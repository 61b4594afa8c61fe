"""Lesson 11: the right code."""
