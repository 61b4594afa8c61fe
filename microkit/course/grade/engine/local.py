"""Workers on this machine: a thread minds each process, and starts another if it dies.

A process that does not end its work in time is ended: whatever a student's answer makes of what is
computed outside of the sandbox, the others are graded.

The standard library's pools lose every task when one process is killed, and Dask's cluster on one
machine costs ten times as much for each task, in the very process that writes the gradebook.
"""

from __future__ import annotations

import contextlib
import itertools
import pickle
import queue
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from microkit.course.errors import CourseError
from microkit.course.grade.engine.attempt import (
    AHEAD,
    MOST_DEATHS,
    Close,
    Work,
    most_seconds,
    without_result,
)
from microkit.course.grade.engine.process import READY, start_process
from microkit.course.grade.task import Graded, Task

START = 120.0  # seconds for a process to begin
PATIENCE = 10.0  # seconds for a process to end its sandboxes
LOST = (OSError, EOFError, pickle.UnpicklingError)  # what reading from a dying process raises


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
    """Hands tasks to one process, and to another one when that dies."""

    def __init__(
        self,
        work: Work,
        close: Close | None,
        todo: queue.SimpleQueue[Task | None],
        done: queue.SimpleQueue[Graded | Exception],
    ) -> None:
        super().__init__(name="minder of a worker")
        self._first_words = pickle.dumps((work, close))
        self._todo, self._done = todo, done
        self._stopping = threading.Event()
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Do tasks until there are no more."""
        try:
            self._alive()  # at once: tasks may still be long in coming
            while (task := self._todo.get()) is not None and not self._stopping.is_set():
                self._done.put(self._finish(task))
        except Exception as error:
            self._done.put(error)
        finally:
            self._end()
            self._complaints.close()

    def stop(self) -> None:
        """Tell the process to leave what it does. The thread ends soon after."""
        self._stopping.set()
        if self._process is not None:
            _begin_to_end(self._process)

    def _finish(self, task: Task) -> Graded:
        for _ in range(MOST_DEATHS):
            if self._stopping.is_set():
                break
            process = self._alive()
            if self._stopping.is_set():  # too late for `stop` to see a new process
                break
            try:
                return _exchange(process, pickle.dumps(task), most_seconds(task))
            except TimeoutError:
                self._end()
                return without_result(
                    task,
                    f"The work on it had not ended after {most_seconds(task) / 60:.0f} minutes, "
                    "and was broken off. See what its answers give back: something very large?",
                )
            except LOST:
                self._end()
        return without_result(
            task,
            f"The work on it ended its worker process {MOST_DEATHS} times"
            f"{self._how_it_ended()}. See whether it needs more memory than there is.",
        )

    def _alive(self) -> subprocess.Popen[bytes]:
        """Return the process; a new one if it has died."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        for _ in range(MOST_DEATHS):
            self._end()
            self._complaints.seek(0)
            self._complaints.truncate()
            self._process = process = start_process(self._complaints)
            with contextlib.suppress(*LOST):
                if _exchange(process, self._first_words, START) == READY:
                    return process
            if self._stopping.is_set():
                break
        raise CourseError(f"No worker process can be started here{self._how_it_ended()}.")

    def _end(self) -> None:
        """Have the process end its sandboxes and itself."""
        process = self._process
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(OSError):
            process.stdin.close()
        process.stdout.close()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _how_it_ended(self) -> str:
        """Return what is known of it, in parentheses: the signal, or the last line it wrote."""
        self._end()
        code = self._process.returncode if self._process is not None else 0
        if code < 0:
            return f" ({signal.strsignal(-code)})"
        self._complaints.seek(0)
        lines = self._complaints.read().decode("utf-8", "replace").split("\n")
        last = next((line for line in reversed(lines) if line.strip()), f"exit code {code}")
        return f" ({last.strip()[:300]})"


def _exchange(process: subprocess.Popen[bytes], message: bytes, seconds: float) -> Any:
    """Send something to the process, and return the answer.

    Raises
    ------
    TimeoutError
        If it has not come in time; the process is being ended then.
    """
    assert process.stdin is not None
    assert process.stdout is not None
    until = time.monotonic() + seconds
    clock = threading.Timer(seconds, _begin_to_end, (process,))
    clock.daemon = True
    clock.start()
    try:
        process.stdin.write(message)
        process.stdin.flush()
        return pickle.load(process.stdout)
    except LOST:
        if time.monotonic() >= until:
            raise TimeoutError from None
        raise
    finally:
        clock.cancel()


def _begin_to_end(process: subprocess.Popen[bytes]) -> None:
    """Tell a process to end, and have it ended if it does not listen; do not wait for that."""

    def end() -> None:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()

    threading.Thread(target=end, name="end of a worker", daemon=True).start()
