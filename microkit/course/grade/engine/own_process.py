"""A process that does tasks, one at a time, and is replaced when it dies.

It is ended when it does not end its work in time: whatever a student's answer makes of what is
computed outside of the sandbox, the others are graded.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import subprocess
import tempfile
import threading
import time
from typing import Any

from microkit.course.errors import CourseError
from microkit.course.grade.engine.attempt import (
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


class OwnProcess:
    """One process at a time; `stop` may be called by another thread than the one that works.

    Parameters
    ----------
    work, close : callable
        What the process does with each task, and at its end: functions of modules.
    """

    def __init__(self, work: Work, close: Close | None) -> None:
        self._first_words = pickle.dumps((work, close))
        self._stopping = threading.Event()
        self._working = threading.Lock()  # held while a task is done
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def stopped(self) -> bool:
        """Whether `stop` has been called."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Tell the process to leave what it does, and begin no other."""
        self._stopping.set()
        if self._process is not None:
            _begin_to_end(self._process)

    def close(self) -> None:
        """Have the process end, once it has done what it does."""
        with self._working:
            self._end()
            self._complaints.close()

    def do(self, task: Task) -> Graded:
        """Return what the process makes of a task; a result that says so, if it does not end it.

        Raises
        ------
        CourseError
            If no process can be started.
        """
        with self._working:
            return self._do(task)

    def _do(self, task: Task) -> Graded:
        for _ in range(MOST_DEATHS):
            if self.stopped:
                break
            process = self.alive()
            if self.stopped:  # too late for `stop` to see a new process
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
            except KeyboardInterrupt:  # else the next task would be given this one's answer
                _begin_to_end(process)
                self._end()
                raise
        return without_result(
            task,
            f"The work on it ended its worker process {MOST_DEATHS} times"
            f"{self._how_it_ended()}. See whether it needs more memory than there is.",
        )

    def alive(self) -> subprocess.Popen[bytes]:
        """Return the process; a new one if it has died.

        Raises
        ------
        CourseError
            If no process can be started.
        """
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
            if self.stopped:
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
