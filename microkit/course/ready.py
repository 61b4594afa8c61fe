"""ready: go on with what a student wrote if it passes, and with the kit's if it does not yet.

Later cells of a lesson use what earlier ones have built. A part that is not written yet, or is
wrong, has its say in its own check; it must not stop what comes after, nor cost points again there.
"""

from __future__ import annotations

import sys
from typing import Any

from microkit.checks import collect, judge
from microkit.checks.checking import default_seed
from microkit.checks.lessons import find_exercise
from microkit.course.workbench.lessons import chapter_of
from microkit.course.workbench.reference import Reference


def ready(thing: Any, *exercises: str) -> Any:
    """Return a thing of the notebook if it passes its checks now, else the kit's, and say which.

    Parameters
    ----------
    thing : class or function
        What a student wrote.
    *exercises : str
        The checks of all that it needs; the last one is its own, such as ``"10.linear"``.

    Raises
    ------
    MicrokitError
        For an exercise that does not exist. Never for student code.

    Examples
    --------
    >>> def softmax(z):
    ...     return z / z.sum(axis=-1, keepdims=True)
    >>> ready(softmax, "10.softmax") is softmax
    softmax: the kit's for now, since 10.softmax does not pass yet.
    False
    """
    notebook = sys._getframe(1).f_globals
    name = find_exercise(exercises[-1]).names[0]
    failing = [id_ for id_ in exercises if not _passes(id_, notebook)]
    if not failing:
        print(f"{name}: your own.")
        return thing
    do = "does" if len(failing) == 1 else "do"
    which = " and ".join([*filter(None, [", ".join(failing[:-1])]), failing[-1]])
    print(f"{name}: the kit's for now, since {which} {do} not pass yet.")
    return Reference(chapter_of(int(find_exercise(exercises[-1]).lesson))).thing(name)


def _passes(id_: str, notebook: dict[str, Any]) -> bool:
    exercise = find_exercise(id_)
    seed = default_seed(exercise)
    return judge(exercise, collect(exercise, notebook, seed), seed).passed
