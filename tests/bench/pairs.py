"""A B A B: two ways to do the same work, each in a process of its own, taking turns.

A process of its own for each way gives each its own heap: Python's garbage collector walks whatever
is there, so that what one leaves behind would slow down the other. Taking turns lets both meet the
same machine: what is reported is the median of the ratios of neighbors.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

TESTS = Path(__file__).resolve().parents[1]
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Worker:
    """A process that has set up one side of a case, and runs it on demand."""

    def __init__(self, case: str, side: str) -> None:
        self.side = side
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.worker", case, side],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=TESTS,
            env={**os.environ, **ONE_THREAD},
        )
        self.ready = self._read()

    def run(self) -> dict[str, Any]:
        """Run one turn, and return its seconds and what it computed."""
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        return self._read()

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"The side {self.side!r} of the benchmark stopped; see above.")
        return json.loads(line)


@dataclass(frozen=True)
class Pair:
    """What two sides did in turn.

    Attributes
    ----------
    ratio : float
        How many times faster the first is: the median of the ratios of neighboring turns.
    low, high : float
        The smallest and the largest of these ratios.
    first, second : float
        The median seconds of a turn.
    first_memory, second_memory : float
        The peak of the process's memory over its start, in bytes.
    difference : float
        The largest relative difference between what the two computed in the first turn. Later,
        rounding grows: a step of training is not a contraction.
    """

    ratio: float
    low: float
    high: float
    first: float
    second: float
    first_memory: float
    second_memory: float
    difference: float


def compare(case: str, first: str, second: str, turns: int = 9) -> Pair:
    """Run two sides of a case in turn; the first turn of each is not counted."""
    workers = [Worker(case, first), Worker(case, second)]
    try:
        results = [[worker.run() for worker in workers] for _ in range(turns + 1)]
    finally:
        for worker in workers:
            worker.close()
    counted = results[1:]
    ratios = sorted(b["seconds"] / a["seconds"] for a, b in counted)
    return Pair(
        ratio=median(ratios),
        low=ratios[0],
        high=ratios[-1],
        first=median(a["seconds"] for a, _ in counted),
        second=median(b["seconds"] for _, b in counted),
        first_memory=counted[-1][0]["memory"],
        second_memory=counted[-1][1]["memory"],
        difference=_difference(results[0][0]["result"], results[0][1]["result"]),
    )


def _difference(left: list[float], right: list[float]) -> float:
    """Return the largest relative difference of two lists of numbers."""
    if len(left) != len(right):
        return float("inf")
    return max(abs(a - b) / max(1.0, abs(a), abs(b)) for a, b in zip(left, right, strict=True))
