"""An instructor's own lesson, graded once with its cheats: plain asserts, through the wall."""

from __future__ import annotations

import re

import pytest

from faults.classroom import HONEST
from faults.fault import FULL, Fault
from faults.faults_own import OWN_FAULTS
from faults.own_lesson import HIDDEN, NAME, POINTS, OwnClassroom

ROUNDING = 1e-9


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory, real_sandbox: None) -> OwnClassroom:
    """The class, after the one run of grading that all tests look at."""
    made = OwnClassroom(tmp_path_factory.mktemp("own"), OWN_FAULTS)
    made.furnish()
    made.grade()
    return made


def names(fault: Fault) -> str:
    return fault.name


@pytest.mark.parametrize("fault", OWN_FAULTS, ids=names)
def test_the_mark_is_right_or_a_person_is_asked_to_look(
    classroom: OwnClassroom, fault: Fault
) -> None:
    outcome, expects = classroom.outcomes[fault.name], fault.expects
    assert (outcome.points, outcome.submissions) == (FULL, 1)
    assert outcome.score is not None
    assert expects.lowest - ROUNDING <= outcome.score <= expects.highest + ROUNDING
    findings = classroom.findings(fault.name)
    looks = [finding.sentence for finding in findings if finding.look]
    if expects.look is not None:
        assert bool(looks) is expects.look, looks
    if (expects.look_if_paid and outcome.score) or outcome.score > expects.look_above:
        assert looks
    assert expects.finds == () or {finding.kind for finding in findings} >= {*expects.finds}
    for text in (outcome.page, outcome.notebook, outcome.table):
        assert re.search(expects.says, text)
    for secret in expects.secrets:
        assert secret not in outcome.everything


@pytest.mark.parametrize("student", HONEST)
def test_honest_work_keeps_its_marks(classroom: OwnClassroom, student: str) -> None:
    outcome = classroom.outcomes[student]
    assert (outcome.score, outcome.points, outcome.submissions) == (FULL, FULL, 1)
    assert not any(finding.look for finding in classroom.findings(student))


def test_the_run_went_on_to_its_end(classroom: OwnClassroom) -> None:
    assert classroom.done is not None
    said = classroom.done.stdout + classroom.done.stderr
    assert classroom.done.returncode == 0, said
    assert "Traceback" not in classroom.done.stderr
    assert f"{NAME}: {len(OWN_FAULTS) + len(HONEST)} students, {FULL:g} points" in said
    assert (classroom.course / "marks" / NAME / "grades.csv").is_file()
    assert classroom.left_running() == []


def test_everyone_gets_a_page_that_hides_the_hidden_tests(classroom: OwnClassroom) -> None:
    for student in (*HONEST, *(fault.name for fault in OWN_FAULTS)):
        outcome = classroom.outcomes[student]
        assert all(f"{name}-check" in outcome.notebook for name in POINTS)
        assert "assert squares(4)" in outcome.page
        assert HIDDEN not in outcome.page
        assert HIDDEN not in outcome.table
