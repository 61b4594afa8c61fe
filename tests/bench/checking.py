"""How long a check takes: of right code, and of every wrong idea that has a name."""

from __future__ import annotations

import contextlib
import io
import time
from collections import defaultdict
from statistics import median

from misconceptions.students import MODULES, notebook

from microkit.checks import Exercise, check, exercises


def check_times() -> list[tuple[str, float, float]]:
    """Return for each exercise the milliseconds of a pass, and of its slowest wrong idea.

    Each run draws fresh inputs, so that nothing is remembered from the run before.
    """
    wrong = defaultdict(list)
    for lesson, module in MODULES.items():
        for exercise, code in module.WRONG.values():
            wrong[exercise].append(notebook(lesson, code))
    times = []
    for exercise in exercises():
        if exercise.fresh or exercise.lesson not in MODULES or exercise.kind == "predictions":
            continue
        right = median(_milliseconds(exercise, notebook(exercise.lesson), n) for n in range(5))
        slowest = max(
            (_milliseconds(exercise, names, 9) for names in wrong[exercise.id]), default=0
        )
        times.append((exercise.id, right, slowest))
    return times


def _milliseconds(exercise: Exercise, names: dict, seed: int) -> float:
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        check(exercise.id, names, seed=seed)
    return (time.perf_counter() - start) * 1000
