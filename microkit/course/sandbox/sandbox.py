"""Run Python on untrusted code: limits and named files in, plain data or a problem out."""

from __future__ import annotations

import socket
import subprocess
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from microkit.course.sandbox import bubblewrap
from microkit.course.sandbox.limits import Limits
from microkit.course.sandbox.python import python_paths
from microkit.course.sandbox.runner import Runner
from microkit.course.sandbox.session import Session
from microkit.course.sandbox.talk import LAST_WORDS, Ends, Heard, hand_over, run_job
from microkit.course.sandbox.users import new_user, processes_around

START = 60.0  # seconds that a server may need until it is ready


class Sandbox(Runner):
    """A place where student code can do no harm: no network, no files but the named ones.

    Each run has a fresh working folder, processes of its own and limits; nothing of it is left
    when the next one begins. One sandbox does one run at a time; use one for each worker.

    Parameters
    ----------
    limits : Limits, optional
        What a run may use.
    readable : sequence of Path, optional
        Files and folders that may be read inside, under the same names. If root runs this,
        everyone has to be allowed to read them.
    packages : sequence of str, optional
        Installed packages that can be imported inside; nothing else that is installed is there.
    parts : sequence of str, optional
        Files and folders of `microkit` that are there, such as ``"engine.py"``; ``"."`` for all.
    stand_ins : mapping, optional
        Texts that stand in for files of `microkit`, such as ``{"__init__.py": "..."}``.
    code : sequence of Path, optional
        Python files and packages from elsewhere that can be imported inside.
    warm : bool, optional
        Whether one process inside imports what is needed once, and forks for each run.
    imports : sequence of str, optional
        What a warm sandbox imports beforehand. It runs with more power than student code has:
        name only modules of the kit and of packages, never anything of a student's.

    Raises
    ------
    SandboxError
        If there can be no sandbox here; the text says why, and what to do.

    Examples
    --------
    >>> with Sandbox() as sandbox:  # doctest: +SKIP
    ...     sandbox.run("math:fsum", [0.5, 1.5]).answer
    2.0
    """

    def __init__(
        self,
        limits: Limits | None = None,
        readable: Sequence[Path] = (),
        *,
        packages: Sequence[str] = (),
        parts: Sequence[str] = (),
        stand_ins: Mapping[str, str] | None = None,
        code: Sequence[Path] = (),
        warm: bool = False,
        imports: Sequence[str] = (),
    ) -> None:
        bubblewrap.find_bubblewrap()
        super().__init__(limits, parts, stand_ins, code)
        self.warm = warm
        self._readable, self._packages, self._imports = readable, packages, imports
        self._paths = [*python_paths(), *bubblewrap.import_paths(self._room)]
        self._server: _Server | None = None

    def _told(self) -> dict[str, Any]:
        return {
            "paths": self._paths,
            "user": new_user(),
            "processes_around": processes_around(),
        }

    def _run(self, job: dict[str, Any], limits: Limits) -> Heard:
        server = self._ready()
        closed = False
        try:
            heard = run_job(server.line, job, limits)
            closed = heard.closed
        finally:
            self._finish(closed)
        return heard

    def _converse(self, job: dict[str, Any], limits: Limits) -> Session:
        server = self._ready()

        def start(name: str) -> tuple[Ends, str]:
            return hand_over(server.line, {**job, "session": name}, limits.seconds)

        try:
            return Session(start, limits, self._finish)
        except BaseException:
            self._stop()
            raise

    def _finish(self, closed: bool) -> None:
        """Keep a warm server if nothing of a job is left in it, and end every other."""
        if self._server is not None and not (
            closed and self._server.is_done(self.warm) and self.warm
        ):
            self._stop()

    def _ready(self) -> _Server:
        """Return a server that runs: Linux ends one with the thread that started it."""
        if self._server is not None and self._server.ended:
            self._stop()
        if self._server is None:
            self._server = _Server(self._command)
        return self._server

    def _command(self, line: int) -> list[str]:
        return bubblewrap.command(
            self._room,
            self.limits,
            self._readable,
            self._packages,
            self.warm,
            self._imports,
            line,
        )

    def _stop(self) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None


class _Server:
    """The process inside that takes runs, and the line to it."""

    def __init__(self, command: Any) -> None:
        self.line, theirs = socket.socketpair()
        complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._end = weakref.finalize(self, _end, self.line, complaints, processes := [])
        with theirs:
            process = subprocess.Popen(
                command(theirs.fileno()),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=complaints,
                stderr=complaints,
                env={"LANG": "C.UTF-8"},
                cwd="/",
                start_new_session=True,  # Ctrl+C is for the kit, which then ends this
            )
        processes.append(process)
        self._process = process
        self.line.settimeout(START)
        try:
            word = self.line.recv(16)
        except OSError:
            word = b""
        if word != b"ready":
            self._process.kill()
            self._process.wait()
            complaints.seek(0)
            text = complaints.read(100_000).decode("utf-8", "replace")
            self.stop()
            raise bubblewrap.explain(text)

    @property
    def ended(self) -> bool:
        """Whether it runs no more."""
        return self._process.poll() is not None

    def is_done(self, warm: bool) -> bool:
        """Wait until the last process of a run has ended, and say whether it has."""
        try:
            if warm:
                self.line.settimeout(LAST_WORDS)
                return self.line.recv(16) == b"done"
            self._process.wait(LAST_WORDS)
        except (OSError, subprocess.TimeoutExpired):
            return False
        return True

    def stop(self) -> None:
        """End it, and everything inside with it."""
        self._end()


def _end(
    line: socket.socket, complaints: IO[bytes], processes: list[subprocess.Popen[bytes]]
) -> None:
    line.close()
    complaints.close()
    for process in processes:
        process.kill()  # the kernel ends the namespace of processes with it
        process.wait()
