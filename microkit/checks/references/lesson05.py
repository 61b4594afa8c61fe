"""Lesson 05: the right code."""
