"""How long a check takes: of right code, and of every wrong idea that has a name."""

from __future__ import annotations

import contextlib
import io
import time
from collections import defaultdict
from statistics import median

from misconceptions import students_02
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
    for idea, (method, _) in students_02.WRONG.items():
        wrong[students_02.EXERCISE[method]].append({"Value": students_02.student_value(idea)})
    times = []
    for exercise in exercises():
        if exercise.fresh or exercise.kind in ("predictions", "chain"):
            continue
        names = (
            notebook(exercise.lesson)
            if exercise.lesson in MODULES
            else {"Value": students_02.student_value()}
        )
        right = median(_milliseconds(exercise, names, n) for n in range(5))
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
