"""Run an exercise's experiment on a student's code, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from microkit.checks.exercise import Exercise
from microkit.checks.experiments import run_experiment
from microkit.guard import attempt


def collect_experiment(
    exercise: Exercise, namespace: Mapping[str, Any], seed: str
) -> dict[str, Any]:
    """Return what was seen at every step."""
    methods = {target.split(".")[0] for target in exercise.targets if "." in target}
    for name in exercise.names:
        thing = namespace[name]
        closed = isinstance(thing, type) and attempt(_put_and_take, thing)[1]
        if closed or (name in methods and not isinstance(thing, type)):
            return {"problem": "not a class", "names": [type(thing).__name__]}
    return {"seen": run_experiment(exercise, namespace, seed)}


def _put_and_take(cls: type) -> None:
    """Raise where a class takes no methods, as Python's own classes do not."""
    cls._lent = None  # pyright: ignore[reportAttributeAccessIssue]
    del cls._lent  # pyright: ignore[reportAttributeAccessIssue]
