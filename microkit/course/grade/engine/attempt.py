"""Do one task, wherever: whatever goes wrong comes back as the task's trouble."""

from __future__ import annotations

from collections.abc import Callable

from microkit.course.grade.task import Graded, Task

Work = Callable[[Task], Graded]
Close = Callable[[], None]
AHEAD = 3  # tasks for each worker that are under way at once, so that none waits for the gradebook
MOST_DEATHS = 3  # of workers, over one task
MOST_CELLS = 40  # that may take as long as a cell may; honest work takes seconds in all


def attempt(work: Work, task: Task) -> Graded:
    """Return what `work` makes of the task; if it fails, a result that says so."""
    try:
        return work(task)
    except Exception as error:
        return without_result(task, f"The grader itself failed: {type(error).__name__}: {error}")


def most_seconds(task: Task) -> float:
    """Return how long the work on a task may take in all, after which its process is ended.

    Examples
    --------
    >>> most_seconds(Task("ada", "02_one_step_back", "{}", "", seconds=30.0))
    1260.0
    """
    return 60.0 + MOST_CELLS * task.seconds


def without_result(task: Task, trouble: str) -> Graded:
    """Return the result for a task that could not be done."""
    return Graded(task.student, task.lesson, {}, trouble=trouble)
