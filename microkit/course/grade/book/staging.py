"""Staging: a submission, taken in, in a folder of its own. The student's folder is only read."""

from __future__ import annotations

import contextlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePath

from microkit.course.grade.book.release import Release, sources
from microkit.course.intake import Finding, files_to_pass, read_inside
from microkit.course.intake.clock import FILE as TIMESTAMP
from microkit.course.intake.disk import RefusedError


@dataclass(frozen=True)
class Staged:
    """A submission that nbgrader's converter and the workers can take as it is.

    Parameters
    ----------
    student : str
        The student's id.
    folder : Path
        The folder for the rebuilt notebook, the data files and the time.
    notebook : str
        The rebuilt notebook as JSON.
    files : tuple of (str, bytes)
        The student's own data files, which the notebook may read.
    findings : tuple of Finding
        What intake has found.
    submitted_at : str
        When it was handed in, as nbgrader writes it; ``""`` where nobody knows.
    is_empty : bool
        Whether there is nothing to grade, for a reason that stands in the findings.
    """

    student: str
    folder: Path
    notebook: str
    files: tuple[tuple[str, bytes], ...]
    findings: tuple[Finding, ...]
    submitted_at: str
    is_empty: bool


def take_submission(release: Release, student: str, submitted: Path, folder: Path) -> Staged:
    """Take in one submission. Nothing is written.

    Parameters
    ----------
    release : Release
        The lesson.
    student : str
        The student's id.
    submitted : Path
        The folder with what was handed in. It is only read.
    folder : Path
        Where `write_staged` will put it.
    """
    taken = release.take_in(submitted)
    time = f"{taken.submitted_at:%Y-%m-%d %H:%M:%S.%f} UTC" if taken.submitted_at else ""
    return Staged(
        student,
        folder,
        json.dumps(taken.notebook, ensure_ascii=False),
        passed_files(submitted, release.folder),
        taken.findings,
        time,
        taken.needs_a_look and sources(taken.notebook) == release.sources,
    )


def write_staged(staged: Staged, lesson: str) -> None:
    """Put a submission that was taken in into its folder. What is there already is removed."""
    if staged.folder.exists():
        shutil.rmtree(staged.folder)
    staged.folder.mkdir(parents=True)
    content = {f"{lesson}.ipynb": staged.notebook.encode(), **dict(staged.files)}
    if staged.submitted_at:
        content[TIMESTAMP] = f"{staged.submitted_at}\n".encode()
    for name, text in content.items():
        path = staged.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)


def passed_files(submitted: Path, released: Path) -> tuple[tuple[str, bytes], ...]:
    """Return the data files of a submission that its notebook may read, with what is in them."""
    files = []
    for path in files_to_pass(submitted, released):
        with contextlib.suppress(RefusedError):  # it has changed since it was listed
            files.append((path.as_posix(), read_inside(submitted, PurePath(path))))
    return tuple(files)
