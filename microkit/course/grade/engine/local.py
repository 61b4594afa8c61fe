"""Workers on this machine: a thread minds each process, and starts another if it dies.

The standard library's pools lose every task when one process is killed, and Dask's cluster on one
machine costs ten times as much for each task, in the very process that writes the gradebook.
"""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from microkit.course.grade.engine.attempt import AHEAD, Close, Work
from microkit.course.grade.engine.own_process import OwnProcess
from microkit.course.grade.task import Graded, Task


@contextmanager
def over_processes(
    work: Work, tasks: Iterable[Task], workers: int, close: Close | None = None
) -> Iterator[Iterator[Graded]]:
    """Have tasks done by as many processes; see `spread`."""
    todo: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
    done: queue.SimpleQueue[Graded | Exception] = queue.SimpleQueue()
    minders = [_Minder(work, close, todo, done) for _ in range(workers)]
    try:
        for minder in minders:
            minder.start()
        yield _completed(tasks, todo, done, at_once=AHEAD * workers)
    finally:
        for minder in minders:
            minder.stop()
            todo.put(None)
        for minder in minders:
            if minder.ident is not None:
                minder.join()


def _completed(
    tasks: Iterable[Task],
    todo: queue.SimpleQueue[Task | None],
    done: queue.SimpleQueue[Graded | Exception],
    at_once: int,
) -> Iterator[Graded]:
    """Keep so many tasks under way, and yield each result as it comes."""
    waiting = iter(tasks)
    under_way = 0
    while True:
        for task in itertools.islice(waiting, at_once - under_way):
            todo.put(task)
            under_way += 1
        if not under_way:
            return
        result = done.get()
        if isinstance(result, Exception):
            raise result
        under_way -= 1
        yield result


class _Minder(threading.Thread):
    """Hands tasks to a process of its own."""

    def __init__(
        self,
        work: Work,
        close: Close | None,
        todo: queue.SimpleQueue[Task | None],
        done: queue.SimpleQueue[Graded | Exception],
    ) -> None:
        super().__init__(name="minder of a worker")
        self._own = OwnProcess(work, close)
        self._todo, self._done = todo, done

    def run(self) -> None:
        """Do tasks until there are no more."""
        try:
            self._own.alive()  # at once: tasks may still be long in coming
            while (task := self._todo.get()) is not None and not self._own.stopped:
                self._done.put(self._own.do(task))
        except Exception as error:
            self._done.put(error)
        finally:
            self._own.close()

    def stop(self) -> None:
        """Tell the process to leave what it does. The thread ends soon after."""
        self._own.stop()
