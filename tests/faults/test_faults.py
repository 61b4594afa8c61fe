"""A class full of hostile and broken submissions, graded in one run: is every mark right?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from faults.classroom import HONEST, Classroom, Outcome, fingerprints
from faults.every import FAULTS
from faults.fault import CANARIES, FULL, Fault

MOST_BYTES = 3_000_000  # of one student's graded notebook
ROUNDING = 1e-9


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory, real_sandbox: None) -> Classroom:
    """The class, after the one run of grading that all tests look at."""
    made = Classroom(tmp_path_factory.mktemp("class"), FAULTS)
    made.furnish()
    made.grade()
    return made


def names(fault: Fault) -> str:
    return fault.name


@pytest.mark.parametrize("fault", FAULTS, ids=names)
def test_the_mark_is_right(classroom: Classroom, fault: Fault) -> None:
    outcome = classroom.outcomes[fault.name]
    assert outcome.submissions == 1
    assert outcome.points == FULL
    assert outcome.score is not None
    assert fault.expects.lowest - ROUNDING <= outcome.score <= fault.expects.highest + ROUNDING
    assert re.search(rf"\b{outcome.score:g} of {FULL:g}", outcome.table), outcome.table


@pytest.mark.parametrize("fault", FAULTS, ids=names)
def test_a_person_is_asked_to_look_where_it_is_due(classroom: Classroom, fault: Fault) -> None:
    outcome = classroom.outcomes[fault.name]
    looks = [finding.sentence for finding in classroom.findings(fault.name) if finding.look]
    if fault.expects.look is not None:
        assert bool(looks) is fault.expects.look, looks
    if fault.expects.look_if_paid and outcome.score:
        assert looks
    if fault.expects.look_if_lost and outcome.score != fault.expects.highest:
        assert looks
    for sentence in looks[:1]:  # the table has room for the first ones
        assert squeezed(sentence)[:60] in squeezed(outcome.table)
    for sentence in looks:
        assert squeezed(sentence)[:60] in squeezed(outcome.page)


@pytest.mark.parametrize("fault", [one for one in FAULTS if one.expects.says], ids=names)
def test_the_reason_is_told(classroom: Classroom, fault: Fault) -> None:
    outcome = classroom.outcomes[fault.name]
    assert re.search(fault.expects.says, outcome.page)
    assert re.search(fault.expects.says, outcome.notebook)
    if fault.expects.look:
        assert re.search(fault.expects.says, outcome.table)


@pytest.mark.parametrize("fault", FAULTS, ids=names)
def test_nothing_secret_is_seen(classroom: Classroom, fault: Fault) -> None:
    outcome = classroom.outcomes[fault.name]
    for what, canary in CANARIES.items():
        assert canary not in outcome.everything, what
    for secret in fault.expects.secrets:
        kept = outcome.shown if secret.startswith("<") else outcome.everything
        assert secret not in kept, secret


@pytest.mark.parametrize("fault", FAULTS, ids=names)
def test_what_is_kept_is_small(classroom: Classroom, fault: Fault) -> None:
    folder = classroom.course / "autograded" / fault.name
    assert all(path.stat().st_size < MOST_BYTES for path in folder.rglob("*.ipynb"))


@pytest.mark.parametrize("student", HONEST)
def test_honest_work_keeps_its_marks(classroom: Classroom, student: str) -> None:
    outcome: Outcome = classroom.outcomes[student]
    assert (outcome.score, outcome.points, outcome.submissions) == (FULL, FULL, 1)
    assert [finding for finding in classroom.findings(student) if finding.look] == []


def test_the_run_went_on_to_its_end(classroom: Classroom) -> None:
    assert classroom.done is not None
    assert "Traceback" not in classroom.done.stderr
    assert classroom.done.returncode == 0, classroom.done.stdout[-2_000:] + classroom.done.stderr


def test_what_was_handed_in_is_as_it_was(classroom: Classroom) -> None:
    assert fingerprints(classroom.course) == classroom.before


def test_the_seed_is_as_it_was(classroom: Classroom) -> None:
    assert (classroom.course / ".course_seed").read_text() == CANARIES["the seed"]


def test_nothing_is_left_running(classroom: Classroom) -> None:
    assert classroom.left_running() == []


def test_nothing_is_left_lying_around(classroom: Classroom) -> None:
    root = classroom.root
    assert {path.name for path in root.iterdir()} == classroom.outside
    assert [path for path in (root / "temporary").rglob("*") if path.is_file()] == []
    assert [path for path in classroom.course.rglob("was_here*")] == []
    for place in ("/tmp", "/var/tmp", "/root", "/dev/shm", str(Path.home())):
        assert not Path(place, "was_here_7f31").exists()


def test_nobody_called(classroom: Classroom) -> None:
    assert classroom.calls == []


def test_the_gradebook_is_consistent(classroom: Classroom) -> None:
    with Gradebook(f"sqlite:///{classroom.course / 'gradebook.db'}") as gradebook:
        assignment = gradebook.find_assignment(classroom.lesson)
        students = [submission.student.id for submission in assignment.submissions]
        assert sorted(students) == sorted({*HONEST, *(fault.name for fault in FAULTS)})
        for submission in assignment.submissions:
            (notebook,) = submission.notebooks
            grades = {grade.name: grade for grade in notebook.grades}
            assert len(grades) == len(notebook.grades) == 12
            assert sum(grade.score for grade in grades.values()) == pytest.approx(submission.score)
            assert sum(grade.max_score for grade in grades.values()) == FULL
            assert all(0 <= grade.score <= grade.max_score for grade in grades.values())
            assert all(not grade.manual_score for grade in grades.values())


def squeezed(text: str) -> str:
    """Return a text without spaces and marks, however it was wrapped and escaped."""
    return re.sub(r"[\W_]+", "", text)
