"""Lesson 04: the right code."""
