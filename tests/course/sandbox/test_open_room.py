"""The room without a wall: the same answers, plain data only, and an end in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from microkit.course.errors import CourseError
from microkit.course.sandbox import Limits, OpenRoom

from .conftest import GUESTS, INMATES

PLAIN = {"out": [1, 2.5, None, True, "zw\u00f6lf", {"": []}], "far": -1e308, "large": 2**60}
LIMITS = Limits(seconds=20.0, output=100_000, answer=2**20)


@pytest.fixture(scope="module")
def room() -> Iterator[OpenRoom]:
    with OpenRoom(LIMITS, code=(INMATES, GUESTS)) as made:
        yield made


@pytest.fixture(autouse=True)
def honest_afterwards(room: OpenRoom) -> Iterator[None]:
    yield
    with room.open("guests:desk", "honest") as session:
        for number in (1, 2, 3):
            outcome = session.ask({"do": "print", "text": "hello"})
            assert outcome.answer[:2] == ["honest", number]
            assert outcome.output == "hello"


def test_it_says_what_it_gives_up() -> None:
    assert "runs as you" in (OpenRoom.__doc__ or "")


def test_plain_data_goes_in_and_comes_back(room: OpenRoom) -> None:
    assert room.run("inmates:give_back", PLAIN).answer == PLAIN
    outcome = room.run("inmates:double", 21)
    assert (outcome.answer, outcome.output) == (42, "doubling 21\n")
    with room.open("guests:desk", PLAIN) as session:
        assert session.opening.ok
        text = "x" * 500_000
        assert session.ask(text).answer == [PLAIN, 1, text]


def test_what_is_printed_comes_with_its_message(room: OpenRoom) -> None:
    with room.open("guests:chatty_desk") as session:
        assert session.opening.output == "good morning\n"
    with room.open("guests:desk") as session:
        for number in range(200):
            assert session.ask({"do": "print", "text": f"{number} "}).output == f"{number} "
        assert session.ask({"do": "print", "text": "y" * 70_000}).output == "y" * 70_000


def test_each_session_has_a_folder_of_its_own(room: OpenRoom) -> None:
    files = (("data/a.txt", b"given"),)
    with room.open("guests:desk", files=files) as session:
        found = session.ask({"do": "inmate", "name": "look_around"}).answer
    (place,) = [Path(name) for name in found["files"]]
    assert place.name == "a.txt"
    assert place.parents[1] == Path(found["path"][-1]).resolve()
    assert not place.exists()
    with pytest.raises(CourseError, match="below the working folder"):
        room.run("inmates:double", 1, files=(("../a.txt", b""),))


def test_the_rooms_own_parts_come_first() -> None:
    with OpenRoom(
        parts=("errors.py", "checks/plain.py"),
        stand_ins={"checks/__init__.py": "KIND = 'a stand-in'"},
        code=(INMATES,),
    ) as room:
        assert room.run("microkit.checks.plain:plain", [1, None]).answer == [1.0, None]
        assert room.run("inmates:imported", "microkit.engine").problem == "error"
        found = room.run("inmates:look_around").answer
        assert found["path"].index(str(room._room.folder / "kit")) < len(found["path"]) - 2


def test_installed_packages_are_there_and_have_to_be() -> None:
    pytest.importorskip("numpy")
    with OpenRoom(packages=("numpy",)) as room:
        assert room.run("numpy:hypot.reduce", [3.0, 4.0]).answer == 5.0
    with (
        OpenRoom(packages=("no_such_package",)) as room,
        pytest.raises(CourseError, match="package no_such_package is not installed"),
    ):
        room.run("math:fsum", [1.0])


@pytest.mark.parametrize(
    ("name", "with_", "problem"),
    [
        ("loop", None, "time"),
        ("sleep", 600, "time"),
        ("leave", 3, "exit"),
        ("system_exit", None, "exit"),
        ("flood", None, "output"),
        ("raise_", "by zero", "error"),
        ("an_object", None, "bad answer"),
        ("long_answer", None, "bad answer"),
        ("not_a_number", None, "bad answer"),
    ],
)
def test_each_problem_is_an_outcome(room: OpenRoom, name: str, with_: object, problem: str) -> None:
    seconds = 1.0 if problem == "time" else 20.0
    outcome = room.run(f"inmates:{name}", with_, limits=replace(LIMITS, seconds=seconds))
    assert (outcome.problem, outcome.answer) == (problem, None), outcome.sentence
    with room.open("guests:desk") as session:
        assert session.ask(1).ok
        outcome = session.ask({"do": "inmate", "name": name, "with": with_}, seconds)
        assert (outcome.problem, outcome.answer) == (problem, None), outcome.sentence
        assert session.alive is (problem in ("error", "bad answer"))
        if not session.alive:
            assert session.ask("anything").sentence == outcome.sentence


def test_an_entry_that_fails_is_the_problem_of_all(room: OpenRoom) -> None:
    with room.open("guests:close_desk") as session:
        assert "the entry fails" in session.opening.sentence
        assert session.ask(1).sentence == session.opening.sentence


def test_one_session_at_a_time_and_none_after_closing(room: OpenRoom) -> None:
    with room.open("guests:desk") as session:
        with pytest.raises(CourseError, match="A session is open"):
            room.run("inmates:double", 1)
        assert session.ask(1).ok
    with pytest.raises(ValueError, match="closed"):
        session.ask(2)


def test_closing_removes_the_files() -> None:
    room = OpenRoom(code=(INMATES,))
    assert room.run("inmates:double", 1).answer == 2
    room.close()
    assert not room._room.folder.exists()
