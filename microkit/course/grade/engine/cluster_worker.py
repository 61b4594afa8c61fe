"""In a worker of a cluster: a process of its own does the tasks, as on the teacher's machine.

Dask's workers may have many threads, and cannot leave a task that does not end. So each worker has
one process, which does one task at a time, whoever in a university may ask for it.
"""

from __future__ import annotations

import asyncio
import threading

from microkit.course.grade.engine.attempt import Close, Work, without_result
from microkit.course.grade.engine.own_process import OwnProcess
from microkit.course.grade.task import Graded, Task


class _Here:
    """What there is in this worker."""

    working = threading.Lock()  # held while a task is done
    looking = threading.Lock()  # held while what follows is read or changed
    own: OwnProcess | None = None
    wanted: tuple[Work, Close | None] | None = None  # what the process does
    doing: str | None = None  # the run whose task is being done
    ended: set[str] = set()  # runs that have ended  # noqa: RUF012


def do(run: str, work: Work, close: Close | None, task: Task) -> Graded:
    """Do one task of a run of `microkit grade`."""
    with _Here.working:
        with _Here.looking:
            if run in _Here.ended:
                return without_result(task, "The run that asked for it has ended.")
            own = _process(work, close)
            _Here.doing = run
        try:
            return own.do(task)
        finally:
            _Here.doing = None


async def leave(run: str) -> None:
    """End what is done here for a run, and wait for that; work for another run goes on."""
    await asyncio.to_thread(_leave, run)


def _process(work: Work, close: Close | None) -> OwnProcess:
    if _Here.own is not None and _Here.wanted != (work, close):
        _Here.own.close()
        _Here.own = None
    if _Here.own is None:
        _Here.own, _Here.wanted = OwnProcess(work, close), (work, close)
    return _Here.own


def _leave(run: str) -> None:
    with _Here.looking:
        _Here.ended.add(run)
        if _Here.own is None or _Here.doing not in (None, run):
            return
        own, _Here.own = _Here.own, None
    own.stop()
    own.close()
