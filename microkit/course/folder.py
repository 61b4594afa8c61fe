"""Where a course lies: its root, its lessons, and the files of one lesson."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from microkit.course.errors import CourseError

LESSON_NAME = re.compile(r"\d\d_\w+")
NAMING = "two digits, _, and letters, digits or _, such as 12_my_lesson"


@dataclass(frozen=True)
class Lesson:
    """One lesson: the source that people edit, and the two notebooks that are built from it.

    Parameters
    ----------
    root : Path
        The course folder.
    name : str
        The lesson's folder, such as ``"02_one_step_back"``.
    """

    root: Path
    name: str

    @property
    def number(self) -> str:
        """The two digits in front, such as ``"02"``."""
        return self.name[:2]

    @property
    def source(self) -> Path:
        """The py:percent file."""
        return self.root / "solutions" / self.name / f"{self.name}.py"

    @property
    def solution(self) -> Path:
        """The executed notebook with the solutions."""
        return self.source.with_suffix(".ipynb")

    @property
    def release(self) -> Path:
        """The student's notebook."""
        return self.root / "lessons" / self.name / f"{self.name}.ipynb"


@dataclass(frozen=True)
class Course:
    """A course folder: `solutions`, `lessons` and the settings of nbgrader.

    Parameters
    ----------
    root : Path
        The folder that holds all of it.
    """

    root: Path

    @property
    def settings(self) -> Path:
        """The file with nbgrader's settings."""
        return self.root / "nbgrader_config.py"

    @property
    def lessons(self) -> list[Lesson]:
        """Every lesson that has a folder in `solutions`, in order."""
        folders = sorted((self.root / "solutions").glob("*"))
        return [
            Lesson(self.root, folder.name)
            for folder in folders
            if folder.is_dir() and LESSON_NAME.fullmatch(folder.name)
        ]

    def lesson(self, name: str) -> Lesson:
        """Return the lesson with this number (``"02"``) or name (``"02_one_step_back"``).

        Raises
        ------
        CourseError
            If there is none; the text lists the lessons that there are.
        """
        for lesson in self.lessons:
            if name in (lesson.name, lesson.number):
                return lesson
        for folder in (self.root / "solutions").glob("*"):
            if name in (folder.name, folder.name[:2]) and folder.is_dir():
                raise CourseError(f"{folder} is not named as a lesson is: {NAMING}.")
        known = ", ".join(lesson.name for lesson in self.lessons) or "none yet"
        meant = any(name.zfill(2) == lesson.number for lesson in self.lessons)
        hint = f" Did you mean {name.zfill(2)}?" if meant else ""
        raise CourseError(
            f"There is no lesson {name!r} in {self.root / 'solutions'}. Lessons: {known}.{hint}"
        )


def find_course(start: Path | None = None) -> Course:
    """Return the course that holds ``start``, looking upward from there.

    Parameters
    ----------
    start : Path, optional
        A folder; the current one by default.

    Raises
    ------
    CourseError
        If neither ``start`` nor a folder above it holds a `pyproject.toml` and a `lessons` folder.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "pyproject.toml").is_file() and (folder / "lessons").is_dir():
            return Course(folder)
    raise CourseError(
        f"No course was found in {here} or above it: a course folder holds pyproject.toml and "
        "lessons/. Go to the folder that you cloned or unpacked, and run the command there."
    )
