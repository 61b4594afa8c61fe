"""Workers on other machines: Dask carries the tasks to them, and does those of a lost one again.

Whatever a cluster's workers are like, each does one task at a time, on one thread that stays.
"""

from __future__ import annotations

import contextlib
import itertools
import queue
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from distributed import CancelledError, Client, Future, KilledWorker

from microkit.course.errors import CourseError
from microkit.course.grade.engine.attempt import AHEAD, Close, Work, attempt, without_result
from microkit.course.grade.engine.cluster import LOST, connected, count_workers
from microkit.course.grade.task import Graded, Task

PATIENCE = 60.0  # seconds without any worker, such as those of a batch system that come and go
A_MOMENT = 2.0  # seconds between looks whether the cluster is still there

# In a worker: Linux ends sandboxes with the thread that started them, and Dask may have many.
_ONE_THREAD = ThreadPoolExecutor(max_workers=1, thread_name_prefix="microkit")


@contextmanager
def over_cluster(
    work: Work, tasks: Iterable[Task], scheduler: str, close: Close | None = None
) -> Iterator[Iterator[Graded]]:
    """Have tasks done by the workers of a Dask cluster; see `spread`."""
    with connected(scheduler) as client:
        spreading = _Spreading(client, work)
        try:
            yield spreading.completed(tasks)
        finally:
            with contextlib.suppress(OSError):  # if the scheduler has gone, all has ended there
                client.cancel(list(spreading.under_way), force=True)
                if close is not None:
                    client.run(_later_on_one_thread, close, on_error="ignore")


def _on_one_thread(work: Work, task: Task) -> Graded:
    return _ONE_THREAD.submit(attempt, work, task).result()


def _later_on_one_thread(close: Close) -> None:
    _ONE_THREAD.submit(close)


class _Spreading:
    """The tasks that a cluster has been given, until their results are here."""

    def __init__(self, client: Client, work: Work) -> None:
        self._client, self._work = client, work
        self._done: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self.under_way: dict[Future, Task] = {}

    def completed(self, tasks: Iterable[Task]) -> Iterator[Graded]:
        """Keep a few tasks for each worker under way, and yield each result as it comes.

        Dask gives up a task when several workers died with it. It may only have waited behind
        another one that killed them; so such tasks get another chance at the end, one by one.
        """
        waiting = iter(tasks)
        suspects: list[Task] = []
        at_once = 0
        while True:
            if len(self.under_way) <= at_once // 2:
                at_once = AHEAD * max(1, count_workers(self._client))
                for task in itertools.islice(waiting, at_once - len(self.under_way)):
                    self._submit(task)
            if not self.under_way:
                break
            task, graded = self._next()
            if graded is None:
                suspects.append(task)
            else:
                yield graded
        for task in suspects:
            self._submit(task)
            _, graded = self._next()
            yield graded or without_result(
                task,
                "The work on it ended its worker process again and again. See whether it needs "
                "more memory than the workers have.",
            )

    def _submit(self, task: Task) -> None:
        # Not pure: to Dask, two submissions that are the same would be one.
        future = self._client.submit(_on_one_thread, self._work, task, pure=False)
        self.under_way[future] = task
        future.add_done_callback(self._done.put)

    def _next(self) -> tuple[Task, Graded | None]:
        """Wait for one to be done; return it with its result, None if its workers died."""
        future = self._wait()
        task = self.under_way.pop(future)
        try:
            return task, self._result(future)
        except KilledWorker:
            return task, None
        except (CancelledError, CourseError):
            raise CourseError(LOST) from None
        except Exception as error:
            sentence = f"The cluster could not grade it: {type(error).__name__}: {error}"
            return task, without_result(task, sentence)
        finally:
            future.release()  # the cluster forgets it

    def _wait(self) -> Future:
        since = time.monotonic()
        while True:
            try:
                return self._done.get(timeout=A_MOMENT)
            except queue.Empty:
                since = self._look(since)

    def _result(self, future: Future) -> Graded:
        since = time.monotonic()
        while True:
            try:
                return future.result(timeout=A_MOMENT)
            except TimeoutError:  # its worker was lost: it is being done again
                since = self._look(since)

    def _look(self, since: float) -> float:
        """Return when a worker was last seen, now or at `since`.

        Raises
        ------
        CourseError
            If that was too long ago, or the scheduler has gone.
        """
        if self._client.status != "running":
            raise CourseError(LOST)
        if count_workers(self._client):
            return time.monotonic()
        if time.monotonic() - since > PATIENCE:
            raise CourseError(
                f"The cluster has had no worker for {PATIENCE:.0f} seconds. Start workers, and run "
                "the command again: it goes on where it stopped."
            )
        return since
