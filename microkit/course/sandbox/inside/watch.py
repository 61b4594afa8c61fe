"""The first process of a run's own namespace: it starts the student's, watches, and tells its end.

Linux protects the first process of a namespace from every signal that comes from within; when it
ends, all others there end with it, whatever they do.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
from typing import Any

from . import kernel
from .student import be_student

GLANCE = 0.05  # seconds between two looks at the processes
PAGE = os.sysconf("SC_PAGE_SIZE")


def watch(control: socket.socket, answer: int, output: int, asked: int) -> None:
    """Run one job, which comes through `control`. The caller has to end the process afterwards."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    kernel.hide_memory(True)
    job = receive(control)
    if job is None:
        return
    begun, begin = os.pipe()
    student = os.fork()
    if student == 0:
        be_student(job, answer, output, asked, begin)
    for number in (answer, output, asked, begin):
        os.close(number)
    verdict = _until_the_end(control, student, job["limits"])
    if verdict:
        verdict["begun"] = os.read(begun, 1) == b"1"
        tell(control, verdict)


def tell(control: socket.socket, verdict: dict[str, Any]) -> None:
    """Send the verdict, if anybody still wants to know."""
    with contextlib.suppress(OSError):
        control.sendall(json.dumps(verdict).encode("ascii"))


def receive(control: socket.socket) -> dict[str, Any] | None:
    """Return the next job: eight bytes of length, then JSON. None if nobody is there any more."""
    head = _exactly(control, 8)
    body = head and _exactly(control, int.from_bytes(head, "big"))
    return json.loads(body) if body else None


def _exactly(control: socket.socket, number: int) -> bytes:
    found = bytearray()
    while len(found) < number:
        some = control.recv(min(number - len(found), 2**20))
        if not some:
            return b""
        found += some
    return bytes(found)


def _until_the_end(
    control: socket.socket, student: int, limits: dict[str, Any]
) -> dict[str, Any] | None:
    """Return how the student's process ended; None if the kit does not want to know any more."""
    end = os.pidfd_open(student)
    while True:
        ready = select.select([control, end], [], [], GLANCE)[0]
        if control in ready:  # the kit has hung up
            return None
        if excess := _excess(limits):
            return {"problem": excess}
        if end in ready:
            _, status, used = os.wait4(student, 0)
            return {
                "exit": os.waitstatus_to_exitcode(status),
                "processor": used.ru_utime + used.ru_stime,
            }
        _bury(student)


def _bury(student: int) -> None:
    """Let go of the orphans that have ended; the student's own process is waited for elsewhere."""
    for pid in _others():
        if pid != student:
            try:
                os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                continue


def _others() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and name != "1"]


def _excess(limits: dict[str, Any]) -> str:
    """Return what the processes use too much of, all together."""
    threads = memory = 0
    for pid in _others():
        try:
            with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        threads += int(fields[17])
        memory += int(fields[21]) * PAGE
    if threads > limits["processes"]:
        return "processes"
    return "memory" if memory > limits["memory"] else ""
