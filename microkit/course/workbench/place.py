"""Where a student's kept file lies: in `my_microkit`, beside the lessons."""

from __future__ import annotations

import os
from pathlib import Path

from microkit.checks.checking import SECRET
from microkit.course.folder import LESSON_NAME
from microkit.errors import MicrokitError
from microkit.guard import KIT

FOLDER = "my_microkit"
IN_GRADING = "In grading, the reference fills every earlier lesson."
_LEVELS = 3  # the folder of the notebook, that of the lessons, that of the course


def is_grading(here: Path) -> bool:
    """Say whether nbgrader is grading: its kernels know the course's seed, or lie in its folder."""
    return SECRET in os.environ or "autograded" in here.parts


def is_solution(here: Path) -> bool:
    """Say whether this is the folder of a solution, which has to come out the same in every run."""
    return lesson_of(here) is not None and here.parent.name == "solutions"


def lesson_of(here: Path) -> int | None:
    """Return the number of the lesson whose folder this is; None if it is no lesson's."""
    return int(here.name[:2]) if LESSON_NAME.fullmatch(here.name) else None


def kept_file(here: Path, file: str) -> Path | None:
    """Return the nearest kept file, from this folder upward; None where there is none yet."""
    if is_solution(here):
        return None
    return next((f / file for f in _candidates(here) if (f / file).is_file()), None)


def file_to_write(here: Path, file: str) -> Path:
    """Return where `keep` writes: the nearest kept file or folder for it, else a new one.

    A lesson's notebook lies in a folder of its own, and its sisters must find the file: then the
    new folder is beside theirs.

    Raises
    ------
    MicrokitError
        If that would be inside the kit itself.
    """
    beside = here if lesson_of(here) is None else here.parent
    path = kept_file(here, file)
    if not path and not is_solution(here):
        path = next((folder / file for folder in _candidates(here) if folder.is_dir()), None)
    path = path or beside / FOLDER / file
    if KIT in path.parents:
        raise MicrokitError(
            f"Your work does not belong inside the kit, in {path.parent}. "
            "Open the notebook in a folder of your own, and keep again."
        )
    return path


def current_folder() -> Path:
    """Return the folder that the notebook works in.

    Raises
    ------
    MicrokitError
        If it has been removed or renamed.
    """
    try:
        return Path.cwd()
    except OSError:
        raise MicrokitError(
            "The folder of this notebook is gone: it was removed or renamed while the notebook was "
            "open. Close the notebook and open it again."
        ) from None


def shown(path: Path, here: Path) -> str:
    """Return a path as seen from the notebook: short, and the same on every machine."""
    return Path(os.path.relpath(path, here)).as_posix()


def _candidates(here: Path) -> list[Path]:
    folders = [folder / FOLDER for folder in (here, *here.parents)[:_LEVELS]]
    # A course that was unpacked into a folder of this very name is not a place for kept files.
    return [folder for folder in folders if folder not in (here, *here.parents)]
