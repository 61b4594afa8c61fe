"""The course's secret seed: the inputs of the hidden checks come from it.

The seed lies in the file `.course_seed` of the course folder, which git ignores. It is made when
something is graded for the first time. Students never have the file: their notebooks, and the
solutions in the repository, use a practice seed instead.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from nbgrader.preprocessors import Execute
from traitlets import Unicode, default

from microkit.course.errors import CourseError

SEED_VARIABLE = "MICROKIT_COURSE_SEED"


class ExecuteWithCourseSeed(Execute):
    """nbgrader's Execute, whose kernels find the course's seed in their environment."""

    seed_file = Unicode(
        ".course_seed", help="The file with the secret seed, seen from the course folder."
    ).tag(config=True)

    @default("extra_arguments")
    def _quiet_kernels(self) -> list[str]:
        return ["--log-level=ERROR"]

    def start_new_kernel(self, **kwargs: Any) -> None:
        """Start the kernel of one submission; called by nbclient."""
        # nbgrader's converters work in the course folder, so the file's name is enough.
        environment = kwargs.setdefault("env", dict(os.environ))
        environment[SEED_VARIABLE] = course_seed(Path(self.seed_file))
        super().start_new_kernel(**kwargs)


def course_seed(path: Path) -> str:
    """Return the seed in this file; the first call makes the file.

    Raises
    ------
    CourseError
        If the file is empty or cannot be read or made.
    """
    if not path.exists():
        try:
            _make_seed(path)
        except OSError as error:
            raise CourseError(
                f"The course's seed cannot be kept in {path.resolve()} ({error.strerror}). "
                "Make the folder writable: the hidden checks of everyone need the same seed."
            ) from None
    seed = path.read_text(encoding="utf-8").strip()
    if not seed:
        raise CourseError(
            f"{path.resolve()} is empty. Restore it, or remove it and grade everyone again."
        )
    return seed


def _make_seed(path: Path) -> None:
    """Make the file whole or not at all: of two that grade at once, both read the same seed."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".course_seed_") as folder:
        new = Path(folder) / "seed"
        new.touch(mode=0o600)
        new.write_text(secrets.token_hex(16) + "\n", encoding="utf-8")
        with contextlib.suppress(FileExistsError):
            os.link(new, path)
