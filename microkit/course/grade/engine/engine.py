"""Spread a class over processes of this machine or a Dask cluster: every task is done once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager

from microkit.course.grade.engine.attempt import Close, Work
from microkit.course.grade.engine.local import over_processes
from microkit.course.grade.task import Graded, Task


def spread(
    work: Work,
    tasks: Iterable[Task],
    workers: int | None = None,
    scheduler: str | None = None,
    close: Close | None = None,
) -> AbstractContextManager[Iterator[Graded]]:
    """Have tasks done by several workers; what comes back is in the order of completion.

    Tasks are taken from `tasks` when there is room for them, a few for each worker, so that ten
    thousand of them need no more memory than ten. Each of them comes back once, also when a worker
    is killed in the middle: its task is done again by another. Leaving the context ends
    what is still under way.

    Parameters
    ----------
    work : callable from Task to Graded
        A function of a module, or what else can be pickled. It is called by one and the same
        thread of each worker, a task at a time. An exception of it becomes the task's trouble.
    tasks : iterable of Task
        What is to be done. It is read by whoever reads the results.
    workers : int, optional
        How many processes; as many as there are processors if not given. With 1, too, it is a
        process of its own, which may be ended. A cluster has its own number.
    scheduler : str, optional
        The address of a Dask scheduler, such as ``"tcp://10.0.0.5:8786"``, whose workers are to do
        it. They need the same environment as this machine.
    close : callable, optional
        A function of a module that ends what `work` has kept, such as its sandboxes. Each worker
        calls it last.

    Raises
    ------
    CourseError
        If there are no workers to be had; or none any more.

    Examples
    --------
    >>> from functools import partial
    >>> from microkit.course.grade.engine.attempt import without_result
    >>> absent = partial(without_result, trouble="The work is not here.")
    >>> class_of_two = [Task(student, "02", "{}", "") for student in ("ada", "ben")]
    >>> with spread(absent, class_of_two, workers=1) as results:
    ...     [(graded.student, graded.trouble) for graded in results]
    [('ada', 'The work is not here.'), ('ben', 'The work is not here.')]
    """
    if scheduler is not None:
        # Imported here: a class on one machine is graded without Dask.
        from microkit.course.grade.engine.cluster_pool import over_cluster

        return over_cluster(work, tasks, scheduler, close)
    return over_processes(work, tasks, workers or available_processors(), close)


def available_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
