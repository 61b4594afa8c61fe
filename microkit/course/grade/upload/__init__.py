"""Marks for other systems: nbgrader's CSV, Canvas's and Moodle's columns."""
