"""Random wrong rules all lose points, unless they compute the same function.

A mutant counts as the same function if it leaves the same numbers behind as the right rule does, on
inputs that no check uses: twenty random draws of operands, upstream and gradients that are already
there, with two operands and with one that is used twice. This shares no code with the checks.
"""

import math
import random
from functools import cache
from types import SimpleNamespace

import pytest
from misconceptions.mutants import mutants, same_numbers
from misconceptions.students_02 import EXERCISE, RIGHT, student_with_rule

from microkit.checks import check

FORWARD = {
    "__add__": lambda a, b: a + b,
    "__sub__": lambda a, b: a - b,
    "__mul__": lambda a, b: a * b,
    "__truediv__": lambda a, b: a / b,
    "__pow__": lambda a, b: a**b,
    "__neg__": lambda a, b: -a,
}


@cache
def sampled(method):
    """Return wrong rules of a method: all, or a sample where there are many."""
    rules = list(mutants(RIGHT[method][1]))
    return random.Random(7).sample(rules, min(400, len(rules)))


def _left_behind(method, rule):
    """Return what a rule leaves in its operands, over random draws; None where it fails."""
    rng = random.Random(2026)
    code = compile(rule, "<rule>", "exec")
    numbers = []
    for draw in range(20):
        a, b = rng.uniform(0.5, 3), rng.uniform(0.5, 3)
        if method == "__pow__":
            b = rng.choice([2.5, 3, -2])
        elif draw % 2:
            a = -a
        left = SimpleNamespace(data=a, grad=rng.choice([0.0, rng.uniform(-2, 2)]))
        right = SimpleNamespace(data=b, grad=rng.choice([0.0, rng.uniform(-2, 2)]))
        if draw % 5 == 4 and method not in ("__pow__", "__neg__"):
            right = left
        out = SimpleNamespace(data=FORWARD[method](left.data, right.data), grad=rng.uniform(-3, 3))
        other = b if method == "__pow__" else right
        try:
            exec(code, {"self": left, "other": other, "out": out, "math": math})
        except Exception:
            return None
        numbers += [left.grad, right.grad, left.data, right.data]
    return numbers


def test_there_are_hundreds_of_mutants():
    assert sum(len(sampled(method)) for method in RIGHT) >= 500


@pytest.mark.parametrize("method", RIGHT)
def test_a_mutant_loses_points_unless_it_is_the_same_function(method, capsys):
    right = _left_behind(method, RIGHT[method][1])
    escaped, equal, wrong = [], 0, 0
    for rule in sampled(method):
        report = check(EXERCISE[method], student_with_rule(method, rule))
        if same_numbers(_left_behind(method, rule), right):
            equal += 1
            assert report.passed, f"{rule} is right, and lost points: {report}"
        else:
            wrong += 1
            if report.passed or report.score >= report.points:
                escaped.append(rule)
    assert not escaped
    assert wrong > equal
