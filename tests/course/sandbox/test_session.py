"""A session for honest code: one process, many messages, an outcome for each."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from microkit.course.errors import CourseError
from microkit.course.sandbox import Limits, Sandbox, Session
from microkit.course.sandbox.inside.places import HOME

from .conftest import LIMITS

SMALL = {"out": [1, 2.5, None, True, "zw\u00f6lf", {"": []}], "far": -1e308, "large": 2**60}


def test_one_process_answers_every_message(sandbox: Sandbox) -> None:
    with sandbox.open("guests:desk", ["opened", 2.5]) as session:
        assert isinstance(session, Session)
        assert session.opening.ok
        for number, message in enumerate([SMALL, "text", 3, None, []], 1):
            outcome = session.ask(message)
            assert outcome.answer == [["opened", 2.5], number, message]
            assert (outcome.problem, outcome.sentence, outcome.output) == ("", "", "")
            assert outcome.seconds > 0
        assert session.alive
    assert not session.alive


def test_what_is_printed_comes_with_its_message(sandbox: Sandbox) -> None:
    with sandbox.open("guests:chatty_desk") as session:
        assert session.opening.output == "good morning\n"
        assert session.ask(1).output == ""
    with sandbox.open("guests:desk") as session:
        for text in ("one", "", "three " * 10_000):
            assert session.ask({"do": "print", "text": text}).output == text
        failed = session.ask({"do": "guest", "name": "print_and_fail", "with": "before"})
        assert failed.output == "before\n"
        assert session.ask(1).output == ""


def test_an_exception_is_told_and_the_session_goes_on(sandbox: Sandbox) -> None:
    with sandbox.open("guests:desk") as session:
        outcome = session.ask({"do": "inmate", "name": "raise_", "with": "by zero"})
        assert (outcome.problem, outcome.answer) == ("error", None)
        assert "ZeroDivisionError: by zero" in outcome.sentence
        assert session.alive
        assert session.ask("again").answer == [None, 2, "again"]


def test_messages_and_answers_larger_than_a_pipe(sandbox: Sandbox) -> None:
    text = "x" * 700_000
    with sandbox.open("guests:desk") as session:
        for _ in range(3):
            assert session.ask(text).answer[2] == text


def test_files_come_as_paths_and_as_bytes(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_text("from a path")
    files = (tmp_path / "folder", ("data/b.txt", b"from bytes"))
    with sandbox.open("guests:desk", files=files) as session:
        found = session.ask({"do": "inmate", "name": "look_around"}).answer
    assert found["files"] == {
        f"{HOME}/folder/a.txt": "from a path",
        f"{HOME}/data/b.txt": "from bytes",
    }
    assert sandbox.run("inmates:look_around", files=files).answer["files"] == found["files"]


@pytest.mark.parametrize(
    "name", ["../a", "/a", "a/../../b", "", ".", "a//b", "C:\\a", "C:a", "..\\a", "\\\\host\\a"]
)
def test_no_name_leads_out(sandbox: Sandbox, name: str) -> None:
    with pytest.raises(CourseError, match="below the working folder"):
        sandbox.open("guests:desk", files=((name, b""),))


def test_too_many_bytes_are_the_callers_matter(sandbox: Sandbox) -> None:
    half = bytes(LIMITS.disk // 2 + 1)
    with pytest.raises(CourseError, match="more than 8,388,608 bytes together, with b"):
        sandbox.open("guests:desk", files=(("a", half), ("b", half)))


def test_a_message_that_is_no_plain_data_is_the_callers_matter(sandbox: Sandbox) -> None:
    with sandbox.open("guests:desk") as session:
        with pytest.raises(ValueError, match="JSON compliant"):
            session.ask(float("nan"))
        assert session.ask(1).answer == [None, 1, 1]


def test_one_session_at_a_time(sandbox: Sandbox) -> None:
    with sandbox.open("guests:desk") as session:
        with pytest.raises(CourseError, match="A session is open"):
            sandbox.open("guests:desk")
        with pytest.raises(CourseError, match="A session is open"):
            sandbox.run("inmates:double", 1)
        assert session.ask(1).ok
    with pytest.raises(ValueError, match="closed"):
        session.ask(2)
    session.close()
    assert sandbox.run("inmates:double", 1).answer == 2


def test_sessions_share_nothing(sandbox: Sandbox) -> None:
    with sandbox.open("guests:desk") as session:
        assert session.ask({"do": "inmate", "name": "leave_memory_behind"}).ok
    with sandbox.open("guests:desk") as session:
        assert session.ask({"do": "inmate", "name": "find_memory"}).answer == [[], [], []]
        assert session.ask(1).answer == [None, 2, 1]


def test_a_session_in_another_thread(sandbox: Sandbox) -> None:
    """Linux ends what a thread has started when the thread ends."""
    answers = []

    def talk(number: int) -> None:
        with sandbox.open("guests:desk", number) as session:
            answers.append(session.ask(0).answer[0])

    for number in (1, 2):
        thread = threading.Thread(target=talk, args=(number,))
        thread.start()
        thread.join()
    talk(3)
    assert answers == [1, 2, 3]


def test_each_message_may_take_its_own_time(sandbox: Sandbox) -> None:
    sleep = {"do": "inmate", "name": "sleep"}
    with sandbox.open("guests:desk", limits=replace(LIMITS, seconds=2.0)) as session:
        assert session.ask({**sleep, "with": 2.1}, seconds=20).ok
        outcome = session.ask({**sleep, "with": 60}, seconds=0.2)
        assert "had not ended after 0.2 seconds" in outcome.sentence


def test_closing_the_sandbox_ends_its_session(real_sandbox: None) -> None:
    sandbox = Sandbox(Limits(), code=())
    session = sandbox.open("functools:partial", None)
    assert session.opening.problem == "error"
    assert not session.alive
    session = sandbox.open("operator:methodcaller", "upper")
    assert session.alive
    sandbox.close()
    assert not session.alive


def test_a_warm_server_stays_for_the_next_session(real_sandbox: None) -> None:
    with Sandbox(warm=True) as sandbox:
        servers = set()
        for _ in range(3):
            with sandbox.open("operator:methodcaller", "upper") as session:
                assert session.opening.ok
            servers.add(id(sandbox._server))
        assert len(servers) == 1
        assert sandbox._server is not None
