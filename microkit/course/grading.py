"""nbgrader's own converters on a course folder: release, grade, return, export."""

from __future__ import annotations

import logging
import os
import sysconfig
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import CsvExportPlugin
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from microkit.course.errors import CourseError


class Grader:
    """One course folder as nbgrader sees it. Its log goes to a file, its failures are sentences.

    Parameters
    ----------
    root : Path
        The folder with `solutions`, `lessons`, `submitted` and so on.
    settings : Config
        What `load_settings` returns.
    log_file : Path
        Where nbgrader's messages are kept.
    database : str, optional
        The address of the gradebook; `gradebook.db` in the folder if not given.
    """

    def __init__(
        self, root: Path, settings: Config, log_file: Path, database: str | None = None
    ) -> None:
        self.root = root.resolve()
        self.settings = settings
        self.log_file = log_file
        self.database = database or f"sqlite:///{self.root / 'gradebook.db'}"

    def release(self, lesson: str, in_gradebook: bool = True) -> None:
        """Make the students' lesson from the solution, as ``nbgrader generate_assignment --force``.

        Parameters
        ----------
        lesson : str
            The lesson's name.
        in_gradebook : bool, optional
            False to leave the gradebook alone, as with ``--no-db``.
        """
        settings = Config()
        if not in_gradebook:
            settings.SaveCells.enabled = False
            settings.GenerateAssignment.no_database = True
        self._run(GenerateAssignment, lesson, "*", settings)

    def register(self, lesson: str) -> None:
        """Enter a lesson in the gradebook from its solution, and leave the students' lesson alone.

        Parameters
        ----------
        lesson : str
            The lesson's name.
        """
        with tempfile.TemporaryDirectory(prefix="microkit-release-") as folder:
            settings = Config()
            settings.CourseDirectory.release_directory = str(Path(folder).resolve())
            self._run(GenerateAssignment, lesson, "*", settings)

    def grade(self, lesson: str, student: str) -> None:
        """Grade one submission, as ``nbgrader autograde --force``."""
        self._run(Autograde, lesson, student)

    def feedback(self, lesson: str, student: str) -> None:
        """Make one student's feedback page, as ``nbgrader generate_feedback --force``."""
        self._run(GenerateFeedback, lesson, student)

    def export(self, path: Path) -> None:
        """Write everyone's marks to a CSV file, as ``nbgrader export``."""
        exporter = CsvExportPlugin(to=str(path), config=self.settings)
        with self.quietly(), Gradebook(self.database, self.course_id) as gradebook:
            exporter.export(gradebook)

    @property
    def course_id(self) -> str:
        """The course's id in the gradebook."""
        return str(self.settings.CourseDirectory.get("course_id", ""))

    def _run(
        self,
        converter_class: type[BaseConverter],
        lesson: str,
        student: str,
        more: Config | None = None,
    ) -> None:
        settings = Config(self.settings)
        settings.merge(more or Config())
        folder = self.directory(lesson, student, settings)
        converter = converter_class(coursedir=folder, config=settings)
        converter.force = True
        with self.quietly() as errors:
            try:
                converter.start()
            except (NbGraderException, SystemExit) as failure:
                whose = f"{lesson} of {student}" if student != "*" else lesson
                cause = first_cause(errors, failure)
                raise CourseError(f"nbgrader could not finish {whose}: {cause}") from None

    def directory(
        self, lesson: str, student: str = "*", settings: Config | None = None
    ) -> CourseDirectory:
        """Return the folder as nbgrader's own object."""
        return CourseDirectory(
            config=self.settings if settings is None else settings,
            root=str(self.root),
            db_url=self.database,
            assignment_id=lesson,
            student_id=student,
        )

    @contextmanager
    def quietly(self) -> Iterator[list[str]]:
        """Send nbgrader's messages and warnings to the log file; gather the errors among them."""
        errors: list[str] = []

        class Gather(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                errors.append(record.getMessage())

        logger = logging.getLogger("traitlets")
        to_file = logging.FileHandler(self.log_file, encoding="utf-8")
        to_file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        gather = Gather(level=logging.ERROR)
        level, propagate = logger.level, logger.propagate
        logger.setLevel(logging.INFO)
        logger.propagate = False
        for handler in (to_file, gather):
            logger.addHandler(handler)
        try:
            with warnings.catch_warnings(), _programs_on_path():
                # nbgrader's libraries warn about nbgrader: nothing that an instructor can mend.
                warnings.simplefilter("default")
                warnings.showwarning = lambda message, category, *place: logger.warning(
                    "%s: %s", category.__name__, message
                )
                yield errors
        finally:
            for handler in (to_file, gather):
                logger.removeHandler(handler)
            to_file.close()
            logger.setLevel(level)
            logger.propagate = propagate


def first_cause(errors: list[str], failure: BaseException) -> str:
    r"""Return what ended a step: the last line of the first traceback in nbgrader's log.

    Examples
    --------
    >>> first_cause(["Traceback: ...\nValueError: no cells"], RuntimeError("failed"))
    'ValueError: no cells'
    """
    tracebacks = [error for error in errors if error.startswith("Traceback")]
    return [*tracebacks, *errors, str(failure)][0].strip().splitlines()[-1]


@contextmanager
def _programs_on_path() -> Iterator[None]:
    """Let nbgrader find `alembic`, also where the environment has not been activated."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


def load_settings(path: Path) -> Config:
    """Read a course's `nbgrader_config.py`, as nbgrader does.

    Raises
    ------
    CourseError
        If the file is missing.
    """
    try:
        return PyFileConfigLoader(path.name, path=str(path.parent)).load_config()
    except ConfigFileNotFound:
        raise CourseError(
            f"nbgrader's settings are missing: {path}. Restore the file from the repository."
        ) from None
