"""The grader of every lesson is tested by wrong solutions, and by right ones."""

import json

import pytest
from misconceptions.students import LESSONS, MODULES, gathered, notebook

from microkit.checks import check, collect, exercises, judge
from microkit.checks.misconceptions import misconceptions_of

EXPERIMENTS = [e for e in exercises() if e.kind != "predictions" and e.lesson in LESSONS]


def _ids(students):
    return [f"{lesson}-{key}" for lesson, key, _ in students]


WRONG = gathered("WRONG")


def judged(exercise, names, seed):
    """Return the report of answers that have been JSON on their way between the two halves."""
    answers = json.dumps(collect(exercise, names, seed=seed))
    return judge(exercise, json.loads(answers), seed=seed)


@pytest.mark.parametrize("student", WRONG, ids=_ids(WRONG))
def test_a_wrong_idea_is_named_first_and_costs_a_part(student):
    lesson, idea, (exercise, code) = student
    names = notebook(lesson, code)
    public, other, again = (judged(exercise, names, seed) for seed in (None, "any", "any"))
    for report in (public, other):
        text = str(report)
        assert report.verdict == "LOOK"
        assert 0 < report.score < report.points, text
        assert report.misconceptions[0] == idea, text
        assert f"[{idea}]" in text
        assert text.isascii()
        assert max(map(len, text.splitlines())) <= 88
    assert str(other) == str(again)


TWINS = {e.id for e in exercises()}
WITH_TWIN = [one for one in WRONG if one[2][0] + ".fresh" in TWINS]


@pytest.mark.parametrize("student", WITH_TWIN, ids=_ids(WITH_TWIN))
def test_a_hidden_twin_names_it_first_too(student):
    lesson, idea, (exercise, code) = student
    report = check(exercise + ".fresh", notebook(lesson, code), seed="any")
    assert report.verdict == "LOOK"
    assert report.score < report.points
    assert report.misconceptions[0] == idea, str(report)


@pytest.mark.parametrize("student", WRONG, ids=_ids(WRONG))
def test_a_wrong_idea_costs_only_in_its_own_exercise(student):
    lesson, _, (own, code) = student
    names = notebook(lesson, code)
    for exercise in EXPERIMENTS:
        if exercise.lesson == lesson and exercise.base != own and not exercise.fresh:
            assert check(exercise.id, names, seed=5).passed, exercise.id


TOGETHER = gathered("TOGETHER")


@pytest.mark.parametrize("student", TOGETHER, ids=_ids(TOGETHER))
def test_several_wrong_ideas_at_once_are_each_named(student):
    lesson, ideas, (exercise, code) = student
    report = check(exercise, notebook(lesson, code))
    assert set(ideas) <= set(report.misconceptions), str(report)


NOTED = gathered("NOTED")


@pytest.mark.parametrize("student", NOTED, ids=_ids(NOTED))
def test_a_convention_gets_a_note_and_all_points(student):
    lesson, idea, (exercise, code) = student
    report = check(exercise, notebook(lesson, code))
    assert report.verdict == "NOTE", str(report)
    assert report.score == report.points
    assert f"[{idea}]" in str(report)


STYLES = gathered("STYLES")


@pytest.mark.parametrize("student", STYLES, ids=_ids(STYLES))
def test_no_right_style_loses_anything(student):
    lesson, _, (exercise, code) = student
    for seed in ("public", "another"):
        report = check(exercise, notebook(lesson, code), seed=seed)
        assert report.passed, str(report)
        assert report.score == report.points


UNWRITTEN = gathered("UNWRITTEN")


@pytest.mark.parametrize("student", UNWRITTEN, ids=_ids([(a, b, c) for a, b, c in UNWRITTEN]))
def test_what_is_not_written_yet_earns_nothing_and_is_not_called_wrong(student):
    lesson, exercise, code = student
    report = check(exercise, notebook(lesson, code))
    assert report.score == 0
    assert report.misconceptions == []
    assert "not written yet" in str(report), str(report)


@pytest.mark.parametrize("exercise", EXPERIMENTS, ids=lambda e: e.id)
def test_the_right_solution_passes_whatever_the_seed(exercise):
    for seed in range(3 if exercise.base.endswith(("learns", "digits")) else 12):
        report = check(exercise.id, notebook(exercise.lesson), seed=seed)
        assert report.passed, str(report)
        assert report.score == report.points
        assert report.notes == []


@pytest.mark.parametrize("exercise", EXPERIMENTS, ids=lambda e: e.id)
def test_every_exercise_has_an_unwritten_start(exercise):
    assert exercise.base in MODULES[exercise.lesson].UNWRITTEN


@pytest.mark.parametrize("exercise", EXPERIMENTS, ids=lambda e: e.id)
def test_every_idea_of_the_tables_has_a_student(exercise):
    module = MODULES[exercise.lesson]
    for idea in misconceptions_of(exercise):
        assert idea.id in (module.NOTED if idea.severity == "note" else module.WRONG)
