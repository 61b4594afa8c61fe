"""A time limit for a graded cell: it holds between two lines of the cell, and at every question."""

from __future__ import annotations

import sys
import time
from types import FrameType, TracebackType
from typing import Any, Self

from microkit.course.grade.wall.errors import OutOfTimeError


class Clock:
    """Raises `OutOfTimeError` in a cell when the time is over; an answer is never broken off.

    Python tells it of each line of the cell, also of those that are done again in a loop.

    Parameters
    ----------
    seconds : float
        How long the cell may take in all.
    file : str
        The cell's file name, as it was compiled.
    """

    def __init__(self, seconds: float, file: str) -> None:
        self._until = time.monotonic() + seconds
        self._file = file
        self._before: Any = None

    def look(self) -> None:
        """Raise if the time is over."""
        if time.monotonic() > self._until:
            raise OutOfTimeError

    def __enter__(self) -> Self:
        self._before = sys.gettrace()
        sys.settrace(self._trace)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        sys.settrace(self._before)

    def _trace(self, frame: FrameType, event: str, argument: Any) -> Any:
        if frame.f_code.co_filename != self._file:
            return None
        self.look()
        return self._trace
