"""The kit has what these lessons ask for: calling it is not an answer, and neither is forging."""

from __future__ import annotations

import pytest

from faults.classroom import HONEST, Classroom, fingerprints
from faults.every import OTHER_FAULTS
from faults.fault import FULL, Fault

LESSONS = sorted({fault.lesson for fault in OTHER_FAULTS})
ROUNDING = 1e-9


@pytest.fixture(scope="module")
def classrooms(
    tmp_path_factory: pytest.TempPathFactory, real_sandbox: None
) -> dict[str, Classroom]:
    """A class for each lesson, after its run of grading."""
    made = {}
    for lesson in LESSONS:
        faults = [fault for fault in OTHER_FAULTS if fault.lesson == lesson]
        folder = tmp_path_factory.mktemp(f"class{lesson}")
        made[lesson] = Classroom(folder, faults, ("--no-feedback", "--workers", "1"), 30)
        made[lesson].furnish()
        made[lesson].grade()
    return made


def names(fault: Fault) -> str:
    return f"{fault.lesson}-{fault.name}"


@pytest.mark.parametrize("fault", OTHER_FAULTS, ids=names)
def test_the_mark_is_right(classrooms: dict[str, Classroom], fault: Fault) -> None:
    outcome = classrooms[fault.lesson].outcomes[fault.name]
    assert (outcome.points, outcome.submissions) == (FULL, 1)
    assert outcome.score is not None
    assert fault.expects.lowest - ROUNDING <= outcome.score <= fault.expects.highest + ROUNDING


@pytest.mark.parametrize(
    "fault", [one for one in OTHER_FAULTS if one.expects.look is not None], ids=names
)
def test_a_person_is_asked_to_look(classrooms: dict[str, Classroom], fault: Fault) -> None:
    findings = classrooms[fault.lesson].findings(fault.name)
    assert any(finding.look for finding in findings) is fault.expects.look


@pytest.mark.parametrize("lesson", LESSONS)
def test_honest_work_keeps_its_marks(classrooms: dict[str, Classroom], lesson: str) -> None:
    classroom = classrooms[lesson]
    assert [classroom.outcomes[student].score for student in HONEST] == [FULL, FULL]
    assert not any(f.look for student in HONEST for f in classroom.findings(student))


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_run_went_on_to_its_end(classrooms: dict[str, Classroom], lesson: str) -> None:
    classroom = classrooms[lesson]
    assert classroom.done is not None
    assert classroom.done.returncode == 0, classroom.done.stderr
    assert fingerprints(classroom.course) == classroom.before
    assert classroom.left_running() == []
