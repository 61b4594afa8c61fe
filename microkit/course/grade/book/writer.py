"""Write graded submissions into the gradebook, `autograded` and `feedback`, one at a time."""

from __future__ import annotations

import shutil
from contextlib import chdir
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbgrader import utils
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError

from microkit.course.errors import CourseError
from microkit.course.grade.book.journal import Entry, write_entry
from microkit.course.grade.book.one_gradebook import OneGradebook
from microkit.course.grade.book.staging import Staged, write_staged
from microkit.course.grade.book.steps import Prepared
from microkit.course.grade.task import Graded
from microkit.course.grading import Grader, first_cause

_GRADEBOOK = "There was an error accessing the nbgrader database"


class _OneAtATime(BaseConverter):
    """A converter that is set up once, and then given one submission after the other."""

    def init_notebooks(self) -> None:
        """Find nothing by itself: `convert` says what there is."""
        self.assignments = {}
        self.notebooks = []

    def convert(self, folder: Path, notebook: str) -> None:
        """Convert one notebook in ``folder``, as nbgrader's own command does.

        Raises
        ------
        NbGraderException
            If that fails; nbgrader has written the reason to its log.
        """
        self.assignments = {str(folder): [str(folder / f"{notebook}.ipynb")]}
        course: Any = self.coursedir
        with chdir(course.root):
            self.convert_notebooks()
        self.exporter._nb_metadata.clear()  # else it would keep a little of each of them


class AutogradeOne(_OneAtATime, Autograde):
    """nbgrader's Autograde, which takes a notebook through all of its steps in one go.

    nbgrader writes the sanitized notebook to the disk and reads it again before it goes on. What
    comes out is the same.
    """

    prepared: Prepared | None = None  # for our steps
    _steps: list[Any] | None = None

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Sanitize and grade one notebook."""
        self.log.info("Sanitizing and autograding %s", notebook_filename)
        exporter: Exporter = self.exporter
        exporter.optimistic_validation = True  # once at the end, and not after each step
        if self._steps is None:
            exporter._preprocessors = []
            for step in (*self.sanitize_preprocessors, *self.autograde_preprocessors):
                exporter.register_preprocessor(step)
            self._steps = exporter._preprocessors
        with utils.setenv(NBGRADER_EXECUTION="autograde"):
            BaseConverter.convert_single_notebook(self, notebook_filename)


class FeedbackOne(_OneAtATime, GenerateFeedback):
    """nbgrader's GenerateFeedback, one submission after the other."""


class Writer:
    """Writes the results of one lesson: the only one that writes the gradebook.

    Parameters
    ----------
    grader : Grader
        The course folder, with settings that name the staging folder as the submitted one.
    lesson : str
        The lesson's name.
    gradebook : OneGradebook
        The open gradebook.
    errors : list of str
        Where nbgrader's errors are gathered: see `Grader.quietly`.
    """

    def __init__(
        self, grader: Grader, lesson: str, gradebook: OneGradebook, errors: list[str]
    ) -> None:
        self.lesson = lesson
        self.gradebook = gradebook
        self.errors = errors
        self.directory = grader.directory(lesson)
        self.converter = AutogradeOne(coursedir=self.directory, config=grader.settings)
        self.converter.force = True
        self.converter.start()

    def write(self, staged: Staged, graded: Graded, fingerprint: str) -> str:
        """Write one submission; return why that failed, or nothing.

        The gradebook gets all of it or nothing. The journal comes last, so that what was cut short
        is graded again.

        Raises
        ------
        CourseError
            If the gradebook itself cannot be written.
        """
        student = staged.student
        self.errors.clear()
        write_staged(staged, self.lesson)
        shutil.rmtree(folder_of(self.directory, "feedback", student, self.lesson), True)
        self.converter.prepared = Prepared(graded, staged.findings)
        try:
            self.converter.convert(staged.folder, self.lesson)
            marks = self.gradebook.marks_of(self.lesson, student)
            self.gradebook.finish()
        except NbGraderException as failure:
            if any(error.startswith(_GRADEBOOK) for error in self.errors):
                raise _unwritable(first_cause(self.errors, failure)) from None
            return f"nbgrader could not grade it: {first_cause(self.errors, failure)}"
        except SQLAlchemyError as failure:
            raise _unwritable(str(failure).splitlines()[0]) from None
        finally:
            self.converter.prepared = None
            self.gradebook.forget()
            shutil.rmtree(staged.folder, True)
        done = folder_of(self.directory, "autograded", student, self.lesson)
        write_entry(done, Entry(fingerprint, marks, round(graded.seconds, 3)))
        return ""


def folder_of(directory: CourseDirectory, step: str, student: str, lesson: str) -> Path:
    """Return nbgrader's folder of a step, such as ``"autograded"``, for one submission."""
    name = getattr(directory, f"{step}_directory")
    return Path(directory.format_path(name, student, lesson))


def _unwritable(cause: str) -> CourseError:
    return CourseError(
        f"The gradebook cannot be written: {cause} What was graded before is kept. "
        "See to it that no other program holds the gradebook, and run the same command again."
    )
