"""A Dask cluster of processes on this machine, which a test may kill."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from distributed import Client
from support import grading_work
from support.servers import HOST, free_port

TESTS = Path(__file__).parents[1]
PATIENCE = 120  # seconds that a busy machine may need


class Cluster:
    """A scheduler, and workers that a test may start and kill; all of it ends with the test."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        port = free_port()
        self.address = f"tcp://{HOST}:{port}"
        self.scheduler = self._start("scheduler", f"--port={port}", f"--host={HOST}")

    def worker(self, *options: str) -> subprocess.Popen[bytes]:
        """Start a worker with two threads."""
        folder = f"--local-directory={self._folder}"
        return self._start("worker", self.address, "--nthreads=2", folder, *options)

    def wait_for(self, workers: int) -> dict[str, int]:
        """Wait for so many workers, and return their addresses with their processes' numbers."""
        with Client(self.address, timeout=PATIENCE, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=PATIENCE)
            return client.run(grading_work.process)  # pyright: ignore[reportReturnType]

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        log = self._stack.enter_context((self._folder / "dask.log").open("ab"))
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command, "--no-dashboard"],
            cwd=self._folder,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path]),
                "PYTHONWARNINGS": "",
                # So that a poison task needs to kill fewer of them.
                "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
            },
            stdout=log,
            stderr=log,
        )
        self._stack.callback(_end, process)
        return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE / 4)
    except subprocess.TimeoutExpired:  # it waits for others, who have gone
        process.kill()
        process.wait(PATIENCE)


@contextmanager
def a_cluster(folder: Path) -> Iterator[Cluster]:
    """Run a cluster whose files lie in a folder."""
    with ExitStack() as stack:
        yield Cluster(folder, stack)
