"""Lesson 01: the right code."""
