"""nbgrader's settings for this course.

nbgrader reads this file when it is run in this folder; `microkit build` and `microkit demo` read it
too. Change what you need: each line is one of nbgrader's own options (`nbgrader --help-all`).
"""

from microkit.course.settings import CODE_STUB, grading_steps, release_steps

c = get_config()  # noqa: F821 (nbgrader provides it)

c.CourseDirectory.course_id = "microkit"

# The folders: what you edit, and what students get.
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "lessons"

# The sources of the lessons (solutions/02_name/02_name.py) hold the answers: they are never copied
# to students. The other entries are nbgrader's own.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    "[0-9][0-9]_*.py",
]

# From solution to lesson: nbgrader's steps, and one of ours that clears the committed predictions.
c.GenerateAssignment.preprocessors = release_steps()

# What students find in place of a solution. It raises nothing: the check under it says what to do.
c.ClearSolutions.code_stub = {"python": CODE_STUB}

# Grading: nbgrader's steps, with the course's secret seed for the hidden checks (`.course_seed`).
c.Autograde.autograde_preprocessors = grading_steps()

# A cell that does not end is interrupted after so many seconds and earns nothing; the cells after
# it still run.
c.Execute.timeout = 30
c.Execute.interrupt_on_timeout = True

# Feedback pages have no live widgets: they show each widget's picture.
c.NbConvertBase.display_data_priority = [
    "text/html",
    "image/svg+xml",
    "image/png",
    "text/latex",
    "text/markdown",
    "text/plain",
]
