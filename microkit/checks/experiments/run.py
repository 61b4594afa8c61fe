"""Find an exercise's experiment, and run it on somebody's code: a student's, or the reference."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from microkit.checks.exercise import Exercise
from microkit.checks.observer import Observer, Stopped
from microkit.guard import STEPS

Experiment = Callable[[Any, random.Random, Observer], None]


def find_experiment(exercise: Exercise) -> Experiment:
    """Return the experiment of an exercise, which a hidden twin shares."""
    lesson = import_module(f"microkit.checks.experiments.lesson{exercise.lesson}")
    return lesson.EXPERIMENTS[exercise.base]


def run_experiment(
    exercise: Exercise, things: Mapping[str, Any], seed: str, steps: int | None = STEPS
) -> list[dict[str, Any]]:
    """Return what was seen, entry by entry, when the experiment ran on these things.

    Parameters
    ----------
    exercise : Exercise
        Of the kind ``"experiment"``.
    things : mapping
        What the exercise asks for, by name.
    seed : str
        Which inputs to draw; a hidden twin draws others.
    steps : int or None, optional
        How many instructions a step may take; None does not count.
    """
    see = Observer(steps)
    names = SimpleNamespace(**{name: things.get(name) for name in exercise.names})
    with suppress(Stopped):
        find_experiment(exercise)(names, random.Random(f"{exercise.id}/{seed}"), see)
    return see.seen
