"""Answers that are the same beyond chance: listed for a look, not punished."""
