"""Lesson 07: the right code."""
