"""Right parts, each in a file of its own, that a check lends for what it does not ask about.

Where code is graded, a file that is asked for is not there at all: see `microkit.course.grade`.
"""
