"""Read what a student has handed in without following, opening or loading anything harmful."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path, PurePath

from microkit.course.errors import CourseError

MAX_BYTES = 20_000_000
MAX_ENTRIES = 2_000
_MAX_DEPTH = 8
_JUNCTION = 0xA0000003  # Windows' link from a folder to a folder
_NEVER_WAIT = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # opening a pipe must not wait for a writer
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)


class RefusedError(CourseError):
    """A file is not read.

    Parameters
    ----------
    kind : str
        Why: ``"link"``, ``"special"``, ``"folder"``, ``"missing"``, ``"unreadable"`` or ``"huge"``.
    inside : PurePath
        The file.
    """

    def __init__(self, kind: str, inside: PurePath) -> None:
        super().__init__(f"{inside} is not read: {kind}.")
        self.kind = kind


@dataclass(frozen=True)
class Entry:
    """One thing in a submission: its path in there, what it is, and its size in bytes."""

    inside: PurePath
    kind: str  # "file", "folder", "link", "special" or "unreadable"
    size: int = 0


@dataclass(frozen=True)
class Listing:
    """All that lies in a submission; `kind` is ``"folder"`` if there is a folder at all."""

    kind: str
    entries: tuple[Entry, ...] = ()
    cut: bool = False

    def of(self, kind: str) -> list[Entry]:
        """Return the entries of one kind."""
        return [entry for entry in self.entries if entry.kind == kind]


def list_folder(folder: Path) -> Listing:
    """Return what lies in ``submitted/STUDENT/LESSON``, by name, without following a link.

    Parameters
    ----------
    folder : Path
        The folder. Neither it nor the student's folder above it may be a link.
    """
    folder = Path(os.path.abspath(folder))
    for place in (folder.parent, folder):
        kind = _kind(place)[0]
        if kind != "folder":
            return Listing(kind)
    entries: list[Entry] = []
    waiting = [PurePath()]
    cut = False
    while waiting and not cut:
        inside = waiting.pop(0)
        try:
            names = sorted(os.listdir(folder / inside))
        except OSError:
            if inside == PurePath():
                return Listing("unreadable")
            entries.append(Entry(inside, "unreadable"))
            continue
        for name in names:
            if len(entries) == MAX_ENTRIES:
                cut = True
                break
            kind, size = _kind(folder / inside / name)
            entries.append(Entry(inside / name, kind, size))
            if kind == "folder" and len(inside.parts) < _MAX_DEPTH:
                waiting.append(inside / name)
    return Listing("folder", tuple(entries), cut)


def read_inside(folder: Path, inside: PurePath, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of an ordinary file in a submission.

    Parameters
    ----------
    folder : Path
        The folder of the submission.
    inside : PurePath
        The file's path in there.
    limit : int, optional
        The most bytes to read.

    Raises
    ------
    RefusedError
        If it is a link, or lies behind one; is a pipe or a device; cannot be read; or is too large.
    """
    folder = Path(os.path.abspath(folder))
    if inside.is_absolute() or ".." in inside.parts:
        raise RefusedError("missing", inside)
    behind = [folder.joinpath(*inside.parts[:depth]) for depth in range(len(inside.parts))]
    for place in (folder.parent, *behind):
        kind = _kind(place)[0]
        if kind != "folder":
            raise RefusedError(kind, inside)
    try:
        handle = os.open(folder / inside, _NEVER_WAIT)
    except (OSError, ValueError) as error:
        is_link = getattr(error, "errno", None) in (errno.ELOOP, errno.EMLINK)
        raise RefusedError("link" if is_link else _why(folder / inside), inside) from None
    try:
        kind, size = _kind_of(os.fstat(handle))
        if kind != "file":
            raise RefusedError(kind, inside)
        if size > limit:
            raise RefusedError("huge", inside)
        return _read(handle, limit, inside)
    except OSError:
        raise RefusedError("unreadable", inside) from None
    finally:
        os.close(handle)


def _read(handle: int, limit: int, inside: PurePath) -> bytes:
    parts, length = [], 0
    while part := os.read(handle, 1 << 20):
        parts.append(part)
        length += len(part)
        if length > limit:  # it grows while it is read
            raise RefusedError("huge", inside)
    return b"".join(parts)


def _why(path: Path) -> str:
    """Return why a path could not be opened."""
    kind = _kind(path)[0]
    return "unreadable" if kind == "file" else kind


def _kind(path: Path) -> tuple[str, int]:
    try:
        return _kind_of(os.lstat(path))
    except (FileNotFoundError, NotADirectoryError):
        return "missing", 0
    except (OSError, ValueError):
        return "unreadable", 0


def _kind_of(status: os.stat_result) -> tuple[str, int]:
    mode = status.st_mode
    if stat.S_ISLNK(mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION:
        return "link", 0
    if stat.S_ISDIR(mode):
        return "folder", 0
    return ("file", status.st_size) if stat.S_ISREG(mode) else ("special", 0)
