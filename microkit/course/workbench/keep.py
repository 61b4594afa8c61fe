"""keep: store the source of what a lesson has built, so that the next lesson can go on from it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import FunctionType
from typing import Any

from microkit.course.workbench import store
from microkit.course.workbench.gather import Gatherer
from microkit.course.workbench.kept import Kept
from microkit.course.workbench.lessons import chapter_for
from microkit.course.workbench.place import (
    IN_GRADING,
    current_folder,
    file_to_write,
    is_grading,
    is_solution,
    lesson_of,
)
from microkit.course.workbench.session import home_of
from microkit.course.workbench.update import Update
from microkit.errors import MicrokitError

_TRIES = 5  # how often to begin anew when another notebook keeps at the same time


def keep(*things: Any) -> Kept | None:
    """Keep what you have built: its source goes into the folder `my_microkit`.

    Parameters
    ----------
    *things : classes and functions
        Such as ``Value``, or ``Neuron, Layer, MLP``. What they use is kept with them.

    Returns
    -------
    Kept or None
        What was kept, where, and what the checks say about it. None in grading, where nothing
        is written.

    Raises
    ------
    MicrokitError
        For a thing that is no class and no function. Never for what stands in a student's code.

    Notes
    -----
    The file `engine.py` grows from lesson to lesson; lesson 08 begins `operations.py`, and lesson
    09 `arrays.py`. A newer version of a part replaces an older one, unless the older one passes
    more checks. The file of before stays beside it, as `engine_before.py`.
    """
    notebook = sys._getframe(1).f_globals
    named = {_name_of(thing, notebook): thing for thing in things}
    if not named:
        raise MicrokitError("Say what to keep: keep(Value), or keep(Neuron, Layer, MLP).")
    here = current_folder()
    if is_grading(here):
        print(IN_GRADING)
        return None
    gatherer = Gatherer(notebook)
    for name, thing in named.items():
        if home := home_of(thing):
            gatherer.lost.append(f"{name} comes from {home}: nothing in it is yours.")
        else:
            gatherer.gather(name, thing)
    lesson = lesson_of(here)
    chapter = chapter_for(named, lesson)
    path = file_to_write(here, chapter.file)
    try:
        for _ in range(_TRIES):
            before = store.read(path) if path.is_file() else None
            old = None if is_solution(here) else before  # a solution is built without a past
            number = chapter.last if lesson is None else lesson
            update = Update(old, gatherer, [*named], chapter, number)
            kept, text = update.finish(path, here)
            if not text or store.write(path, text, before):
                return kept
        trouble = "Nothing was kept: another notebook keeps writing. Try again in a moment."
    except store.KeptFileError as error:
        trouble = str(error)
    return Kept(path, here, trouble=trouble)


def _name_of(thing: Any, notebook: Mapping[str, Any]) -> str:
    """Return the name under which a thing is kept: its own, or that which the notebook gave it.

    Raises
    ------
    MicrokitError
        If it is no class and no function, or has no name.
    """
    if not isinstance(thing, type | FunctionType):
        made_of = type(thing).__name__
        raise MicrokitError(
            f"keep takes classes and functions themselves, and got something of type {made_of}. "
            + (f"Write keep({made_of})." if made_of[:1].isupper() else "Write keep(Value).")
        )
    name = thing.__name__
    if notebook.get(name) is not thing:
        given = [n for n, other in notebook.items() if other is thing and not n.startswith("_")]
        name = given[0] if given else name
    if not name.isidentifier():
        raise MicrokitError("keep needs a name to store a function under: write it with def.")
    return name
