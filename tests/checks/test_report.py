"""The report as text and as data: what it says, how it is broken into lines, and what was lost."""

import json

import pytest
from misconceptions.students_02 import EXERCISE, WRONG, student_value, student_with_rule

from microkit import Value
from microkit.checks import Report, check, exercises
from microkit.checks.judges.judgment import Judgment
from microkit.checks.lessons import find_exercise
from microkit.checks.lines import WIDTH, paragraph
from microkit.checks.misconceptions import misconceptions
from microkit.course import forward_value

MUL = find_exercise("02.mul")


def report_of(**found):
    judgment = Judgment(**found)
    return Report.of(MUL, judgment)


def test_no_more_than_three_ideas_are_told_in_full():
    ideas = [idea.id for idea in misconceptions()[:6]]
    told = [idea.message for idea in misconceptions()[:6]]
    report = report_of(failed={"slope": ["a.grad = 1   expected 2"]}, ideas=ideas)
    text = " ".join(str(report).split())
    assert [" ".join(message.split()) in text for message in told] == [True] * 3 + [False] * 3
    more = " ".join(f"[{idea}]" for idea in ideas[3:])
    assert f"And 3 more: {more}. Mend these first, then check again." in text
    assert report.misconceptions == ideas


def test_three_ideas_leave_nothing_to_add():
    ideas = [idea.id for idea in misconceptions()[:3]]
    assert "more:" not in str(report_of(failed={"slope": []}, ideas=ideas))


def test_there_are_numbers_for_each_idea_that_is_told_and_none_twice():
    failed = {
        "upstream": ["a.grad = 1   expected 2"],
        "accumulate": ["a.grad = 1   expected 2", "a.grad was 3, and is 1   expected 5"],
        "slope": ["b.grad = 7   expected 8"],
    }
    one = report_of(failed=dict(failed), ideas=["MUL-OVERWRITE"])
    two = report_of(failed=dict(failed), ideas=["MUL-OVERWRITE", "MUL-OWN"])
    none = report_of(failed=dict(failed))
    assert str(one).count("expected") == str(none).count("expected") == 1
    assert str(two).count("a.grad = 1   expected 2") == 1
    assert "expected 5" in str(two)
    assert "expected 8" not in str(two)


def test_without_an_idea_the_hint_of_the_first_question_that_failed_is_told():
    report = report_of(failed={"slope": ["a.grad = 1   expected 2"], "graph": ["no parents"]})
    assert next(q.hint for q in MUL.questions if q.id == "slope") in " ".join(str(report).split())


def test_a_convention_is_called_a_note_beside_a_slip_and_alone():
    note = "The result is a list of one.  [ONE-IN-A-LIST]"
    beside = report_of(failed={"slope": ["1   expected 2"]}, ideas=["MUL-OWN"], notes=[note])
    alone = report_of(notes=[note])
    assert (beside.verdict, alone.verdict) == ("LOOK", "NOTE")
    for report in (beside, alone):
        assert f"      Note, no points lost: {note}" in str(report).splitlines()
    assert alone.score == alone.points


def test_numbers_on_other_inputs_than_those_of_the_first_line_name_theirs():
    report = check("02.minus", student_value("NEG-NO-UPSTREAM", "SUB-AS-ADD"))
    lines = [line.strip() for line in str(report).splitlines()]
    assert "-a with a" in lines[0]
    place = next(i for i, line in enumerate(lines) if line.startswith("a - b with a = "))
    assert lines[place].endswith(":")
    assert lines[place + 1].startswith("b.grad = ")


LONG = "partial(1.3*a*b - 1.2*c*c + 0.7*a*c, [3.2, 3.6, 2.5, 1.1, -4.2, 8.8], 0)"


def test_a_long_line_breaks_between_what_was_asked_and_what_came_out():
    rows = paragraph(f"{LONG} at [2, 3] = -12.25   expected 4.75")
    assert rows == [f"      {LONG} at [2, 3]", "        = -12.25   expected 4.75"]


def test_long_answers_stand_below_each_other():
    mine, right = ("[" + ", ".join([number] * 7) + "]" for number in ("1.23456", "6.54321"))
    rows = paragraph(f"{LONG} = {mine}   expected {right}")
    assert [row.strip()[:10] for row in rows] == [LONG[:10], "= [1.23456", "expected ["]


@pytest.mark.parametrize(
    "line",
    [
        "x" * 300,
        "caf\N{LATIN SMALL LETTER E WITH ACUTE} " * 40,
        "\N{PILE OF POO}" * 60 + "   expected " + "\x1b[31m" * 30,
        "NameError: name 'o' is not defined (in the line: " + "self.grad += o.data " * 8 + ")",
        "one\ntwo\tthree\r\nfour",
        "\ud800 \u202e right to left",
        "a = b = c   expected   " + "long " * 30,
        "",
    ],
)
@pytest.mark.parametrize("hanging", [False, True])
def test_every_line_is_ascii_and_not_too_long(line, hanging):
    rows = paragraph(line, hanging)
    assert all(row.isascii() and row.isprintable() and len(row) <= WIDTH for row in rows)
    assert all(row.startswith("      ") for row in rows[1 if hanging else 0 :])


def test_a_whole_report_is_ascii_and_not_too_long():
    report = report_of(
        where="f(\N{GREEK SMALL LETTER ALPHA}) " * 20,
        failed={"slope": ["\N{GREEK SMALL LETTER ALPHA} = 1   expected 2" * 9]},
        advice="Look \N{GREEK SMALL LETTER ALPHA}. " * 30,
        notes=["\N{GREEK SMALL LETTER ALPHA} " * 60],
    )
    text = str(report)
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= WIDTH
    assert r"\u03b1" in text


@pytest.mark.parametrize("idea", WRONG)
def test_what_the_questions_cost_adds_up_to_what_is_missing(idea):
    for hidden in ("", ".fresh"):
        report = check(EXERCISE[WRONG[idea][0]] + hidden, student_value(idea))
        data = report.to_json()
        assert not report.written or list(data["lost"]) == report.failed_questions
        assert sum(data["lost"].values()) == pytest.approx(report.points - report.score, abs=0.005)


def test_what_is_not_written_costs_every_question():
    data = check("02.mul", forward_value()).to_json()
    assert list(data["lost"]) == [question.id for question in MUL.questions]
    assert sum(data["lost"].values()) == pytest.approx(2.0)


def test_a_pass_costs_nothing():
    data = check("02.mul", Value).to_json()
    assert data["lost"] == {}
    assert (data["score"], data["passed"]) == (2.0, True)


def test_the_data_are_json_and_hold_no_picture():
    report = check("02.mul", student_with_rule("__mul__", "self.grad += 1; other.grad += 1"))
    assert report.picture is not None
    data = json.loads(json.dumps(report.to_json()))
    assert set(data) == {
        "exercise", "lesson", "verdict", "score", "points", "passed", "written",
        "misconceptions", "failed_questions", "lost",
    }  # fmt: skip


def test_the_shares_of_every_exercise_give_losses_that_add_up():
    for exercise in exercises():
        failed = {question.id: [] for question in exercise.questions}
        report = Report.of(exercise, Judgment(failed=failed))
        assert sum(report.to_json()["lost"].values()) == pytest.approx(exercise.points, abs=1e-3)
        assert report.score == 0
