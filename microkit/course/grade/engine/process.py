"""A worker process: it reads tasks, one at a time, and answers each with what was graded.

Its one thread does all the work, since Linux ends sandboxes with the thread that started them.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from microkit.course.grade.engine.attempt import attempt

READY = "ready"
MEMORY = 4 * 2**30  # bytes of address space: more ends in a MemoryError of the task


def start_process(complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start a worker process. It waits for the work and the tasks, as pickles, on its input.

    Parameters
    ----------
    complaints : file
        Where all goes that is printed there.
    """
    start = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "from microkit.course.quick import leave_out_slow_imports\n"
        "leave_out_slow_imports()\n"
        "from microkit.course.grade.engine.process import serve\n"
        "serve()"
    )
    return subprocess.Popen(
        [sys.executable, "-P", "-c", start],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        env=one_thread_each(os.environ),
        start_new_session=True,  # Ctrl+C is for the kit, which then ends this
    )


def one_thread_each(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which numpy leaves the other processors to the other workers."""
    return {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", **environment}


def serve() -> None:
    """Do what the input asks for, until it is closed or the process is told to end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    _limit_memory()
    # What work prints must not get between the answers, nor may it read the tasks.
    with os.fdopen(os.dup(0), "rb") as asked, os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        with open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        work, close = pickle.load(asked)
        try:
            _say(answers, READY)
            with contextlib.suppress(EOFError):
                while True:
                    _say(answers, attempt(work, pickle.load(asked)))
        finally:
            try:  # it may be told to end just now, too
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
            finally:
                if close is not None:
                    close()


def _limit_memory() -> None:
    """Take no more than `MEMORY` from here on, on systems that have such limits."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        known = resource.getrlimit(resource.RLIMIT_AS)
        least = min([MEMORY, *(one for one in known if one != resource.RLIM_INFINITY)])
        resource.setrlimit(resource.RLIMIT_AS, (least, known[1]))


def _say(answers: IO[bytes], thing: Any) -> None:
    answers.write(pickle.dumps(thing))
    answers.flush()


def _leave(*_: Any) -> NoReturn:
    raise SystemExit(0)
