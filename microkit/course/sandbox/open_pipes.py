"""The pipes of a process without a wall, as ends that a `Listener` can wait for on every system.

Windows can wait for sockets but not for pipes, so a thread stands between each pipe and a socket.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from typing import Any

from microkit.course.sandbox.inside.converse import HEAD, named, send
from microkit.course.sandbox.talk import CHUNK, Ends

MARK = 16  # bytes
PATIENCE = 1.0  # seconds to wait for what was printed before an answer


class OpenPipes:
    """One process, with its threads.

    Parameters
    ----------
    command : list of str
        What to start.
    job : dict
        What the process is told.
    folder : str
        Its working folder.
    environment : dict
        Its environment.
    """

    def __init__(
        self, command: list[str], job: dict[str, Any], folder: str, environment: dict[str, str]
    ) -> None:
        self._mark = secrets.token_bytes(MARK)
        self._marks = threading.Semaphore(0)
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment,
            bufsize=0,
            start_new_session=True,
        )
        self._first = named(bytes(8), json.dumps({**job, "mark": self._mark.hex()}).encode("ascii"))
        self._limits = job["limits"]
        control, verdict = socket.socketpair()
        asks, asked = socket.socketpair()
        answer, answer_in = socket.socketpair()
        output, output_in = socket.socketpair()
        self.ends = Ends(control, _raw(answer), _raw(output), _raw(asks), self.kill)
        self._threads = [
            threading.Thread(target=target, args=(end,), daemon=True)
            for target, end in (
                (self._pass_asks, asked),
                (self._pass_answers if "session" in job else self._pass_the_answer, answer_in),
                (self._pass_output, output_in),
                (self._tell_the_end, verdict),
            )
        ]
        for thread in self._threads:
            thread.start()

    def kill(self) -> None:
        """End the process, and where the system knows groups, what it started."""
        if self._process.poll() is None:
            _kill_group(self._process.pid)
            self._process.kill()

    def close(self) -> None:
        """End it, and wait until it has ended."""
        self.kill()
        for thread in self._threads:
            thread.join(PATIENCE)  # one may wait for a process that has left the group

    def _pass_asks(self, end: socket.socket) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        with end, pipe, contextlib.suppress(OSError):
            send(pipe.fileno(), self._first)
            while some := end.recv(CHUNK):
                send(pipe.fileno(), some)

    def _pass_answers(self, end: socket.socket) -> None:
        """Pass each answer on, after what was printed before it."""
        pipe = self._process.stdout
        assert pipe is not None
        head, left = b"", 0
        with end, pipe, contextlib.suppress(OSError):
            while some := pipe.read(min(left, CHUNK) or HEAD - len(head)):
                end.sendall(some)
                if left:
                    left -= len(some)
                    continue
                head += some
                if len(head) == HEAD:
                    self._marks.acquire(timeout=PATIENCE)
                    left, head = int.from_bytes(head[8:], "big"), b""

    def _pass_the_answer(self, end: socket.socket) -> None:
        """Pass on what is not one of many answers."""
        pipe = self._process.stdout
        assert pipe is not None
        with end, pipe, contextlib.suppress(OSError):
            while some := pipe.read(CHUNK):
                end.sendall(some)

    def _pass_output(self, end: socket.socket) -> None:
        """Pass what is printed on, without the marks in it."""
        pipe = self._process.stderr
        assert pipe is not None
        held = b""
        with end, pipe, contextlib.suppress(OSError):
            while some := pipe.read(CHUNK):
                *whole, held = (held + some).split(self._mark)
                for text in whole:
                    end.sendall(text)
                    self._marks.release()
                end.sendall(held[: 1 - MARK])
                held = held[1 - MARK :]
            end.sendall(held)

    def _tell_the_end(self, end: socket.socket) -> None:
        """Say how the process ended, as the sandbox's own watching process does."""
        code = self._process.wait()
        _kill_group(self._process.pid)
        used_up = sys.platform != "win32" and code == -signal.SIGXCPU
        verdict = {"exit": code, "processor": self._limits["processor_seconds"] if used_up else 0}
        with end, contextlib.suppress(OSError):
            end.sendall(json.dumps(verdict).encode("ascii"))


def _raw(end: socket.socket) -> io.RawIOBase:
    """Return a socket as a stream that never waits, and closes the socket with it."""
    end.setblocking(False)
    stream = end.makefile("rwb", buffering=0)
    end.close()  # in name only, as long as the stream is open
    return stream


def _kill_group(number: int) -> None:
    if sys.platform != "win32":
        with contextlib.suppress(OSError):  # nothing is left of it
            os.killpg(number, signal.SIGKILL)
