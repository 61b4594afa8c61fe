"""A whole round of lesson 02 in a scratch folder: release, hand in, grade, return, export.

Everything that happens here is nbgrader's own work, by the commands' own converters; what
differs from a real course is that the students are made up (`submissions.py`).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat

from microkit.course.errors import CourseError
from microkit.course.folder import Course, Lesson
from microkit.course.grading import Grader, load_settings
from microkit.course.marks import Mark, read_marks
from microkit.course.sandbox import available
from microkit.course.source import LESSON_POINTS
from microkit.course.submissions import STORIES, Story, submission

# Twice what the slowest honest cell takes on a small machine; one student waits for it on purpose.
CELL_SECONDS = 8


@dataclass(frozen=True)
class Demo:
    """What a demo leaves behind.

    Parameters
    ----------
    marks : list of Mark
        One row a student.
    gradebook, csv, feedback, log : Path
        nbgrader's database, the exported marks, the folder of the feedback pages, and the log.
    """

    marks: list[Mark]
    gradebook: Path
    csv: Path
    feedback: Path
    log: Path


def run_demo(
    course: Course,
    folder: Path | None = None,
    tell: Callable[[str], object] = print,
    stories: tuple[Story, ...] = STORIES,
) -> Demo:
    """Release lesson 02, hand in for every story, grade, return and export.

    Parameters
    ----------
    course : Course
        Where the lesson comes from; only read.
    folder : Path, optional
        Where everything happens: new or empty. One among the temporary files by default.
    tell : callable, optional
        Is told each step in a few words, before it starts.
    stories : tuple of Story, optional
        The students.

    Raises
    ------
    CourseError
        If the folder is in use, the lesson is not built, or nbgrader cannot do a step.
    """
    lesson = course.lesson("02")
    if not lesson.solution.is_file():
        raise CourseError(f"{lesson.solution} has not been built yet. Run: microkit build 02")
    root = _scratch_folder(folder)
    shutil.copytree(lesson.source.parent, root / "solutions" / lesson.name)
    shutil.copy(course.settings, root)
    settings = load_settings(root / course.settings.name)
    settings.GradeOutside.seconds = settings.Execute.timeout = CELL_SECONDS
    # Made-up students do no harm: where there can be no sandbox, the round is shown without one.
    settings.GradeOutside.trust_students = not available().ok
    grader = Grader(root, settings, root / "nbgrader.log")

    csv = root / "grades.csv"
    try:
        tell("release the lesson")
        grader.release(lesson.name)
        _hand_in(Lesson(root, lesson.name), stories)
        for story in stories:
            tell(story.student)
            grader.grade(lesson.name, story.student)
            grader.feedback(lesson.name, story.student)
        tell("export the marks")
        grader.export(csv)
    except CourseError as error:
        raise CourseError(f"{error} What nbgrader said is in {grader.log_file}.") from None
    marks = read_marks(grader.database, root / "autograded", lesson.name)
    return Demo(marks, root / "gradebook.db", csv, root / "feedback", grader.log_file)


def disagreements(marks: list[Mark], stories: tuple[Story, ...] = STORIES) -> list[str]:
    """Say where the marks are not what the stories expect; an empty list where they are."""
    found = []
    by_student = {mark.student: mark for mark in marks}
    for story in stories:
        mark = by_student.get(story.student)
        if mark is None:
            found.append(f"{story.student} ({story.what}) has no mark")
        elif story.score is not None and mark.score != story.score:
            found.append(
                f"{story.student} ({story.what}) has {mark.score:g} of {mark.points:g} points, "
                f"and should have {story.score:g}"
            )
        elif story.score is None and not 0 < mark.score < LESSON_POINTS:
            found.append(
                f"{story.student} ({story.what}) has {mark.score:g} of {mark.points:g} points, "
                "and should have lost some and kept some"
            )
        elif story.misconception and story.misconception not in mark.misconceptions:
            named = ", ".join(mark.misconceptions) or "none"
            found.append(
                f"{story.student} ({story.what}): {story.misconception} should be named, "
                f"and {named} was"
            )
    return found


def _scratch_folder(folder: Path | None) -> Path:
    if folder is None:
        return Path(tempfile.mkdtemp(prefix="microkit-demo-")).resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseError(f"{folder} is in use. Name a new folder, or one that is empty.")
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def _hand_in(lesson: Lesson, stories: tuple[Story, ...]) -> None:
    """Put each student's notebook where nbgrader collects them."""
    released = nbformat.read(lesson.release, as_version=4)
    solution = nbformat.read(lesson.solution, as_version=4)
    for story in stories:
        notebook = submission(released, solution, story)
        path = lesson.root / "submitted" / story.student / lesson.name / f"{lesson.name}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
