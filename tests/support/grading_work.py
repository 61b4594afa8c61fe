"""Work for the engine's tests: functions that worker processes import, and the tasks for them.

A task's `secret` is the folder where work leaves facts, or waits for them: opening a named pipe
waits until someone opens the other end.
"""

from __future__ import annotations

import os
import select
import signal
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from microkit.course.grade.task import Graded, Task

PATIENCE = 60  # seconds
_BUSY = threading.Lock()
_ALIVE: weakref.WeakSet[Task] = weakref.WeakSet()


def tasks(number: int, folder: Path | str = "", notebook: str = "{}") -> Iterator[Task]:
    """Yield so many tasks, of students 0, 1, and so on."""
    for student in range(number):
        yield Task(str(student), "02_one_step_back", notebook, str(folder))


def look(task: Task) -> Graded:
    """Say where the work is done, and how many tasks there are in that process."""
    if not _BUSY.acquire(blocking=False):
        raise RuntimeError("two tasks at once")
    _ALIVE.add(task)
    try:
        seen = {
            "process": os.getpid(),
            "parent": os.getppid(),
            "thread": threading.get_ident(),
            "tasks": len(_ALIVE),
            "one_thread": os.environ.get("OMP_NUM_THREADS"),
        }
        return Graded(task.student, task.lesson, {"seen": [seen]})
    finally:
        _BUSY.release()


def seen(graded: Graded, what: str = "process") -> Any:
    """Return what `look` saw."""
    return graded.outputs["seen"][0][what]


def runs(process: int) -> bool:
    """Say whether there is such a process."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def die_once(task: Task) -> Graded:
    """Be killed over the task of student 5, the first time."""
    if task.student == "5":
        mark = Path(task.secret, "died")
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return look(task)


def end_worker(task: Task) -> Graded:
    """Have the worker killed whose process this is, where it is the one that the secret names."""
    if str(os.getppid()) == task.secret:
        os.kill(os.getppid(), signal.SIGKILL)
    return look(task)


def end_every_worker(task: Task) -> Graded:
    """Have the worker killed whenever the task of student 5 is done, and count that."""
    if task.student == "5":
        _count_death(task)
        os.kill(os.getppid(), signal.SIGKILL)
    return look(task)


def die_always(task: Task) -> Graded:
    """Be killed whenever the task of student 5 is done, and count that."""
    if task.student == "5":
        _count_death(task)
        os.kill(os.getpid(), signal.SIGKILL)
    return look(task)


def _count_death(task: Task) -> None:
    with Path(task.secret, "deaths").open("a") as deaths:
        deaths.write("x")


def fail(task: Task) -> Graded:
    """Raise for student 5, print for the others."""
    if task.student == "5":
        raise ZeroDivisionError("a slip of the grader")
    print("this must not get between the answers")
    return look(task)


def wait(task: Task) -> Graded:
    """Say that it has begun, and wait until it is let go. Student 0 is soon done."""
    if task.student == "0":
        return look(task)
    with Path(task.secret, "begun").open("w") as begun:
        begun.write(f"{os.getpid()}\n")
    Path(task.secret, "never").read_text()
    return look(task)


def wait_once(task: Task) -> Graded:
    """Wait over the task of student 5 alone."""
    return wait(task) if task.student == "5" else look(task)


def wait_on(task: Task) -> Graded:
    """Wait over the task of student 5, and listen to nobody."""
    if task.student == "5":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    return wait_once(task)


def hoard(task: Task) -> Graded:
    """Take more memory than a laptop has for student 5."""
    if task.student == "5":
        bytearray(2**34)
    return look(task)


def close() -> None:
    """Leave a file that says which process was closed, by which thread."""
    Path(os.environ["CLOSED"], f"{os.getpid()} {threading.get_ident()}").touch()


def process() -> int:
    """Return this process's number, once all of this is imported there."""
    return os.getpid()


def held(dask_scheduler: Any) -> list[str]:
    """Return the names of the tasks that a scheduler knows."""
    return list(dask_scheduler.tasks)


class Begun:
    """A pipe in which work says that it has begun, by the number of its process."""

    def __init__(self, folder: Path) -> None:
        for name in ("begun", "never"):
            os.mkfifo(folder / name)
        self._never = folder / "never"
        # Open for both, so that neither end waits for the other.
        self._pipe = os.open(folder / "begun", os.O_RDWR)
        weakref.finalize(self, os.close, self._pipe)

    def processes(self, number: int) -> set[int]:
        """Wait until so many have begun."""
        said = b""
        while said.count(b"\n") < number:
            ready, _, _ = select.select([self._pipe], [], [], PATIENCE)
            assert ready, "nobody has begun"
            said += os.read(self._pipe, 1000)
        return {int(line) for line in said.split()}

    def let_go(self) -> None:
        """Have all that wait go on, and those not wait that begin from now on."""
        pipe = self._never.rename(self._never.with_name("now"))
        self._never.touch()
        pipe.write_text("now")
