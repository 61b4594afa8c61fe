"""From a lesson's source to its two notebooks, always with the same bytes.

`solutions/02_name/02_name.py` is run and becomes `solutions/02_name/02_name.ipynb`; nbgrader's own
`generate_assignment` makes `lessons/02_name/` of it. Both are made in a folder apart. Only when all
of it has worked, they take the place of the old ones.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import determine_grade, is_grade

from microkit.course.cells import name_cell
from microkit.course.errors import CourseError
from microkit.course.execute import execute
from microkit.course.folder import Course, Lesson
from microkit.course.grading import Grader, load_settings
from microkit.course.source import read_source

Build = dict[Path, bytes]


def exercise_points(exercise: str) -> float:
    """Return what an exercise is worth.

    Examples
    --------
    >>> exercise_points("02.mul")
    2
    """
    from microkit.checks.lessons import find_exercise

    return find_exercise(exercise).points


def build_lesson(
    course: Course, lesson: Lesson, points_of: Callable[[str], float] = exercise_points
) -> Build:
    """Make a lesson's notebooks, and write nothing.

    Parameters
    ----------
    course : Course
        The course folder; only read.
    lesson : Lesson
        One of its lessons.
    points_of : callable, optional
        Gives the points of an exercise by its id.

    Returns
    -------
    dict
        The bytes of every built file, by its path from the course folder.

    Raises
    ------
    CourseError
        If the source, a cell, or nbgrader's conversion fails.
    """
    notebook = read_source(lesson.source, points_of)
    with tempfile.TemporaryDirectory(prefix="microkit-build-") as folder:
        workshop = Lesson(Path(folder).resolve(), lesson.name)
        shutil.copytree(
            lesson.source.parent,
            workshop.source.parent,
            ignore=shutil.ignore_patterns("*.ipynb", ".*", "__pycache__"),
        )
        before = _files(workshop.source.parent)
        execute(notebook, workshop.source.parent, course.root, lesson.source.name)
        for left_behind in _files(workshop.source.parent) - before:
            left_behind.unlink()
        _check_marks(notebook, lesson.source.name)
        text = nbformat.writes(notebook) + "\n"
        workshop.solution.write_text(text, encoding="utf-8", newline="\n")
        log_file = workshop.root / "nbgrader.log"
        grader = Grader(workshop.root, load_settings(course.settings), log_file)
        grader.release(lesson.name, in_gradebook=False)
        built = {workshop.solution, *_files(workshop.release.parent)}
        return {path.relative_to(workshop.root): path.read_bytes() for path in sorted(built)}


def write_build(course: Course, lesson: Lesson, build: Build, force: bool = False) -> list[Path]:
    """Put built files in their places, and return those that have changed.

    Everything is written beside its place first, so that a full disk leaves the old lesson whole.

    Raises
    ------
    CourseError
        If someone has worked in the lesson that would be replaced, unless ``force`` is true.
    """
    if not force and _has_outputs(lesson.release):
        raise CourseError(
            f"Someone has worked in {lesson.release}: it holds outputs. Move it away to keep that "
            f"work, or replace it with: microkit build {lesson.number} --force"
        )
    changed = [path for path, content in build.items() if _read(course.root / path) != content]
    pairs = [(course.root / path, build[path]) for path in changed]
    new = [(target.with_name(f".{target.name}.new"), target) for target, _ in pairs]
    try:
        for (beside, target), (_, content) in zip(new, pairs, strict=True):
            target.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(content)
        for beside, target in new:
            os.replace(beside, target)
    finally:
        for beside, _ in new:
            with suppress(OSError):  # where nothing can be written, nothing was
                beside.unlink()
    return changed


def differences(course: Course, lesson: Lesson, build: Build) -> list[str]:
    """Say how the files of a lesson differ from a fresh build of it; an empty list where equal."""
    found = []
    for path, content in build.items():
        old = _read(course.root / path)
        if old is None:
            found.append(f"{path} is missing")
        elif old != content:
            found.append(f"{path} differs{_where(old, content)}")
    present = {path.relative_to(course.root) for path in _files(lesson.release.parent)}
    found += [f"{path} is not made by the build" for path in sorted(present - set(build))]
    return found


def _has_outputs(path: Path) -> bool:
    """Say whether a notebook has been run."""
    try:
        cells = nbformat.reads((_read(path) or b"").decode(), as_version=4).cells
    except Exception:  # no notebook (yet): then there is no work in it
        return False
    return any(cell.get("outputs") or cell.get("execution_count") for cell in cells)


def _check_marks(notebook: NotebookNode, name: str) -> None:
    """Raise unless nbgrader would give the solution every point."""
    for index, cell in enumerate(notebook.cells):
        if is_grade(cell):
            earned, points = determine_grade(cell)
            if earned is not None and earned != points:
                raise CourseError(
                    f"{name}, {name_cell(index, cell)}: the solution earns {earned:g} of "
                    f"{points:g} points. Correct the solution, or the check."
                )


def _where(old: bytes, new: bytes) -> str:
    """Name the first cell in which two notebooks differ, if that is where they do."""
    try:
        before, after = (nbformat.reads(text.decode(), as_version=4).cells for text in (old, new))
    except Exception:  # not notebooks, or broken by hand: that they differ is all there is to say
        return ""
    for index, (one, other) in enumerate(zip(before, after, strict=False)):
        if one != other:
            return f" from {name_cell(index, other)} on"
    return "" if len(before) == len(after) else f": {len(before)} cells, freshly built {len(after)}"


def _files(folder: Path) -> set[Path]:
    """Return the files under a folder; the editor's hidden ones and caches do not count."""
    return {
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(
            part.startswith(".") or part == "__pycache__" for part in path.relative_to(folder).parts
        )
    }


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
