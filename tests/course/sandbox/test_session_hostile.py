"""Hostile handlers, one after the other; each time an honest session follows."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace

import pytest

from microkit.course.sandbox import Sandbox

SHORT = {"seconds": 1.0}
ENDS = [
    # what it does, with what, limits, the problem, words of the sentence
    ("inmate", "loop", None, SHORT, "time", "had not ended after 1 seconds"),
    ("inmate", "sleep", 600, SHORT, "time", "had not ended after 1 seconds"),
    ("inmate", "loop", None, {"processor_seconds": 1}, "time", "1 seconds of processor time"),
    ("inmate", "fork_bomb", None, {}, "processes", "more than 12 processes"),
    ("inmate", "threads", None, {}, "processes", "more than 12 processes"),
    ("inmate", "memory", None, {}, "memory", "more than 400 MB of memory"),
    ("inmate", "memory_of_many", None, {}, "memory", "more than 400 MB of memory"),
    ("inmate", "flood", None, {}, "output", "printed more than 97.66 kB"),
    ("inmate", "huge_file", None, {}, "disk", "2 MB in one file"),
    ("inmate", "segfault", None, {}, "crash", "SIGSEGV"),
    ("inmate", "signal_self", 15, {}, "crash", "SIGTERM"),
    ("inmate", "leave", 0, {}, "exit", "before there was an answer"),
    ("inmate", "leave", 3, {}, "exit", "exit code was 3"),
    ("inmate", "system_exit", None, {}, "exit", "enough"),
    ("inmate", "flood_of_answers", None, {}, "bad answer", "does not belong"),
    ("inmate", "garbage", None, {}, "exit", "before there was an answer"),
    ("inmate", "unspeakable", None, {}, "crash", "SIGKILL"),
    ("guest", "kill_self", None, {}, "crash", "SIGKILL"),
    ("guest", "half", None, {}, "exit", "before there was an answer"),
    ("guest", "claim_length", 2**63, {}, "bad answer", "does not belong"),
    ("guest", "claim_length", 2**20, SHORT, "time", "had not ended"),
    ("guest", "claim_length", 0, {}, "bad answer", "does not belong"),
    ("guest", "close_answer", None, {}, "exit", "before there was an answer"),
    ("guest", "close_both_and_wait", None, SHORT, "time", "had not ended"),
    ("guest", "lose_everything", None, {}, "exit", "before there was an answer"),
]
SLEEP = {"do": "inmate", "name": "sleep", "with": 60}
ENDS_LATER = [
    # what is done first, what is asked then, the problems with which that may end
    ("write_ahead", "next", {"bad answer"}),
    ("write_twice", "next", {"bad answer"}),
    ("flood_later", SLEEP, {"bad answer"}),
    ("fork_and_answer", "next", {"bad answer"}),
    ("print_later", SLEEP, {"output"}),
    ("leave_soon", SLEEP, {"exit"}),
    ("close_asked", "next", {"exit"}),
    ("never_wait", "next", {"exit"}),
    ("eat_messages", "next", {"time", "exit", "bad answer"}),
]
GOES_ON = [
    ("inmate", "long_answer", None, "bad answer", "more than 1,048,576 bytes"),
    ("inmate", "deep_answer", 100_000, "bad answer", "not an answer"),
    ("inmate", "deep_answer", 65, "bad answer", "too deep"),
    ("inmate", "not_a_number", None, "bad answer", "not an answer"),
    ("inmate", "an_object", None, "bad answer", "object"),
    ("inmate", "recursion", None, "error", "RecursionError"),
    ("inmate", "open_files", None, "error", "Too many open files"),
    ("inmate", "raise_", "by zero", "error", "ZeroDivisionError: by zero"),
    ("guest", "replace_streams", None, "", ""),
]
BODIES = [
    ('{"answer": NaN}', "NaN"),
    ('{"answer": 1e999}', "1e999"),
    ('{"answer": ' + 5000 * "9" + "}", "99999"),
    ('{"answer": 1, "answer": 2}', "twice"),
    ('{"answer": "\\ud800"}', "half a character"),
    ('{"answer": ' + 20_000 * "[" + 20_000 * "]" + "}", "too deep"),
    ('{"error": {"problem": "none"}}', "not an answer"),
    ('{"error": []}', "not an answer"),
    ('{"error": 1, "answer": 2}', "not an answer"),
    ("[1]", "not an answer"),
    ("1 2", "not one document"),
]


@pytest.fixture(autouse=True)
def honest_afterwards(sandbox: Sandbox) -> Iterator[None]:
    yield
    with sandbox.open("guests:desk", "honest") as session:
        for number in (1, 2, 3):
            outcome = session.ask({"do": "print", "text": "hello"})
            assert outcome.answer[:2] == ["honest", number]
            assert outcome.output == "hello"
    assert sandbox.run("inmates:double", 21).answer == 42


@pytest.mark.parametrize(
    ("do", "name", "with_", "limits", "problem", "words"),
    ENDS,
    ids=[f"{number:02}-{case[1]}" for number, case in enumerate(ENDS)],
)
def test_what_ends_a_session_is_said_for_every_later_message(
    sandbox: Sandbox, do, name, with_, limits, problem, words
) -> None:
    more = {key: value for key, value in limits.items() if key != "seconds"}
    with sandbox.open("guests:desk", limits=replace(sandbox.limits, **more)) as session:
        assert session.ask(1).ok
        message = {"do": do, "name": name, "with": with_}
        outcome = session.ask(message, seconds=limits.get("seconds"))
        assert (outcome.problem, outcome.answer) == (problem, None), outcome.sentence
        assert words in outcome.sentence
        assert not session.alive
        later = session.ask("anything")
        assert (later.problem, later.sentence) == (problem, outcome.sentence)
        assert (later.output, later.seconds) == ("", 0.0)


@pytest.mark.parametrize(
    ("name", "then", "problems"), ENDS_LATER, ids=[case[0] for case in ENDS_LATER]
)
def test_what_is_left_behind_ends_a_later_message(sandbox: Sandbox, name, then, problems) -> None:
    with sandbox.open("guests:desk", limits=replace(sandbox.limits, seconds=5.0)) as session:
        outcome = session.ask({"do": "guest", "name": name})
        for _ in range(10_000):  # it may come a little later
            if not session.alive:
                break
            outcome = session.ask(then)
        assert not session.alive
        assert outcome.problem in problems, outcome.sentence


@pytest.mark.parametrize(
    ("do", "name", "with_", "problem", "words"),
    GOES_ON,
    ids=[f"{number:02}-{case[1]}" for number, case in enumerate(GOES_ON)],
)
def test_a_session_goes_on_after_what_a_handler_may_do(
    sandbox: Sandbox, do, name, with_, problem, words
) -> None:
    with sandbox.open("guests:desk") as session:
        outcome = session.ask({"do": do, "name": name, "with": with_})
        assert outcome.problem == problem, outcome.sentence
        assert words in outcome.sentence
        assert session.alive
        assert session.ask("next").answer == [None, 2, "next"]


@pytest.mark.parametrize(("body", "words"), BODIES, ids=[text[:30] for text, _ in BODIES])
def test_what_is_no_plain_data_is_refused(sandbox: Sandbox, body: str, words: str) -> None:
    with sandbox.open("guests:desk") as session:
        outcome = session.ask({"do": "guest", "name": "body", "with": body})
        assert (outcome.problem, outcome.answer) == ("bad answer", None)
        assert words in outcome.sentence


def test_a_forged_answer_under_the_right_name_is_a_claim_and_ends_it(sandbox: Sandbox) -> None:
    with sandbox.open("guests:desk") as session:
        assert session.ask({"do": "guest", "name": "write_twice"}).answer == "forged"
        assert session.ask(1).problem == "bad answer"
        assert not session.alive


def test_replaced_reading_ends_in_an_outcome(sandbox: Sandbox) -> None:
    with sandbox.open("guests:desk") as session:
        assert session.ask({"do": "guest", "name": "patch_reading"}).answer == "patched"
        assert "RuntimeError: patched" in session.ask(1).sentence


@pytest.mark.parametrize(
    ("entry", "seconds", "problem", "words"),
    [
        ("guests:close_desk", 20.0, "error", "the entry fails"),
        ("guests:slow_desk", 1.0, "time", "had not ended after 1 seconds"),
        ("guests:leaving_desk", 20.0, "exit", "exit code was 3"),
        ("guests:no_such_desk", 20.0, "error", "no_such_desk"),
        ("no_such_module:desk", 20.0, "error", "No module named"),
    ],
)
def test_an_entry_that_fails_is_the_problem_of_all(
    sandbox: Sandbox, entry: str, seconds: float, problem: str, words: str
) -> None:
    with sandbox.open(entry, limits=replace(sandbox.limits, seconds=seconds)) as session:
        assert session.opening.problem == problem
        assert words in session.opening.sentence
        assert not session.alive
        assert session.ask(1).sentence == session.opening.sentence


def test_what_is_no_handler_fails_when_it_is_asked(sandbox: Sandbox) -> None:
    with sandbox.open("guests:not_callable", 5) as session:
        assert session.opening.ok
        assert "not callable" in session.ask(1).sentence


def test_what_is_printed_counts_for_the_whole_session(sandbox: Sandbox) -> None:
    with sandbox.open("guests:desk") as session:
        text = {"do": "print", "text": "x" * 40_000}
        assert [len(session.ask(text).output) for _ in range(3)] == [40_000, 40_000, 20_000]
        assert session.ask(text).problem == "output"


def test_a_flood_does_not_fill_the_kits_memory(sandbox: Sandbox) -> None:
    tracemalloc.start()
    try:
        for name in ("flood", "flood_of_answers"):
            with sandbox.open("guests:desk") as session:
                assert not session.ask({"do": "inmate", "name": name}).ok
        assert tracemalloc.get_traced_memory()[1] < 8 * 2**20
    finally:
        tracemalloc.stop()


def test_nothing_is_left_running(sandbox: Sandbox) -> None:
    name = f"left-{os.urandom(8).hex()}"
    with sandbox.open("guests:desk") as session:
        assert session.ask({"do": "inmate", "name": "leave_children", "with": name}).ok
        assert session.ask(1).ok
    outcome = sandbox.run("inmates:look_around")
    assert len(outcome.answer["processes"]) == 2
