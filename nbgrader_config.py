"""nbgrader's settings for this course.

nbgrader reads this file when it is run in this folder; `microkit build` and `microkit demo` read it
too. Change what you need: each line is one of nbgrader's own options (`nbgrader --help-all`).
"""

from microkit.course.settings import CODE_STUB, grading_steps, release_steps, sanitizing_steps

c = get_config()  # noqa: F821 (nbgrader provides it)

c.CourseDirectory.course_id = "microkit"

# The folders: what you edit, and what students get.
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "lessons"

# The sources of the lessons (solutions/02_name/02_name.py) hold the answers: they are never copied
# to students; nor is what `microkit grade` notes down beside a graded notebook. The other entries
# are nbgrader's own.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    "[0-9][0-9]_*.py",
    ".microkit.json",
]

# From solution to lesson: nbgrader's steps, and one of ours that clears the committed predictions.
c.GenerateAssignment.preprocessors = release_steps()

# What students find in place of a solution. It raises nothing: the check under it says what to do.
c.ClearSolutions.code_stub = {"python": CODE_STUB}

# Grading. First each submission is rebuilt from the released notebook: only the answers are the
# student's. Then their code runs in a sandbox, and what comes out is judged outside of it, with the
# course's secret seed (`.course_seed`). `microkit grade`, `nbgrader autograde` and the formgrader
# all do this; `microkit grade` does it for several students at a time.
c.Autograde.sanitize_preprocessors = sanitizing_steps()
c.Autograde.autograde_preprocessors = grading_steps()

# A cell that does not end is stopped after so many seconds and earns nothing; the cells after it
# still run.
c.GradeOutside.seconds = 30

# Where no sandbox can be had (`microkit doctor` says so), nothing is graded unless this is True.
# Student code then runs with your rights: it can read your files and write itself any mark.
c.GradeOutside.trust_students = False

# To have nbgrader run each notebook in a kernel of its own, as it does without the kit, write
#     c.Autograde.autograde_preprocessors = grading_steps(in_kernels=True)
# instead. That gives up the sandbox and the judge outside: a student's code can then read the
# solutions, the gradebook and the seed, and change the checks below it. These lines are for it:
c.Execute.timeout = 30
c.Execute.interrupt_on_timeout = True

# Feedback: one page each, which needs no network, lets nothing run, and hides the hidden tests.
c.GenerateFeedback.exporter_class = "microkit.course.grade.pages.FeedbackExporter"

# Feedback pages have no live widgets: they show each widget's picture.
c.NbConvertBase.display_data_priority = [
    "text/html",
    "image/svg+xml",
    "image/png",
    "text/latex",
    "text/markdown",
    "text/plain",
]
