"""The process in which student code runs: it gives up all power, then calls the entry."""

from __future__ import annotations

import base64
import builtins
import errno
import fcntl
import importlib
import json
import os
import random
import resource
import signal
import site
import sys
from typing import Any

from . import kernel
from .calls import refuse_calls
from .places import HOME

ANSWER, BEGIN = 3, 4  # the numbers of two pipes, once all else is closed
MOST_FILES = 2**20
PROCESSES_OF_THE_ROOM = 4  # that count, too: the server, what isolates, and who watches


def be_student(job: dict[str, Any], answer: int, output: int, begin: int) -> None:
    """Become the student's process and run the job. It does not return.

    A byte into `begin` says that all power is gone: whatever happens from then on is the job's.
    """
    try:
        _wire(answer, output, begin)
        _give_up_power(job.get("user"))
        os.write(BEGIN, b"1")
        os.close(BEGIN)
        _write_files(job["files"])
        _limit(job["limits"], job["processes_around"])
        _settle(job["paths"])
        message = _call(job["entry"], job["request"])
    except BaseException as error:
        message = _told(error)
    _send(message)
    os._exit(0)


def _wire(answer: int, output: int, begin: int) -> None:
    """Keep these open: nothing to read, twice the output, and the two pipes."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    high = [fcntl.fcntl(number, fcntl.F_DUPFD, 16) for number in (nothing, output, answer, begin)]
    for number, place in zip((0, 1, 1, 2, 3), (0, 1, 2, ANSWER, BEGIN), strict=True):
        os.dup2(high[number], place, inheritable=place < ANSWER)
    os.closerange(BEGIN + 1, MOST_FILES)


def _give_up_power(user: int | None) -> None:
    os.setsid()
    kernel.bound_capabilities()
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    kernel.drop_capabilities()
    refuse_calls()
    kernel.hide_memory(False)  # a change of user hides it, also from the process itself
    os.umask(0o077)
    os.chdir(HOME)


def _write_files(files: list[list[str]]) -> None:
    for name, content in files:
        folder = os.path.dirname(name)
        if folder:
            os.makedirs(folder, exist_ok=True)
        with open(name, "wb") as file:
            file.write(base64.b64decode(content))


def _limit(limits: dict[str, Any], processes_around: int) -> None:
    processor = max(1, int(limits["processor_seconds"]))
    processes = int(limits["processes"]) + PROCESSES_OF_THE_ROOM + processes_around
    for kind, most in (
        (resource.RLIMIT_CORE, (0, 0)),
        (resource.RLIMIT_CPU, (processor, processor + 1)),
        (resource.RLIMIT_FSIZE, (int(limits["file_size"]),) * 2),
        (resource.RLIMIT_NOFILE, (int(limits["open_files"]),) * 2),
        (resource.RLIMIT_NPROC, (processes,) * 2),
        (resource.RLIMIT_MEMLOCK, (0, 0)),
        (resource.RLIMIT_MSGQUEUE, (0, 0)),
        (resource.RLIMIT_AS, (int(limits["memory"]),) * 2),
    ):
        hardest = resource.getrlimit(kind)[1]
        soft, hard = most
        if hardest != resource.RLIM_INFINITY:
            soft, hard = min(soft, hardest), min(hard, hardest)
        resource.setrlimit(kind, (soft, hard))


def _settle(paths: list[str]) -> None:
    """Make Python as a student knows it; the working folder comes last and shadows nothing."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.path[:] = [*paths, HOME]
    sys.argv = [""]
    random.seed()
    if not hasattr(builtins, "exit"):
        site.setquit()
        site.sethelper()


def _call(entry: str, request: Any) -> bytes:
    module, _, name = entry.partition(":")
    function: Any = importlib.import_module(module)
    for part in name.split("."):
        function = getattr(function, part)
    answer = function(request)
    try:
        return json.dumps({"answer": answer}, allow_nan=False).encode("ascii")
    except (TypeError, ValueError, RecursionError) as error:
        return _told(error, "bad answer")


def _told(error: BaseException, problem: str = "") -> bytes:
    """Return an exception as a message: which problem it is, its kind and its text."""
    number = getattr(error, "errno", None)
    if not problem:
        problem = "error"
        if isinstance(error, MemoryError) or number == errno.ENOMEM:
            problem = "memory"
        elif isinstance(error, SystemExit):
            problem = "exit"
        elif isinstance(error, BlockingIOError) or "can't start new thread" in error.args[:1]:
            problem = "processes"
        elif number in (errno.EFBIG, errno.ENOSPC):
            problem = "disk"
    try:
        text = " ".join(str(error).split())[:300]
    except BaseException:
        text = "its text cannot be shown"
    detail = {"problem": problem, "kind": type(error).__name__[:60], "text": text}
    return json.dumps({"error": detail}).encode("ascii")


def _send(message: bytes) -> None:
    view = memoryview(message)
    while view:
        view = view[os.write(ANSWER, view) :]
