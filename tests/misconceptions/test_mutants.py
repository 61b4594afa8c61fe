"""Random wrong programs all lose points, unless they compute the same.

What is mutated is each lesson's right solution. Whether a mutant computes the same is not asked of
the checks: an expression of the lesson's own, SAME, runs both versions on inputs that no check
uses.
"""

import math
import random
from functools import cache

import pytest
from misconceptions.mutants import program_mutants
from misconceptions.students import MODULES, notebook

from microkit.checks import check
from microkit.checks.plain import plain
from microkit.guard import attempt

MUTATED = [(lesson, e) for lesson, module in MODULES.items() for e in module.SAME]
MOST = 40


@cache
def sampled(lesson, exercise):
    """Return mutants of an exercise's right code: all, or a sample where there are many."""
    target, _ = MODULES[lesson].SAME[exercise]
    everything = list(program_mutants(MODULES[lesson].RIGHT, target))
    return random.Random(exercise).sample(everything, min(MOST, len(everything)))


def _computes(lesson, exercise, code=""):
    """Return what the lesson's own expression finds; None where it fails or does not end."""
    names, trouble = attempt(notebook, lesson, code)
    if trouble:
        return None
    found, trouble = attempt(eval, MODULES[lesson].SAME[exercise][1], names, steps=3_000_000)
    return None if trouble else plain(found)


def _same(one, two):
    if isinstance(one, list) and isinstance(two, list):
        return len(one) == len(two) and all(map(_same, one, two))
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(_same(one[key], two[key]) for key in one)
    if isinstance(one, float) and isinstance(two, float):
        return math.isclose(one, two, rel_tol=1e-7, abs_tol=1e-10)
    return one == two


@pytest.mark.parametrize(("lesson", "exercise"), MUTATED)
def test_a_mutant_loses_points_unless_it_computes_the_same(lesson, exercise):
    right = _computes(lesson, exercise)
    assert right is not None
    escaped, wrong = [], 0
    for code in sampled(lesson, exercise):
        found = _computes(lesson, exercise, code)
        names, trouble = attempt(notebook, lesson, code)
        report = check(exercise, names) if not trouble else None
        if found is not None and _same(found, right):
            assert report is not None
            assert report.score == report.points, f"{code}\nis right:\n{report}"
            continue
        wrong += 1
        if report and report.score >= report.points:
            escaped.append(code)
    assert not escaped, "\n".join(escaped)
    assert wrong
