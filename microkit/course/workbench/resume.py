"""resume: go on with what was kept where it passes its checks, else with the reference."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

from microkit.checks.lines import WIDTH, ascii_only
from microkit.course.workbench import store
from microkit.course.workbench.assembly import NOT_WRITTEN, Assembly, Outcome
from microkit.course.workbench.lessons import LAST_LESSON, chapter_of
from microkit.course.workbench.parts import read_parts
from microkit.course.workbench.place import (
    IN_GRADING,
    current_folder,
    is_grading,
    kept_file,
    lesson_of,
)
from microkit.course.workbench.reference import Reference
from microkit.errors import MicrokitError

_USES = ("checked", "mine", "reference")
_MOST_NAMES = 8
_COLD = (
    "Nothing of yours is kept yet, so the reference stands in. That is fine: every lesson can be "
    "started with it."
)


def resume(*names: str, upto: int, use: str = "checked") -> Any:
    """Return what you have built up to a lesson, with the reference where something is missing.

    Parameters
    ----------
    *names : str, optional
        Which things, such as ``"Neuron", "MLP"``; your class `Value`, if left out.
    upto : int
        The last lesson that counts. Methods of later lessons are not on the class.
    use : str, optional
        ``"checked"``: your own where it passes that lesson's checks now. ``"mine"``: all that
        is yours, right or wrong. ``"reference"``: nothing of yours.

    Returns
    -------
    object or tuple
        One thing, or as many as there are names.

    Raises
    ------
    MicrokitError
        For a name that is neither kept nor built in any lesson so far. Never for kept code.

    Notes
    -----
    It prints which parts are yours. The reference's methods and yours work on one class.
    """
    wanted: tuple[str, ...] = names or ("Value",)
    if use not in _USES:
        raise MicrokitError(f"use is one of {', '.join(map(repr, _USES))}, and {use!r} is not.")
    here = current_folder()
    graded = is_grading(here)
    last = _lesson(upto)
    if graded:  # never what this lesson asks for
        last = min(last, (lesson_of(here) or LAST_LESSON + 1) - 1)
    lessons = replace(chapter_of(last), last=last)
    kept, sentences = ({}, {}), [IN_GRADING]
    if not graded:
        kept, sentences = _load(here, lessons.file)
    reference = Reference(lessons)
    is_kept = {n for n, part in kept[1].items() if not part.is_import}
    for name in wanted:
        if name not in is_kept and not reference.has(str(name)):
            raise _unknown(name, last)
    outcomes = Assembly(reference, *kept, use).build(wanted)
    if not graded:
        told = {n: o for n, o in outcomes.items() if n in wanted or o.lent}
        if use == "reference":
            sentences = ["The reference stands in for all of it, as you asked."]
        elif is_kept.intersection(wanted):
            sentences += [_told(n if len(told) > 1 else "", o) for n, o in told.items()]
        elif not sentences:
            sentences = [_COLD]
    for sentence in sentences:
        print(textwrap.fill(ascii_only(sentence), WIDTH, break_on_hyphens=False))
    things = [outcomes[name].thing for name in wanted]
    return tuple(things) if len(things) > 1 else things[0]


def _load(here: Path, file: str) -> tuple[tuple[dict[str, Any], dict[str, Any]], list[str]]:
    """Return the kept names and parts, and what to say where they cannot be used."""
    path = kept_file(here, file)
    if path is None:
        return ({}, {}), []
    try:
        text = store.read(path)
        return (store.load(text, file), read_parts(text)), []
    except store.KeptFileError as error:
        return ({}, {}), [f"{error} Until then, the reference stands in for all of it."]


def _told(name: str, outcome: Outcome) -> str:
    """Return in a sentence or two which parts of a thing are a student's own.

    Examples
    --------
    >>> _told("", Outcome(None, ["__add__"], {"log": "not written yet"}))
    'Your own: __add__. Reference for log (not written yet).'
    >>> _told("MLP", Outcome(None, [], {"": "yours: MLP-RELU-OUT"}))
    'MLP: reference (yours: MLP-RELU-OUT).'
    """
    by_reason: dict[str, list[str]] = {}
    for part, reason in sorted(outcome.lent.items(), key=lambda pair: pair[1] == NOT_WRITTEN):
        by_reason.setdefault(reason, []).append(part or "the class itself")
    if not outcome.own:
        return f"{f'{name}: reference' if name else 'Reference'} ({'; '.join(by_reason)})."
    own = [part for part in outcome.own if part]
    if outcome.own[0] == "" and (own or by_reason):
        own = ["the class itself", *own]
    said = f"{name}: your own" if name else "Your own"
    said += f"{' ' if name else ': '}{', '.join(own)}." if own else "."
    lent = []
    for reason, parts in by_reason.items():
        many = reason == NOT_WRITTEN and len(parts) > _MOST_NAMES
        lent.append(f"{f'the {len(parts)} others' if many else ', '.join(parts)} ({reason})")
    return f"{said} Reference for {', '.join(lent)}." if lent else said


def _lesson(upto: Any) -> int:
    known = isinstance(upto, int) and not isinstance(upto, bool) and 0 <= upto <= LAST_LESSON
    if not known:
        raise MicrokitError(
            f"upto is the number of a lesson, from 0 to {LAST_LESSON}, and {upto!r} is not."
        )
    return upto


def _unknown(name: Any, upto: int) -> MicrokitError:
    if not isinstance(name, str):
        return MicrokitError(f'Name things in quotes: resume("Value", upto={upto}).')
    return MicrokitError(
        f"There is no {name!r}: nothing of that name is kept, and no lesson up to "
        f"{upto:02} builds it."
    )
