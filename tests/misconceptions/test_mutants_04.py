"""Random wrong rules of curves all lose points, unless they compute the same function.

As for the operators of lesson 02: a mutant counts as the same if it leaves the same numbers behind
as the right rule does, on inputs that no check uses.
"""

import math
import random
from functools import cache
from types import SimpleNamespace

import pytest
from misconceptions.mutants import mutants, same_numbers
from misconceptions.students_04 import RIGHT, RULES, curve

from microkit.checks import check

FORWARD = {
    "exp": math.exp,
    "log": math.log,
    "tanh": math.tanh,
    "relu": lambda x: max(0.0, x),
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
}
LINES = {name: f"self.grad += {share} * out.grad" for name, (_, share) in RULES.items()}


@cache
def sampled(name):
    """Return wrong rules of a curve: all, or a sample where there are many."""
    rules = list(mutants(LINES[name]))
    return random.Random(7).sample(rules, min(200, len(rules)))


def _left_behind(name, rule):
    """Return what a rule leaves in its input, over random draws; None where it fails."""
    rng = random.Random(2026)
    code = compile(rule, "<rule>", "exec")
    numbers = []
    for draw in range(20):
        x = rng.uniform(0.15, 2.5) * (-1 if draw % 2 and name != "log" else 1)
        node = SimpleNamespace(data=x, grad=rng.choice([0.0, rng.uniform(-2, 2)]))
        out = SimpleNamespace(data=FORWARD[name](x), grad=rng.uniform(-3, 3))
        try:
            exec(code, {"self": node, "out": out, "math": math})
        except Exception:
            return None
        numbers += [node.grad, node.data]
    return numbers


def test_there_are_hundreds_of_mutants():
    assert sum(len(sampled(name)) for name in LINES) >= 500


@pytest.mark.parametrize("name", LINES)
def test_a_mutant_loses_points_unless_it_is_the_same_function(name):
    right = _left_behind(name, LINES[name])
    escaped, wrong = [], 0
    for rule in sampled(name):
        names = {}
        exec(RIGHT + curve(name, "", rule=rule), names)
        report = check(f"04.{name}", names)
        if same_numbers(_left_behind(name, rule), right):
            assert report.passed, f"{rule} is right, and lost points: {report}"
        else:
            wrong += 1
            if report.passed or report.score >= report.points:
                escaped.append(rule)
    assert not escaped
    assert wrong
