"""Each fault is what it says, as far as it can be told without running anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from faults.classroom import HONEST, Classroom
from faults.every import ALL, FAULTS
from faults.fault import CANARIES, FULL, Fault
from microkit.course.intake import take_in


def ids(fault: Fault) -> str:
    return f"{fault.lesson}-{fault.name}"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all: whoever looks at a classmate's work finds it."""
    return tmp_path_factory.mktemp("makers")


def test_there_are_enough_of_them() -> None:
    assert len(FAULTS) >= 70
    assert len({(fault.lesson, fault.name) for fault in ALL}) == len(ALL)
    assert {fault.lesson for fault in ALL} >= {"00", "02", "03", "05", "10"}


@pytest.mark.parametrize("fault", ALL, ids=ids)
def test_a_fault_is_made(course: Path, fault: Fault) -> None:
    classroom = Classroom(course / fault.lesson, [fault])
    honest = classroom.desk(HONEST[0])
    honest.hand_in(honest.notebook())
    before = (honest.place / honest.name).read_bytes()
    desk = classroom.desk(fault.name)
    fault.make(desk)
    assert (honest.place / honest.name).read_bytes() == before
    folder = desk.course / "submitted" / fault.name / desk.lesson
    intake = take_in(desk.released, folder, desk.lesson)
    found = sorted(finding.kind for finding in intake.findings)
    if fault.expects.finds:
        assert found == sorted(fault.expects.finds)
    if fault.expects.look is False:
        assert not intake.needs_a_look, found
    assert "unexpected" not in found
    assert 0 <= fault.expects.lowest <= fault.expects.highest <= FULL


@pytest.mark.parametrize("fault", ALL, ids=ids)
def test_a_fault_does_not_know_the_secrets(tmp_path: Path, fault: Fault) -> None:
    desk = Classroom(tmp_path, [fault]).desk(fault.name)
    fault.make(desk)
    for path in (desk.course / "submitted" / fault.name).rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not any(canary in text for canary in CANARIES.values())
            assert not any(secret in text for secret in fault.expects.secrets if secret[0] != "<")
