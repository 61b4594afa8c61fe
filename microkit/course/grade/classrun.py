"""Grade a class in one lesson: take in, spread the work, write what comes back, one at a time."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from microkit.course.folder import Course
from microkit.course.grade.alone import alone
from microkit.course.grade.book.journal import fingerprint, kit_fingerprint
from microkit.course.grade.book.one_gradebook import one_gradebook
from microkit.course.grade.book.release import Release, is_registered, read_release
from microkit.course.grade.book.staging import Staged
from microkit.course.grade.book.steps import GradeOutside
from microkit.course.grade.book.writer import Writer
from microkit.course.grade.engine.engine import spread
from microkit.course.grade.one_pass import OnePass, PassOutcome
from microkit.course.grade.ready import (
    address_of,
    check_named,
    check_sandbox,
    check_steps,
    no_gradebook,
    settings_text,
    students_of,
)
from microkit.course.grade.task import Graded, Task
from microkit.course.grade.work.worker import close_rooms, grade_one
from microkit.course.grading import Grader, load_settings
from microkit.course.seed import course_seed

WORKSHOP = ".graded"  # in the course folder: what is under way, and nbgrader's log


class Spread(Protocol):
    """How the work is spread: as `microkit.course.grade.engine.engine`."""

    def __call__(
        self,
        work: Callable[[Task], Graded],
        tasks: Iterable[Task],
        workers: int | None,
        scheduler: str | None,
        close: Callable[[], None] | None,
        /,
    ) -> AbstractContextManager[Iterator[Graded]]:
        """Return what comes back, in the order of completion."""
        ...


@dataclass(frozen=True)
class Wishes:
    """What was asked for.

    Parameters
    ----------
    students : tuple of str
        Who; everyone who has handed in, if empty.
    workers : int or None
        How many processes; as many as there are processors, if None.
    scheduler : str or None
        The address of a Dask scheduler.
    trust_students : bool
        Whether student code runs without a sandbox.
    gradebook : str or None
        The gradebook's address.
    force : bool
        Whether to grade again what has not changed.
    """

    students: tuple[str, ...] = ()
    workers: int | None = None
    scheduler: str | None = None
    trust_students: bool = False
    gradebook: str | None = None
    force: bool = False


class ClassRun:
    """One lesson of a class, made ready to be graded.

    Parameters
    ----------
    course : Course
        The course folder.
    lesson : str
        The lesson's name or number.
    wishes : Wishes
        What was asked for.
    work : callable, optional
        Grades one task.
    engine : Spread, optional
        Spreads the tasks.

    Raises
    ------
    CourseError
        If it cannot begin: the text says why, and what to do. Nothing has been graded then.
    """

    def __init__(
        self,
        course: Course,
        lesson: str,
        wishes: Wishes,
        work: Callable[[Task], Graded] = grade_one,
        engine: Spread = spread,
    ) -> None:
        self.solution = course.lesson(lesson).solution
        self.lesson = course.lesson(lesson).name
        self.wishes, self.work, self.engine = wishes, work, engine
        settings = load_settings(course.settings)
        if wishes.trust_students:
            settings.GradeOutside.trust_students = True
        check_steps(settings)
        database = address_of(wishes.gradebook, course.root, settings)
        if wishes.gradebook:
            check_named(database)
        workshop = course.root / WORKSHOP
        workshop.mkdir(exist_ok=True)
        log_file = workshop / "nbgrader.log"
        log_file.unlink(missing_ok=True)  # it is about the last run
        self.grader = Grader(course.root, settings, log_file, database)
        self.directory = self.grader.directory(self.lesson)
        self.students = students_of(self.directory, self.lesson, wishes.students)
        self.registered = False
        with self.grader.quietly():
            self.step = GradeOutside(config=settings)
            if not self.step.trust_students and not wishes.scheduler:
                check_sandbox()
            self.release = self._read_release()
        self._base = self._fingerprint_of_the_course()

    def grade(self, told: Callable[[str], object] = lambda student: None) -> PassOutcome:
        """Grade everyone whose work has changed.

        Parameters
        ----------
        told : callable, optional
            Is told each student that is done.

        Notes
        -----
        However it ends, the gradebook holds whole submissions only, and the next run goes on.

        Raises
        ------
        CourseError
            If another run is at it, or it cannot go on: the text says why, and what to do.
        """
        with alone(self.grader.root / WORKSHOP / "lock"):
            return self._grade(told)

    def fingerprint(self, staged: Staged, deadline: str) -> str:
        """Return the fingerprint of all that a submission's marks follow from."""
        files = [part for file in staged.files for part in file]
        findings = [str(asdict(one)) for one in staged.findings]
        about = [self._base, staged.notebook, staged.submitted_at, deadline]
        return fingerprint([*about, *findings, *files])

    def _grade(self, told: Callable[[str], object]) -> PassOutcome:
        staged = deepcopy(self.grader.settings)
        staged.CourseDirectory.submitted_directory = str(Path(WORKSHOP) / "taken_in")
        grader = Grader(self.grader.root, staged, self.grader.log_file, self.grader.database)
        staging = grader.root / WORKSHOP / "taken_in"
        try:
            with (
                grader.quietly() as errors,
                one_gradebook(grader.database, grader.course_id) as gradebook,
            ):
                writer = Writer(grader, self.lesson, gradebook, errors)
                pass_ = OnePass(self, writer, told)
                workers, scheduler = self.wishes.workers, self.wishes.scheduler
                with self.engine(
                    self.work, pass_.tasks(), workers, scheduler, close_rooms
                ) as results:
                    for graded in results:
                        pass_.write(graded)
                return pass_.outcome
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    def _read_release(self) -> Release:
        try:
            if not is_registered(self.directory, self.lesson):
                self.grader.register(self.lesson)
                self.registered = True
            return read_release(self.directory, self.lesson, self.grader.settings)
        except (SQLAlchemyError, ModuleNotFoundError) as failure:
            if getattr(failure, "name", "") == "psycopg":
                raise  # the command says what to install
            raise no_gradebook(self.grader.database, failure) from None

    def _fingerprint_of_the_course(self) -> str:
        seed = course_seed(self.grader.root / self.step.seed_file)
        steps = [
            *self.grader.settings.Autograde.sanitize_preprocessors,
            *self.grader.settings.Autograde.autograde_preprocessors,
        ]
        names = {"Autograde", "LateSubmissionPlugin"}
        names |= {base.__name__ for step in steps for base in getattr(step, "__mro__", ())}
        chosen = {name: values for name, values in self.grader.settings.items() if name in names}
        return fingerprint([kit_fingerprint(), seed, settings_text(chosen), *self.release.parts])
