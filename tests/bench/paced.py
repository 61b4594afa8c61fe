"""A process that grades a class and tells how: when each was done, and how its memory grew.

`python -m bench.paced COURSE LESSON WORKERS [SCHEDULER]`; the tables are made elsewhere.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import psutil

from bench.classes import afresh
from microkit.course.folder import Course
from microkit.course.grade.book.journal import read_entry
from microkit.course.grade.classrun import ClassRun, Wishes
from microkit.course.grade.task import Graded, Task
from microkit.course.grade.work.worker import grade_one

TESTS = Path(__file__).resolve().parents[1]
STORE = "MICROKIT_BENCH_STORE"  # a folder; what is found there is handed back at once


@dataclass(frozen=True)
class Paced:
    """How a class was graded.

    Parameters
    ----------
    seconds : float
        The whole run, without the start of Python and its imports.
    done : list of float
        When each submission was written, in seconds since the beginning.
    memory : list of int
        The bytes of the process then, without its workers.
    work : list of float
        How long each took its worker.
    """

    seconds: float
    done: list[float]
    memory: list[int]
    work: list[float]

    @property
    def start(self) -> float:
        """How much later the first one was done than another would be: all has to be made ready."""
        return max(0.0, self.done[0] - fmean(self.work[1:]))

    @property
    def gap(self) -> float:
        """The seconds from one submission to the next, on average, once everything runs."""
        return (self.done[-1] - self.done[0]) / (len(self.done) - 1)


def paced(root: Path, lesson: str, workers: int, scheduler: str = "", store: str = "") -> Paced:
    """Grade a class afresh in a process of its own.

    Parameters
    ----------
    root : Path
        The course folder.
    lesson : str
        The lesson's name.
    workers : int
        How many processes.
    scheduler : str, optional
        The address of a Dask cluster.
    store : str, optional
        A folder: a second run finds there what came out in the first, and does no work again. What
        remains is the writer.
    """
    afresh(root)
    command = [sys.executable, "-m", "bench.paced", str(root), lesson, str(workers), scheduler]
    environment = {**os.environ, STORE: store}
    done = subprocess.run(command, cwd=TESTS, env=environment, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise SystemExit(f"Grading {root} failed; see above.")
    return Paced(**json.loads(done.stdout.splitlines()[-1]))


def stored(task: Task) -> Graded:
    """Grade a submission, or hand back what came out the last time."""
    path = Path(os.environ[STORE], f"{task.student}.pickle")
    if path.is_file():
        return pickle.loads(path.read_bytes())
    graded = grade_one(task)
    path.write_bytes(pickle.dumps(graded))
    return graded


def main() -> None:
    """Grade a class, and print what there is to tell as JSON."""
    root, lesson, workers, scheduler = sys.argv[1:]
    process, done, memory = psutil.Process(), [], []
    begin = time.perf_counter()

    def tell(_: object) -> None:
        done.append(time.perf_counter() - begin)
        memory.append(process.memory_info().rss)

    wishes = Wishes(workers=int(workers), scheduler=scheduler or None)
    work = stored if os.environ.get(STORE) else grade_one
    outcome = ClassRun(Course(Path(root)), lesson, wishes, work).grade(tell)
    seconds = time.perf_counter() - begin
    if outcome.troubles:
        raise SystemExit(f"Not everything was graded: {outcome.troubles}")
    folders = [Path(root, "autograded", student, lesson) for student in outcome.graded]
    entries = [entry for folder in folders if (entry := read_entry(folder))]
    told = Paced(seconds, done, memory, [entry.seconds for entry in entries])
    print(json.dumps(told.__dict__))


if __name__ == "__main__":
    # As `bench.paced`, so that a worker finds `stored` there.
    from bench.paced import main as same

    same()
