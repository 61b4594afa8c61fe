"""collect: an exercise and a student's names in, plain answers out. It knows no right answer."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from microkit.checks.exercise import Exercise
from microkit.checks.lessons import find_exercise


def collect(
    exercise: str | Exercise, namespace: Mapping[str, Any], seed: str | int | None = None
) -> dict[str, Any]:
    """Run the student's code on the exercise's probes and return what it answered.

    Parameters
    ----------
    exercise : str or Exercise
        Such as ``"02.mul"``.
    namespace : mapping
        The student's names, such as ``{"Value": Value}``.
    seed : str or int, optional
        Which inputs to draw; the exercise's own seed without it.

    Returns
    -------
    dict
        Numbers, texts and facts only: it survives JSON. Student code that raises, never ends or
        answers nonsense becomes a fact too.

    Examples
    --------
    >>> from microkit import Value
    >>> answers = collect("02.add", {"Value": Value}, seed=7)
    >>> answers["trials"][0]["out"]
    9.5
    """
    chosen = find_exercise(exercise)
    missing = [name for name in chosen.names if namespace.get(name) is None]
    if missing and chosen.kind != "predictions":
        return {"problem": "missing", "names": missing}
    # Each kind has a file of its own, and where work is graded only those are there that it needs.
    collector = import_module(f"microkit.checks.collectors.{chosen.kind}")
    return getattr(collector, f"collect_{chosen.kind}")(chosen, namespace, str(seed))
