"""What an exercise is: plain data that both halves of a check read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from microkit.errors import MicrokitError

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Question:
    """One question that a check asks, and its share of the points.

    Parameters
    ----------
    id : str
        A short name, such as ``"accumulate"``.
    text : str
        The question as a student reads it.
    share : float
        Its part of the exercise's points; the shares of an exercise add up to 1.
    hint : str, optional
        What a failure usually means, for the report of a slip that no table knows.
    """

    id: str
    text: str
    share: float
    hint: str = ""


@dataclass(frozen=True)
class Exercise:
    """One thing that a student writes, and how it is asked about.

    Parameters
    ----------
    id : str
        The lesson's number, a dot and a name: ``"02.mul"``.
    target : str or tuple of str
        What the student writes: ``"Value.__mul__"``, or several names.
    points : float
        What the exercise is worth; 0 for a stretch task.
    title : str
        A few words for the report's first line.
    section : str
        The section of the lesson to look at again.
    kind : str
        Which collector and which judge belong to it: ``"rule"``, ``"chain"``, ``"predictions"`` or
        ``"experiment"``.
    questions : tuple of Question
        Asked in this order.
    ops : tuple of str, optional
        For a rule: the symbols of the operations that are probed.
    fresh : bool, optional
        True for a hidden check: the same questions, with inputs from the course's secret seed.
    takes_dict : bool, optional
        Whether what is asked for is itself a dict, which is then not taken for a namespace.
    """

    id: str
    target: str | tuple[str, ...]
    points: float
    title: str
    section: str
    kind: str
    questions: tuple[Question, ...]
    ops: tuple[str, ...] = ()
    fresh: bool = False
    takes_dict: bool = False

    @property
    def lesson(self) -> str:
        """The number of the lesson, such as ``"02"``."""
        return self.id.split(".")[0]

    @property
    def base(self) -> str:
        """The id without ``.fresh``: what a visible check and its hidden twin share."""
        return self.id.removesuffix(".fresh")

    @property
    def targets(self) -> tuple[str, ...]:
        """The target as a tuple, also where it is a single name."""
        return (self.target,) if isinstance(self.target, str) else self.target

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the student's notebook must define, each once.

        Examples
        --------
        >>> from microkit.checks import exercises
        >>> minus = next(e for e in exercises() if e.id == "02.minus")
        >>> minus.targets, minus.names
        (('Value.__neg__', 'Value.__sub__'), ('Value',))
        """
        return tuple(dict.fromkeys(self._firsts))

    @property
    def _firsts(self) -> list[str]:
        return [target.split(".")[0] for target in self.targets]

    def paired(self, things: Sequence[Thing]) -> dict[str, Thing]:
        """Return what is given for each name: one thing for each name, or one for each target.

        Raises
        ------
        MicrokitError
            If there are more or fewer.
        """
        for asked in (self.names, self._firsts):
            if len(things) == len(asked):
                return dict(zip(asked, things, strict=True))
        raise MicrokitError(
            f"{self.id} checks {', '.join(self.names)}, and got {len(things)} things. "
            f"Write check({self.id!r}, {', '.join(self.names)})."
        )


def twins(*visible_and_fresh: tuple[Exercise, float]) -> tuple[Exercise, ...]:
    """Return each visible exercise, and after them their hidden twins with these points.

    Examples
    --------
    >>> add = Exercise("02.add", "Value.__add__", 2, "a + b", "2.3", "rule", ())
    >>> [(e.id, e.points, e.fresh) for e in twins((add, 1))]
    [('02.add', 2, False), ('02.add.fresh', 1, True)]
    """
    hidden = tuple(
        replace(
            exercise,
            id=f"{exercise.id}.fresh",
            points=points,
            title=f"{exercise.title}, fresh numbers",
            fresh=True,
        )
        for exercise, points in visible_and_fresh
        if points
    )
    return (*(exercise for exercise, _ in visible_and_fresh), *hidden)


def predictions(lesson: str, section: str, asked: Iterable[tuple[str, str]]) -> Exercise:
    """Return the exercise that counts the predictions of a lesson: 2 points, each the same share.

    Parameters
    ----------
    lesson, section : str
        Such as ``"02"`` and ``"2.2"``.
    asked : iterable of (str, str)
        The name of each prediction, and the question as the report asks it. ``("mul", ...)``
        stands in the notebook under the name ``guess_mul``.
    """
    asked = tuple(asked)
    return Exercise(
        f"{lesson}.predictions",
        tuple(f"guess_{name}" for name, _ in asked),
        2,
        "your predictions",
        section,
        "predictions",
        tuple(Question(name, text, 1 / len(asked)) for name, text in asked),
    )
