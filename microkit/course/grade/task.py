"""What travels between the one who keeps the gradebook and the workers: plain data, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # a worker process starts sooner without all of intake
    from microkit.course.finding import Finding


@dataclass(frozen=True)
class Task:
    """One submission, with all that a worker needs in order to grade it, wherever it runs.

    Parameters
    ----------
    student : str
        The student's id.
    lesson : str
        The lesson's name, such as ``"02_one_step_back"``.
    notebook : str
        The notebook as JSON: the released one with the student's answers. Its graded cells are
        those of the gradebook.
    secret : str
        What this submission's hidden numbers are drawn from: made from the course's seed for this
        student alone. It is never taken into the sandbox.
    files : tuple of (str, bytes), optional
        The data files that the notebook may read, by their names inside the lesson's folder.
    seconds : float, optional
        How long one cell may take.
    trusted : bool, optional
        Whether student code runs without a sandbox.
    packages : tuple of str, optional
        Installed packages that student code may import, besides numpy.
    asked : tuple of str, optional
        The names that the lesson's answer cells define, also where Python or an import has one of
        that name.
    """

    student: str
    lesson: str
    notebook: str
    secret: str
    files: tuple[tuple[str, bytes], ...] = ()
    seconds: float = 30.0
    trusted: bool = False
    packages: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Graded:
    """What a worker hands back for a task. It says what each cell shows; the marks follow from it.

    Parameters
    ----------
    student, lesson : str
        As in the task.
    outputs : mapping from str to list of dict
        What each cell shows now, by the cell's id, in the notebook's own format. Cells that are
        not named show nothing.
    findings : tuple of Finding
        What a person should know about how the code ran.
    seconds : float
        How long it took the worker.
    trouble : str
        Why nothing could be graded at all, such as a sandbox that cannot be had on that machine;
        ``""`` where it was graded. Such a submission keeps the marks that it had.
    unfit : bool
        Whether that is the machine's fault: there is no sandbox on it.
    """

    student: str
    lesson: str
    outputs: Mapping[str, list[dict[str, Any]]]
    findings: tuple[Finding, ...] = field(default=())
    seconds: float = 0.0
    trouble: str = ""
    unfit: bool = False
