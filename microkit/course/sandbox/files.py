"""Read the files that a run may use: a submission's own, and nothing that they point to."""

from __future__ import annotations

import base64
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from microkit.course.errors import CourseError


def read_files(paths: Sequence[Path], most: int) -> list[list[str]]:
    """Return files as pairs of a name and the content in base64.

    A folder is taken with what is in it, under its own name. Links, pipes and devices are left
    out: a link could lead to a classmate's work.

    Parameters
    ----------
    paths : sequence of Path
        Files and folders.
    most : int
        How many bytes they may have together.

    Raises
    ------
    CourseError
        If one is missing, or they are too large together.
    """
    found = []
    left = most
    for path in paths:
        if not os.path.lexists(path):
            raise CourseError(f"There is no file {path} to take into the sandbox.")
        for file, name in _walk(path):
            content = _read(file, left)
            if content is None:
                continue
            if len(content) > left:
                raise CourseError(
                    f"The files for the sandbox have more than {most:,} bytes together, with {file}"
                    ". Leave large files out, or raise the limit disk."
                )
            left -= len(content)
            found.append([name, base64.b64encode(content).decode("ascii")])
    return found


def _walk(path: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file with its name inside, a folder's in order; links are not followed."""
    if path.is_symlink() or not path.is_dir():
        yield path, path.name
        return
    for folder, folders, files in os.walk(path):
        folders.sort()
        for file in sorted(files):
            whole = Path(folder, file)
            yield whole, str(Path(path.name, whole.relative_to(path)))


def _read(path: Path, most: int) -> bytes | None:
    """Return a plain file's content (a byte more than allowed at most), or None if it is none."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    with open(number, "rb") as file:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            return None
        return file.read(most + 1)
