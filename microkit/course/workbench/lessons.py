"""Which lessons belong together: their things use one another, and are kept in one file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from microkit.checks import Exercise, exercises

LAST_LESSON = 11


@dataclass(frozen=True)
class Lessons:
    """Some lessons in a row, and the name of the file that keeps what they build.

    Parameters
    ----------
    first, last : int
        Their numbers.
    file : str
        Such as ``"engine.py"``.
    """

    first: int
    last: int
    file: str

    @property
    def has_engine(self) -> bool:
        """Whether `Value` is here the class that lessons 01 to 04 build."""
        return self.first <= 1 <= self.last

    def about(self, name: str) -> list[Exercise]:
        """Return the visible exercises that ask for a thing or for its methods, in lesson order.

        Stretch tasks, which have no points, are left out.

        Examples
        --------
        >>> [exercise.id for exercise in CHAPTERS[0].about("chain_by_hand")]
        ['02.chain']
        """
        return [
            exercise
            for exercise in exercises()
            if not exercise.fresh
            and exercise.points
            and exercise.kind != "predictions"
            and self.first <= int(exercise.lesson) <= self.last
            and name in exercise.names
        ]


# Lesson 08 writes `Value` anew, in another shape, and lesson 10 a `softmax` that works on arrays.
# In files of their own, the new ones replace nothing that earlier lessons need.
CHAPTERS = (
    Lessons(0, 7, "engine.py"),
    Lessons(8, 8, "operations.py"),
    Lessons(9, LAST_LESSON, "arrays.py"),
)


def chapter_of(lesson: int) -> Lessons:
    """Return the chapter to which a lesson belongs; the last one for what comes after them all.

    Examples
    --------
    >>> chapter_of(2).file, chapter_of(10).file
    ('engine.py', 'arrays.py')
    """
    return next((chapter for chapter in CHAPTERS if lesson <= chapter.last), CHAPTERS[-1])


def chapter_for(names: Iterable[str], lesson: int | None) -> Lessons:
    """Return the chapter to which things belong.

    Parameters
    ----------
    names : iterable of str
        What a student keeps.
    lesson : int or None
        The lesson in which that happens; elsewhere, the chapter that asks for most of them counts.

    Examples
    --------
    >>> chapter_for(["slope", "Value"], None).file, chapter_for(["Value"], 8).file
    ('engine.py', 'operations.py')
    """
    if lesson is not None and lesson <= LAST_LESSON:
        return chapter_of(lesson)
    names = list(names)
    return max(CHAPTERS, key=lambda chapter: sum(bool(chapter.about(name)) for name in names))


def asked_of(exercise: Exercise, name: str) -> list[str]:
    """Return what an exercise asks for on a thing: names of methods, or "" for the whole of it.

    Examples
    --------
    >>> from microkit.checks.lessons import find_exercise
    >>> asked_of(find_exercise("02.div"), "Value")
    ['__truediv__', '__rtruediv__']
    """
    targets = [target.partition(".") for target in exercise.targets]
    return [attribute for owner, _, attribute in targets if owner == name]
