"""How long a class takes, with so many workers: simulated, from what is measured on this machine.

`make bench ARGS=curve`. Workers grade, each one submission at a time; one process, the writer,
hands submissions out and writes what comes back. The simulation knows nothing else.
"""

from __future__ import annotations

import heapq
import itertools
import math
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from unittest import mock

from support.dask_cluster import a_cluster

from bench.classes import make_course
from bench.paced import STORE, paced
from microkit.course.grade.engine.attempt import AHEAD
from microkit.course.grade.engine.engine import available_processors

CLASSES = (100, 300, 1_000, 10_000)
WORKERS = (1, 2, 4, 8, 16, 32, 64)
MEASURED = {"02_one_step_back": 100, "06_learning": 12}  # lesson: submissions
WRITER = -1


@dataclass(frozen=True)
class Costs:
    """What a submission costs.

    Parameters
    ----------
    work : sequence of float
        Seconds of a worker; one after the other, and then from the beginning again.
    writing : float
        Seconds of the writer.
    start : float
        Seconds before the first submission.
    """

    work: Sequence[float]
    writing: float
    start: float = 0.0

    @property
    def most_workers(self) -> int:
        """From so many workers on, it is the writer that the others wait for."""
        return math.ceil(fmean(self.work) / self.writing)


def simulated(costs: Costs, submissions: int, workers: int, processors: float = math.inf) -> float:
    """Return the seconds for a class.

    Parameters
    ----------
    costs : Costs
        What a submission costs.
    submissions, workers : int
        How many.
    processors : float, optional
        How many processors there are for workers and writer; by default each has its own.

    Notes
    -----
    Where there are fewer processors than there is to do at once, all share them alike. So `virtual`
    is the time by which everything under way has come along, and it runs slower than the `clock`.

    Examples
    --------
    >>> simulated(Costs([3.0], writing=1.0), submissions=4, workers=2)
    8.0
    >>> simulated(Costs([3.0], writing=1.0), submissions=4, workers=1, processors=1)
    16.0
    """
    seconds = itertools.cycle(costs.work)
    clock, virtual = costs.start, 0.0
    idle, waiting, finished, written = workers, submissions, 0, 0
    writing = False
    busy: list[tuple[float, int]] = []  # when it ends, and who
    while written < submissions:
        while idle and waiting and submissions - waiting - written < AHEAD * workers:
            heapq.heappush(busy, (virtual + next(seconds), idle))
            idle, waiting = idle - 1, waiting - 1
        if finished and not writing:
            heapq.heappush(busy, (virtual + costs.writing, WRITER))
            finished, writing = finished - 1, True
        end, who = busy[0]
        clock += (end - virtual) * max(1.0, len(busy) / processors)
        virtual = end
        heapq.heappop(busy)
        if who == WRITER:
            written, writing = written + 1, False
        else:
            finished, idle = finished + 1, idle + 1
    return clock


def main() -> None:
    """Measure, compare the simulation with what was measured, and print the curves."""
    with tempfile.TemporaryDirectory(prefix="microkit-bench-") as scratch:
        for lesson, count in MEASURED.items():
            folder = Path(scratch, lesson)
            root = make_course(folder / "course", lesson, count)
            curve(lesson, measure(root, lesson, folder))


def measure(root: Path, lesson: str, folder: Path) -> Costs:
    """Return the costs with a cluster; compare the simulation with three real runs."""
    stores = folder / "store-here", folder / "store-there"
    for store in stores:
        store.mkdir()
    kept_here, kept_there = map(str, stores)
    alone, two = paced(root, lesson, 1, store=kept_here), paced(root, lesson, 2)
    writing_here = paced(root, lesson, 1, store=kept_here).gap
    with cluster(folder, stores[1]) as scheduler:
        over = paced(root, lesson, 2, scheduler, kept_there)
        writing_there = paced(root, lesson, 2, scheduler, kept_there).gap
    work = alone.work[1:]  # the first one also waits for the sandboxes: that is the start
    here = Costs(work, writing_here, alone.start)
    there = Costs(work, writing_there, over.start)
    count, processors = len(alone.done), available_processors()
    print(f"| {lesson}, {count} submissions | simulated, s | measured, s |\n|---|---|---|")
    for what, costs, workers, shared, run in (
        (f"1 worker, on {processors} processors", here, 1, processors, alone),
        (f"2 workers, on {processors} processors", here, 2, processors, two),
        (f"2 workers of a cluster, on {processors} processors", there, 2, processors, over),
    ):
        seconds = simulated(costs, count, workers, shared)
        print(f"| {what} | {seconds:.1f} | {run.done[-1]:.1f} |")
    print()
    return there


def curve(lesson: str, costs: Costs) -> None:
    """Print the minutes for classes of many sizes, with a processor for each worker."""
    print(
        f"Each worker on a processor of its own. A submission of {lesson} takes a worker "
        f"{fmean(costs.work):.2f} s and the writer {costs.writing:.3f} s: from "
        f"{costs.most_workers} workers on, the writer is the limit.\n"
    )
    print(f"| submissions, minutes | {' | '.join(map(_workers, WORKERS))} |")
    print("|---" * (len(WORKERS) + 1) + "|")
    for submissions in CLASSES:
        times = (simulated(costs, submissions, workers) / 60 for workers in WORKERS)
        print(f"| {submissions:,} | {' | '.join(f'{minutes:.1f}' for minutes in times)} |")
    print(flush=True)


def _workers(count: int) -> str:
    return "1 worker" if count == 1 else f"{count}"


@contextmanager
def cluster(folder: Path, store: Path | str = "") -> Iterator[str]:
    """Run a Dask scheduler with two workers, and give its address."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch.dict("os.environ", {STORE: str(store)}))
        dask = stack.enter_context(a_cluster(folder))
        for _ in range(2):
            dask.worker("--nthreads=1")
        dask.wait_for(2)
        yield dask.address
