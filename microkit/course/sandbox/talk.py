"""One run seen from outside: hand over the job, listen to three pipes, and end it in time."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from microkit.course.sandbox.limits import Limits

LAST_WORDS = 5.0  # seconds from hanging up until every pipe has to be closed
MOST_OF_A_VERDICT = 4096
CHUNK = 65536


@dataclass
class Heard:
    """What came out of one run.

    Parameters
    ----------
    answer, output, verdict : bytearray
        What came through each pipe.
    cut : str
        Why the kit hung up; ``""`` if it did not.
    closed : bool
        Whether every pipe was closed at the end: then nothing is left running.
    seconds : float
        How long it took.
    """

    answer: bytearray = field(default_factory=bytearray)
    output: bytearray = field(default_factory=bytearray)
    verdict: bytearray = field(default_factory=bytearray)
    cut: str = ""
    closed: bool = False
    seconds: float = 0.0


@dataclass(frozen=True)
class Ends:
    """What the kit holds of one job: three streams that never wait, and how to stop it.

    Parameters
    ----------
    control : socket
        Through it the verdict comes.
    answer, output : stream
        To be read.
    asks : stream
        To be written.
    hang_up : callable
        Ends all processes of the job. It does not wait for that.
    """

    control: socket.socket
    answer: io.RawIOBase
    output: io.RawIOBase
    asks: io.RawIOBase
    hang_up: Callable[[], None]

    def close(self) -> None:
        """Close all of it."""
        for end in (self.control, self.answer, self.output, self.asks):
            end.close()


def hand_over(line: socket.socket, job: dict[str, Any], seconds: float) -> tuple[Ends, str]:
    """Have the server at the other end of `line` do a job; return what is held of it.

    The text says why the kit hung up already, ``""`` if it did not.

    Raises
    ------
    OSError
        If the server is not there any more.
    """
    ours, theirs = socket.socketpair()
    answer, answer_in = os.pipe()
    output, output_in = os.pipe()
    asked, asks = os.pipe()
    ends = Ends(
        ours,
        io.FileIO(answer, "r"),
        io.FileIO(output, "r"),
        io.FileIO(asks, "w"),
        functools.partial(_hang_up, ours),
    )
    passed = [theirs.fileno(), answer_in, output_in, asked]
    try:
        socket.send_fds(line, [b"run"], passed)
    except BaseException:
        ends.close()
        raise
    finally:
        theirs.close()
        for number in passed[1:]:
            os.close(number)
    for number in (answer, output, asks):
        os.set_blocking(number, False)
    body = json.dumps(job).encode("ascii")
    ours.settimeout(seconds)
    try:
        ours.sendall(len(body).to_bytes(8, "big") + body)
    except TimeoutError:
        ends.hang_up()
        return ends, "time"
    except OSError:  # it ended at once: the pipes will say so
        pass
    return ends, ""


def run_job(line: socket.socket, job: dict[str, Any], limits: Limits) -> Heard:
    """Have the server at the other end of `line` run a job, and return what was heard of it.

    Raises
    ------
    OSError
        If the server is not there any more.
    """
    start = time.monotonic()
    ends, cut = hand_over(line, job, limits.seconds)
    with contextlib.closing(Listener(ends, limits, cut)) as listener:
        ends.asks.close()
        listener.listen(start + limits.seconds)
        listener.heard.seconds = time.monotonic() - start
        return listener.heard


class Listener:
    """Hears what comes out of a job, and hangs up when a limit is reached.

    Parameters
    ----------
    ends : Ends
        They are closed with the listener.
    limits : Limits
        How much may come.
    cut : str
        Why the kit hung up already, if it did.
    """

    def __init__(self, ends: Ends, limits: Limits, cut: str = "") -> None:
        self.heard = heard = Heard(cut=cut)
        self._ends = ends
        self._outgoing = memoryview(b"")
        self._selector = selectors.DefaultSelector()
        for stream, read, found, most, problem in (
            (ends.control, ends.control.recv, heard.verdict, MOST_OF_A_VERDICT, "crash"),
            (ends.output, ends.output.read, heard.output, limits.output, "output"),
            (ends.answer, ends.answer.read, heard.answer, limits.answer, "bad answer"),
        ):
            self._selector.register(stream, selectors.EVENT_READ, (read, found, most, problem))

    def say(self, message: bytes) -> None:
        """Write what goes through at once; the rest goes while listening."""
        self._outgoing = memoryview(message)
        if not self._write():
            self._selector.register(self._ends.asks, selectors.EVENT_WRITE)

    def listen(self, until: float, enough: Callable[[], bool] = bool) -> None:
        """Hear until it is enough or all is closed; at the time `until`, hang up."""
        heard = self.heard
        if heard.cut:
            until = time.monotonic() + LAST_WORDS
        while self._selector.get_map() and not enough():
            left = until - time.monotonic()
            if left <= 0:
                if heard.cut:
                    return
                until = self.hang_up("time")
                continue
            for key, _ in self._selector.select(left):
                if key.fileobj is self._ends.asks:
                    if self._write():
                        self._selector.unregister(key.fileobj)
                elif problem := self._read(key):
                    until = self.hang_up(problem)
        heard.closed = not self._selector.get_map()

    def hear_what_is_printed(self) -> None:
        """Take what has been printed so far, without waiting."""
        while key := self._selector.get_map().get(self._ends.output):
            before = len(self.heard.output)
            if problem := self._read(key):
                self.hang_up(problem)
            if len(self.heard.output) == before:
                return

    def hang_up(self, problem: str) -> float:
        """End everything inside, and return until when it has to have ended."""
        if not self.heard.cut:
            self.heard.cut = problem
            self._ends.hang_up()
        if self._outgoing:
            self._selector.unregister(self._ends.asks)
            self._outgoing = memoryview(b"")
        return time.monotonic() + LAST_WORDS

    def close(self) -> None:
        """Close all ends."""
        self._selector.close()
        self._ends.close()

    def _read(self, key: selectors.SelectorKey) -> str:
        """Take what is there; return the problem if it is too much for the first time."""
        read, found, most, problem = key.data
        try:
            some = read(CHUNK)
        except ConnectionResetError:
            some = b""
        if some is None:  # there is nothing just now
            return ""
        if not some:
            self._selector.unregister(key.fileobj)
        found += some[: most - len(found) + 1]
        return problem if len(found) > most and not self.heard.cut else ""

    def _write(self) -> bool:
        """Write what goes through; return whether there is nothing left to write."""
        try:
            written = self._ends.asks.write(self._outgoing) or 0
        except OSError:  # nobody reads any more: the other pipes will say why
            written = len(self._outgoing)
        self._outgoing = self._outgoing[written:]
        return not self._outgoing


def _hang_up(control: socket.socket) -> None:
    """Tell the watching process to end everything."""
    with contextlib.suppress(OSError):  # it may have ended already
        control.shutdown(socket.SHUT_WR)
