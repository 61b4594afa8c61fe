"""Workers on other machines: Dask carries the tasks to them, and does those of a lost one again."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import queue
import time
from collections.abc import Iterable, Iterator
from concurrent import futures
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from distributed import CancelledError, Client, Future, KilledWorker

from microkit.course.errors import CourseError
from microkit.course.grade.engine import cluster_worker
from microkit.course.grade.engine.attempt import AHEAD, Close, Work, without_result
from microkit.course.grade.engine.cluster import LOST, connected, count_workers
from microkit.course.grade.task import Graded, Task

PATIENCE = 60.0  # seconds without any worker, such as those of a batch system that come and go
A_MOMENT = 2.0  # seconds between looks whether the cluster is still there

_Result = futures.Future[Graded]  # here, of what Dask's own Future is in the cluster


@contextmanager
def over_cluster(
    work: Work, tasks: Iterable[Task], scheduler: str, close: Close | None = None
) -> Iterator[Iterator[Graded]]:
    """Have tasks done by the workers of a Dask cluster; see `spread`."""
    with connected(scheduler) as client:
        spreading = _Spreading(client, work, close)
        try:
            yield spreading.completed(tasks)
        finally:
            if client.status == "running":  # if the scheduler has gone, all has ended there
                with contextlib.suppress(OSError):
                    spreading.leave()


class _Spreading:
    """The tasks that a cluster has been given, until their results are here."""

    def __init__(self, client: Client, work: Work, close: Close | None) -> None:
        self._client, self._work, self._close = client, work, close
        self._run = uuid4().hex
        self._done: queue.SimpleQueue[_Result] = queue.SimpleQueue()
        self._under_way: dict[_Result, tuple[Task, Future]] = {}

    def completed(self, tasks: Iterable[Task]) -> Iterator[Graded]:
        """Keep a few tasks for each worker under way, and yield each result as it comes.

        Dask gives up a task when several workers died with it. It may only have waited behind
        another one that killed them; so such tasks get another chance at the end, one by one.
        """
        waiting = iter(tasks)
        suspects: list[Task] = []
        at_once = 0
        while True:
            if len(self._under_way) <= at_once // 2:
                at_once = AHEAD * max(1, count_workers(self._client))
                for task in itertools.islice(waiting, at_once - len(self._under_way)):
                    self._submit(task)
            if not self._under_way:
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

    def leave(self) -> None:
        """Take back what the cluster has not done yet, and end what it does."""
        self._client.cancel([future for _, future in self._under_way.values()], force=True)
        self._client.run(cluster_worker.leave, self._run, on_error="ignore")

    def _submit(self, task: Task) -> None:
        # Not pure: to Dask, two submissions that are the same would be one.
        future = self._client.submit(
            cluster_worker.do, self._run, self._work, self._close, task, pure=False
        )
        loop: Any = self._client.loop
        result = asyncio.run_coroutine_threadsafe(self._fetch(future), loop.asyncio_loop)
        self._under_way[result] = task, future
        result.add_done_callback(self._done.put)

    async def _fetch(self, future: Future) -> Graded:
        fetching: Any = self._client.gather(future, asynchronous=True)
        return await fetching

    def _next(self) -> tuple[Task, Graded | None]:
        """Wait for one to be here; return it with its result, None if its workers died."""
        result = self._wait()
        task, future = self._under_way.pop(result)
        try:
            return task, result.result()
        except KilledWorker:
            return task, None
        except CancelledError:
            raise CourseError(LOST) from None
        except Exception as error:
            sentence = f"The cluster could not grade it: {type(error).__name__}: {error}"
            return task, without_result(task, sentence)
        finally:
            future.release()  # the cluster forgets it

    def _wait(self) -> _Result:
        """Wait for the next result.

        Raises
        ------
        CourseError
            If there was no worker for long, or the scheduler has gone.
        """
        seen = time.monotonic()  # when there was a worker
        while True:
            try:
                return self._done.get(timeout=A_MOMENT)
            except queue.Empty:
                if self._client.status != "running":
                    raise CourseError(LOST) from None
                if count_workers(self._client):
                    seen = time.monotonic()
                elif time.monotonic() - seen > PATIENCE:
                    raise CourseError(
                        f"The cluster has had no worker for {PATIENCE:.0f} seconds. Start workers, "
                        "and run the command again: it goes on where it stopped."
                    ) from None
