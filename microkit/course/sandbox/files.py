"""Read the files that a run may use: a submission's own, and nothing that they point to."""

from __future__ import annotations

import base64
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path, PureWindowsPath

from microkit.course.errors import CourseError

Files = Sequence[Path | tuple[str, bytes]]  # paths, or names inside with what is in them


_READ = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):  # no system has all of them
    _READ |= getattr(os, _name, 0)


def read_files(files: Files, most: int) -> list[list[str]]:
    """Return files as pairs of a name and the content in base64.

    A folder is taken with what is in it, under its own name. Links, pipes and devices are left
    out: a link could lead to a classmate's work.

    Parameters
    ----------
    files : sequence of Path or of (str, bytes)
        Files and folders; or a name below the working folder and the content.
    most : int
        How many bytes they may have together.

    Raises
    ------
    CourseError
        If one is missing, its name leads out, or they are too large together.
    """
    found = []
    left = most
    for name, content in _contents(files, most):
        left -= len(content)
        if left < 0:
            raise CourseError(
                f"The files for the sandbox have more than {most:,} bytes together, with {name}"
                ". Leave large files out, or raise the limit disk."
            )
        found.append([name, base64.b64encode(content).decode("ascii")])
    return found


def _contents(files: Files, most: int) -> Iterator[tuple[str, bytes]]:
    """Yield each file's name inside and its content, of which a byte more than `most` at most."""
    for given in files:
        if isinstance(given, tuple):
            yield _below(given[0]), given[1]
            continue
        if not os.path.lexists(given):
            raise CourseError(f"There is no file {given} to take into the sandbox.")
        for file, name in _walk(given):
            content = _read(file, most)
            if content is not None:
                yield name, content


def _below(name: str) -> str:
    """Return a name that stays in the folder, on every system."""
    if PureWindowsPath(name).anchor or not {"", ".", ".."}.isdisjoint(re.split(r"[/\\]", name)):
        raise CourseError(
            f"A file for the sandbox is called {name!r}. Give it a name below the working folder, "
            "such as data/points.csv."
        )
    return name


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
        number = os.open(path, _READ)
    except OSError:
        return None
    with open(number, "rb") as file:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            return None
        return file.read(most + 1)
