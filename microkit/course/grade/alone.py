"""One run at a time in a course folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from microkit.course.errors import CourseError

try:
    import fcntl
except ImportError:  # Windows has none: there, it is left to the teacher
    fcntl = None

BUSY = (
    "This course is being graded already, by another `microkit grade`. Wait until that one has "
    "ended, then run this again."
)


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Hold a lock, which the system lets go when this process ends, however that may be.

    Parameters
    ----------
    file : Path
        The lock's file; it stays, empty.

    Raises
    ------
    CourseError
        If another run holds it.
    """
    with file.open("a") as lock:
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CourseError(BUSY) from None
            except OSError:
                pass  # a shared disk that knows no locks
        yield
