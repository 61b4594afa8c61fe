"""One pass over a class: who is left out, who waits, and what has come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nbgrader.utils import is_grade, is_solution

from microkit.course.errors import CourseError
from microkit.course.grade.book.journal import read_entry
from microkit.course.grade.book.release import Release
from microkit.course.grade.book.staging import Staged, take_submission
from microkit.course.grade.book.writer import Writer, folder_of
from microkit.course.grade.endings import NOTHING_TO_GRADE
from microkit.course.grade.outputs import error_output
from microkit.course.grade.task import Graded, Task

if TYPE_CHECKING:
    from microkit.course.grade.classrun import ClassRun

ENOUGH = 3  # submissions that no sandbox was there for
NOTHING = "No answer could be read, so there was nothing to grade."


@dataclass
class PassOutcome:
    """What a run has done.

    Parameters
    ----------
    graded, kept : list of str
        Who was graded now, and whose work had not changed.
    troubles : dict of str to str
        Why somebody's work could not be graded. Marks that they had are kept.
    """

    graded: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    troubles: dict[str, str] = field(default_factory=dict)


class OnePass:
    """One pass over the class: who is left out, who waits, and what has come back."""

    def __init__(self, run: ClassRun, writer: Writer, told: Callable[[str], object]) -> None:
        self.run, self.writer, self.told = run, writer, told
        self.outcome = PassOutcome()
        self.waiting: dict[str, tuple[Staged, str]] = {}
        self.unfit: Counter[str] = Counter()
        self.marks = writer.gradebook.automatic_marks(run.lesson)
        self.deadlines = writer.gradebook.deadlines(run.lesson)
        writer.gradebook.forget()

    def tasks(self) -> Iterator[Task]:
        """Take in one submission after the other, when a worker has room for it."""
        run = self.run
        for student in run.students:
            submitted = folder_of(run.directory, "submitted", student, run.lesson)
            folder = folder_of(self.writer.directory, "submitted", student, run.lesson)
            staged = take_submission(run.release, student, submitted, folder)
            deadline = self.deadlines.get(student, self.deadlines[""])
            fingerprint = run.fingerprint(staged, deadline)
            if not run.wishes.force and self._is_kept(student, fingerprint):
                self.outcome.kept.append(student)
                self.told(student)
                continue
            self.waiting[student] = (staged, fingerprint)
            if staged.is_empty:
                self.write(_nothing(run.release, student))
                continue
            files = (*run.release.files, *staged.files)
            root = run.grader.root
            asked = run.release.asked
            yield run.step.task(root, student, run.lesson, staged.notebook, files, asked)

    def write(self, graded: Graded) -> None:
        """Write what has come back for one student.

        Raises
        ------
        CourseError
            If there is no sandbox where the work is done, as a few submissions have shown.
        """
        if graded.unfit:
            self.unfit[graded.trouble] += 1
            if self.unfit[graded.trouble] == ENOUGH:
                raise CourseError(
                    f"{graded.trouble} It was so for {ENOUGH} submissions, so no more were tried. "
                    "Mend that, and run the same command again: it goes on where it stopped."
                )
        staged, fingerprint = self.waiting.pop(graded.student)
        trouble = graded.trouble or self.writer.write(staged, graded, fingerprint)
        if trouble:
            self.outcome.troubles[graded.student] = trouble
        else:
            self.outcome.graded.append(graded.student)
        self.told(graded.student)

    def _is_kept(self, student: str, fingerprint: str) -> bool:
        folder = folder_of(self.run.directory, "autograded", student, self.run.lesson)
        entry = read_entry(folder)
        return (
            entry is not None
            and entry.fingerprint == fingerprint
            and abs(self.marks.get(student, -1.0) - entry.marks) < 1e-6
            and (folder / f"{self.run.lesson}.ipynb").is_file()
        )


def _nothing(release: Release, student: str) -> Graded:
    """Return the result of a submission in which there is nothing to grade: no points."""
    told = error_output(NOTHING_TO_GRADE, NOTHING)
    graded = {
        cell.id: told
        for cell in release.notebook.cells
        if cell.cell_type == "code" and is_grade(cell) and not is_solution(cell)
    }
    return Graded(student, release.lesson, graded)
