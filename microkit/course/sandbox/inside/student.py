"""The process in which student code runs: it gives up all power, then calls the entry."""

from __future__ import annotations

import builtins
import fcntl
import os
import random
import resource
import signal
import site
import sys
from typing import Any

from . import kernel
from .calls import refuse_calls
from .converse import answer_one, converse, named, send, told, write_files
from .places import HOME

ANSWER, ASKED, BEGIN = 3, 4, 5  # the numbers of three pipes, once all else is closed
MOST_FILES = 2**20
PROCESSES_OF_THE_ROOM = 4  # that count, too: the server, what isolates, and who watches


def be_student(job: dict[str, Any], answer: int, output: int, asked: int, begin: int) -> None:
    """Become the student's process and run the job. It does not return.

    A byte into `begin` says that all power is gone: whatever happens from then on is the job's.
    """
    try:
        _wire(answer, output, asked, begin)
        _give_up_power(job.get("user"))
        os.write(BEGIN, b"1")
        os.close(BEGIN)
        write_files(job["files"])
        _limit(job["limits"], job["processes_around"])
        _settle(job["paths"])
    except BaseException as error:
        session = bytes.fromhex(job.get("session", ""))
        send(ANSWER, named(session, told(error)) if session else told(error))
        os._exit(0)
    if "session" in job:
        converse(job, ASKED, ANSWER)
    os.close(ASKED)
    send(ANSWER, answer_one(job["entry"], job["request"]))
    os._exit(0)


def _wire(answer: int, output: int, asked: int, begin: int) -> None:
    """Keep these open: nothing to read, twice the output, and the three pipes."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    pipes = (nothing, output, answer, asked, begin)
    high = [fcntl.fcntl(number, fcntl.F_DUPFD, 16) for number in pipes]
    for number, place in zip((0, 1, 1, 2, 3, 4), (0, 1, 2, ANSWER, ASKED, BEGIN), strict=True):
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
