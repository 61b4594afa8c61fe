"""Run the visible checks of the lessons on a student's things, quietly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from microkit.checks import Exercise, Report, collect, judge
from microkit.checks.checking import default_seed


def vet(
    things: Mapping[str, Any], chosen: Iterable[Exercise], lend: Callable[[str], Any] | None = None
) -> dict[str, Report]:
    """Return the report of each exercise on these things, by its id. Nothing is printed.

    Parameters
    ----------
    things : mapping
        A student's names.
    chosen : iterable of Exercise
        What is asked.
    lend : callable, optional
        Gives the right thing under a name that is missing, where an exercise asks for several.
    """
    reports = {}
    for exercise in chosen:
        missing = [name for name in exercise.names if things.get(name) is None]
        full = {**things, **{name: lend(name) for name in missing}} if lend else things
        seed = default_seed(exercise)
        reports[exercise.id] = judge(exercise, collect(exercise, full, seed), seed)
    return reports


def why(report: Report) -> str:
    """Return in a few words why a student's own part does not count yet.

    Examples
    --------
    >>> from microkit.course import forward_value
    >>> from microkit.checks.lessons import find_exercise
    >>> why(vet({"Value": forward_value()}, [find_exercise("02.add")])["02.add"])
    'not written yet'
    """
    if not report.written:
        return "not written yet"
    ideas = report.misconceptions[:1] or [f"look at {report.exercise.id}"]
    return f"yours: {ideas[0]}"
