"""A time limit for a graded cell: it holds in a loop of the cell's own, and never in an answer."""

from __future__ import annotations

import ctypes
import threading
from types import TracebackType
from typing import Self

from microkit.course.grade.wall.errors import OutOfTimeError


class Clock:
    """Raises `OutOfTimeError` in this thread when the time is over, but not within `paused`.

    Parameters
    ----------
    seconds : float
        How long the cell may take in all.
    """

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._holds = threading.Lock()
        self._pauses = 1
        self._thread = ctypes.c_ulong(threading.get_ident())
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True

    @property
    def paused(self) -> Pause:
        """A context in which nothing is raised; the time goes on, and is looked at afterwards."""
        return Pause(self)

    def __enter__(self) -> Self:
        self._timer.start()
        self.resume()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.pause()
        self._timer.cancel()

    def pause(self) -> None:
        """Raise nothing from now on, and take back what has not been raised yet."""
        with self._holds:
            self._pauses += 1
            ctypes.pythonapi.PyThreadState_SetAsyncExc(self._thread, None)

    def resume(self) -> None:
        """Go on, unless the time is over."""
        with self._holds:
            self._pauses -= 1
            late = self.over and not self._pauses
        if late:
            raise OutOfTimeError

    def _ring(self) -> None:
        with self._holds:
            self.over = True
            if not self._pauses:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    self._thread, ctypes.py_object(OutOfTimeError)
                )


class Pause:
    """See `Clock.paused`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def __enter__(self) -> None:
        self._clock.pause()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clock.resume()
