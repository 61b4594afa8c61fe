"""One run seen from outside: hand over the job, listen to three pipes, and end it in time."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import socket
import time
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


def run_job(line: socket.socket, job: dict[str, Any], limits: Limits) -> Heard:
    """Have the server at the other end of `line` run a job, and return what was heard of it.

    Raises
    ------
    OSError
        If the server is not there any more.
    """
    ours, theirs = socket.socketpair()
    answer, answer_in = os.pipe()
    output, output_in = os.pipe()
    with ours, open(answer, "rb", 0), open(output, "rb", 0):
        try:
            socket.send_fds(line, [b"run"], [theirs.fileno(), answer_in, output_in])
        finally:
            theirs.close()
            os.close(answer_in)
            os.close(output_in)
        heard = Heard()
        start = time.monotonic()
        body = json.dumps(job).encode("ascii")
        ours.settimeout(limits.seconds)
        try:
            ours.sendall(len(body).to_bytes(8, "big") + body)
        except TimeoutError:
            heard.cut = "time"
        except OSError:  # it ended at once: the pipes will say so
            pass
        _listen(heard, ours, answer, output, start, limits)
        heard.seconds = time.monotonic() - start
    return heard


def _listen(
    heard: Heard, control: socket.socket, answer: int, output: int, start: float, limits: Limits
) -> None:
    """Fill `heard` until every pipe is closed, hanging up when a limit is reached."""
    into = {
        control.fileno(): (heard.verdict, MOST_OF_A_VERDICT, "crash"),
        answer: (heard.answer, limits.answer, "bad answer"),
        output: (heard.output, limits.output, "output"),
    }
    until = start + limits.seconds
    with selectors.DefaultSelector() as selector:
        for number in into:
            selector.register(number, selectors.EVENT_READ)
        if heard.cut:
            until = _hang_up(control)
        while selector.get_map():
            left = until - time.monotonic()
            if left <= 0:
                if heard.cut:
                    return
                heard.cut = "time"
                until = _hang_up(control)
                continue
            for key, _ in selector.select(left):
                found, most, problem = into[key.fd]
                try:
                    some = os.read(key.fd, CHUNK)
                except ConnectionResetError:
                    some = b""
                if not some:
                    selector.unregister(key.fd)
                    continue
                found += some[: most - len(found) + 1]
                if len(found) > most and not heard.cut:
                    heard.cut = problem
                    until = _hang_up(control)
    heard.closed = True


def _hang_up(control: socket.socket) -> float:
    """Tell the watching process to end everything, and return until when it has to have done so."""
    with contextlib.suppress(OSError):  # it may have ended already
        control.shutdown(socket.SHUT_WR)
    return time.monotonic() + LAST_WORDS
