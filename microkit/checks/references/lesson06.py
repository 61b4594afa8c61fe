"""Lesson 06: the right code."""
