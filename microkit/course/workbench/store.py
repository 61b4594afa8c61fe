"""The kept file itself: read it, load it, and put a new one in its place, whole or not at all."""

from __future__ import annotations
import __future__

import ast
import contextlib
import hashlib
import linecache
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from microkit.course.workbench.parts import Part
from microkit.course.workbench.place import FOLDER
from microkit.errors import MicrokitError
from microkit.guard import attempt, told

FORMAT = 1
MARK = "# Kept by microkit, format {}. keep() writes this file, resume() reads it; it is yours."
_NOTES = __future__.annotations  # in the file, types are only read
_MARKED = re.compile(r"# Kept by microkit, format (\d+)\.")
_PATIENCE = 5.0  # seconds that a second keep waits for the first
_STALE = 30.0  # seconds after which nobody can still be writing


class KeptFileError(MicrokitError):
    """A kept file that cannot be used as it is; the text says why, and what to do."""


def read(path: Path) -> str:
    """Return the text of a kept file, which may be edited by hand but is ours, and is Python.

    Raises
    ------
    KeptFileError
        If it cannot be read, is not ours, is of another version of the kit, or is not Python.
    """
    name = f"{FOLDER}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise KeptFileError(f"{name} cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise KeptFileError(f"{name} holds bytes that are no text. Is it damaged?") from None
    mark = _MARKED.search(text[:500])
    if not mark:
        raise KeptFileError(
            f"{name} is not a file that keep has written. If it is yours, give it another name."
        )
    if int(mark[1]) != FORMAT:
        raise KeptFileError(
            f"{name} was kept by another version of microkit (format {mark[1]}, and this one reads "
            f"{FORMAT}). Use that version, or give the file another name and keep again."
        )
    try:
        compile(text, name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f" in line {line}" if line else ""
        raise KeptFileError(
            f"{name} is not Python any more{where}: {getattr(error, 'msg', error)}. "
            f"Mend it there, or go back to {backup(path).name} beside it."
        ) from None
    return text


def backup(path: Path) -> Path:
    """Return where the last version of a kept file stays."""
    return path.with_stem(f"{path.stem}_before")


def load(text: str, name: str = "kept.py") -> dict[str, Any]:
    """Run a kept file at arm's length and return its names.

    Its lines stay known to Python, so that an error shows them, and they can be kept again.

    Raises
    ------
    KeptFileError
        If it raises or never ends.
    """
    filename = f"<{FOLDER}/{name} {hashlib.sha256(text.encode()).hexdigest()[:8]}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    names: dict[str, Any] = {"__name__": "__main__", "__file__": filename}
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            _run(ast.unparse(node), {})  # a large library is no endless loop
    _, trouble = attempt(exec, compile(text, filename, "exec", dont_inherit=True), names)
    if trouble:
        raise KeptFileError(f"{FOLDER}/{name} cannot be loaded: {told(trouble)}.")
    return names


def first_that_fails(parts: Iterable[Part]) -> tuple[str, str] | None:
    """Load parts one after the other; return the name of the first that raises, and why."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for part in parts:
        code = compile(
            part.source,
            f"<{FOLDER}>",
            "exec",
            __future__.annotations.compiler_flag,
            dont_inherit=True,
        )
        _, trouble = attempt(exec, code, names)
        if trouble:
            return part.name, told(trouble)
    return None


def _run(source: str, names: dict[str, Any], steps: int | None = None) -> dict[str, str] | None:
    code = compile(source, f"<{FOLDER}>", "exec", _NOTES.compiler_flag, dont_inherit=True)
    return attempt(exec, code, names, steps=steps)[1]


def write(path: Path, text: str, before: str | None) -> bool:
    """Put a new text in the place of the old one, which stays beside it as a backup.

    Parameters
    ----------
    path : Path
        The kept file.
    text : str
        Its new text.
    before : str or None
        The text that was read; None where there was no file.

    Returns
    -------
    bool
        False if somebody else has written in between: then nothing was done.

    Raises
    ------
    KeptFileError
        If the folder cannot be written to. The old file is whole.
    """
    try:
        path.parent.mkdir(exist_ok=True)
        with _alone(path.parent / f".{path.stem}.lock"):
            now = path.read_text(encoding="utf-8-sig") if path.exists() else None
            if now != before:
                return False
            if now is not None and now != text:
                _replace(backup(path), now)
            if now != text:
                _replace(path, text)
    except OSError as error:
        raise KeptFileError(
            f"Nothing was kept: {FOLDER}/{path.name} cannot be written ({error.strerror}). "
            "Is there room on the disk, and may you write in this folder? What was there is whole."
        ) from None
    return True


def _replace(path: Path, text: str) -> None:
    """Write beside, then rename: a reader finds the old file or the new one, never half of it."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold a lock file while writing; one that was left behind long ago does not count."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            with contextlib.suppress(OSError):
                if time.time() - lock.stat().st_mtime > _STALE:
                    lock.unlink()
            if time.monotonic() > deadline:
                raise OSError(None, "another notebook is keeping at this moment") from None
            time.sleep(0.02)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            lock.unlink()
