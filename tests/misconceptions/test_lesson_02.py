"""The grader of lesson 02 is tested by wrong solutions, and by right ones."""

import json
from itertools import combinations

import pytest
from misconceptions import students_02 as students
from misconceptions.students_02 import EXERCISE, WRONG, student_value, student_with_rule

from microkit import Value
from microkit.checks import check, collect, exercises, judge
from microkit.checks.misconceptions.lesson02 import MISCONCEPTIONS

RULES = [e.id for e in exercises() if e.kind == "rule" and e.lesson == "02"]


@pytest.mark.parametrize("idea", WRONG)
@pytest.mark.parametrize("hidden", ["", ".fresh"])
def test_a_wrong_idea_loses_points_and_is_named_first(idea, hidden):
    report = check(EXERCISE[WRONG[idea][0]] + hidden, student_value(idea), seed="any")
    assert not report.passed
    assert report.score < report.points
    assert report.misconceptions[0] == idea


@pytest.mark.parametrize("idea", WRONG)
def test_a_wrong_idea_costs_only_in_its_own_exercise(idea):
    own = EXERCISE[WRONG[idea][0]]
    for exercise in RULES:
        if exercise.removesuffix(".fresh") != own:
            assert check(exercise, student_value(idea), seed=5).passed, exercise


@pytest.mark.parametrize("idea", WRONG)
def test_the_report_is_ascii_and_ends_with_its_id(idea):
    text = str(check(EXERCISE[WRONG[idea][0]], student_value(idea)))
    assert text.startswith("LOOK")
    assert text.isascii()
    assert f"[{idea}]" in text
    assert max(map(len, text.splitlines())) <= 88


SUB_AND_NEG = [
    (one, two)
    for one, two in combinations(students.WRONG_RULES, 2)
    if {WRONG[one][0], WRONG[two][0]} == {"__sub__", "__neg__"}
]


@pytest.mark.parametrize("pair", SUB_AND_NEG, ids="+".join)
def test_two_wrong_ideas_are_both_named(pair):
    report = check("02.minus", student_value(*pair))
    assert set(pair) <= set(report.misconceptions)


MIXED = {
    "self.grad = other.data; other.grad = self.data": {"MUL-OVERWRITE", "MUL-NO-UPSTREAM"},
    "self.grad = self.data * out.grad; other.grad = other.data * out.grad": {
        "MUL-OVERWRITE",
        "MUL-OWN",
    },
    "self.grad += self.data; other.grad += other.data": {"MUL-NO-UPSTREAM", "MUL-OWN"},
}


@pytest.mark.parametrize("rule", MIXED)
def test_two_slips_in_one_rule_are_both_named(rule):
    report = check("02.mul", student_with_rule("__mul__", rule))
    assert set(report.misconceptions) == MIXED[rule]


UNLISTED = [
    ("__mul__", "self.grad += 2 * other.data * out.grad; other.grad += self.data * out.grad"),
    ("__mul__", "self.grad += other.data * out.grad"),
    ("__mul__", "self.grad += other.data * abs(out.grad); other.grad += self.data * out.grad"),
    ("__mul__", "self.grad += other.data * out.grad**2; other.grad += self.data * out.grad"),
    ("__add__", "self.grad += out.grad; other.grad += out.grad + 0.001"),
    ("__add__", "self.grad += out.grad; self.grad += out.grad"),
    ("__truediv__", "self.grad += out.grad; other.grad += out.grad"),
    ("__pow__", "self.grad += 2 * self.data * out.grad"),
    ("__neg__", "self.grad += 0 * out.grad"),
    ("__sub__", "self.grad += out.data; other.grad -= out.data"),
]


@pytest.mark.parametrize(("method", "rule"), UNLISTED)
def test_a_wrong_rule_that_no_table_lists_loses_points_and_is_shown_with_its_numbers(method, rule):
    report = check(EXERCISE[method], student_with_rule(method, rule))
    assert not report.passed
    assert "expected" in str(report)
    assert "Look again at section" in str(report)


@pytest.mark.parametrize("exercise", RULES)
def test_right_rules_and_the_kits_own_pass(exercise):
    for cls in (student_value(), Value):
        for seed in range(20):
            report = check(exercise, cls, seed=seed)
            assert report.passed, str(report)
            assert report.score == report.points
            assert report.misconceptions == []


def test_the_two_halves_meet_over_json():
    for idea in WRONG:
        exercise = EXERCISE[WRONG[idea][0]]
        answers = collect(exercise, {"Value": student_value(idea)}, seed=3)
        over_the_wall = json.loads(json.dumps(answers))
        assert judge(exercise, over_the_wall, seed=3).misconceptions[0] == idea


def test_the_same_seed_gives_the_same_report():
    one, two = (check("02.div", student_value("DIV-SIGN"), seed=9) for _ in range(2))
    other = check("02.div", student_value("DIV-SIGN"), seed=10)
    assert str(one) == str(two)
    assert str(one) != str(other)


def test_every_idea_of_the_table_has_a_wrong_student():
    tested = {idea.split("-", 1)[1] for idea in WRONG}
    for idea in MISCONCEPTIONS:
        assert idea in WRONG or idea.split("-", 1)[1] in tested, idea


def test_a_forgotten_input_costs_its_own_questions_and_no_others():
    report = check("02.mul", student_with_rule("__mul__", "self.grad += other.data * out.grad"))
    assert report.failed_questions == ["everyone", "slope"]
    assert report.score == pytest.approx(1.4)
