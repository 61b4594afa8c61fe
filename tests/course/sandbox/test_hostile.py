"""Hostile code, one kind after the other; each time an honest run follows in the same sandbox."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from microkit.course.sandbox import Sandbox

SHORT = {"seconds": 1.0}
PROBLEMS = [
    # what it does, with what, limits, the problem, words of the sentence
    ("loop", None, SHORT, "time", "had not ended after 1 seconds"),
    ("sleep", 600, SHORT, "time", "had not ended after 1 seconds"),
    ("loop", None, {"processor_seconds": 1}, "time", "1 seconds of processor time"),
    ("fork_bomb", None, {}, "processes", "more than 12 processes"),
    ("threads", None, {}, "processes", "more than 12 processes"),
    ("memory", None, {}, "memory", "more than 400 MB of memory"),
    ("memory_bit_by_bit", None, {}, "memory", "more than 400 MB of memory"),
    ("memory_of_many", None, {}, "memory", "more than 400 MB of memory"),
    ("flood", None, {}, "output", "printed more than 97.66 kB"),
    ("flood_of_errors", None, {}, "output", "printed more than 97.66 kB"),
    ("huge_file", None, {}, "disk", "2 MB in one file"),
    ("many_files", ".", {}, "disk", "8 MB in all"),
    ("many_files", "/tmp", {}, "disk", "8 MB in all"),
    ("many_files", "/dev/shm", {}, "disk", "8 MB in all"),
    ("open_files", None, {}, "error", "Too many open files"),
    ("recursion", None, {}, "error", "RecursionError"),
    ("deep_recursion", None, {}, "crash", "SIGSEGV"),
    ("segfault", None, {}, "crash", "SIGSEGV"),
    ("signal_self", 15, {}, "crash", "SIGTERM"),
    ("leave", 0, {}, "exit", "before there was an answer"),
    ("leave", 3, {}, "exit", "exit code was 3"),
    ("system_exit", None, {}, "exit", "enough"),
    ("hang_up", None, {}, "exit", "before there was an answer"),
    ("garbage", None, {}, "bad answer", "not one document"),
    ("two_answers", None, {}, "bad answer", "not one document"),
    ("raw", "[1]", {}, "bad answer", "not an answer"),
    ("raw", '{"error": {"problem": "none"}}', {}, "bad answer", "not an answer"),
    ("raw", '{"answer": NaN}', {}, "bad answer", "NaN"),
    ("raw", '{"answer": -Infinity}', {}, "bad answer", "Infinity"),
    ("raw", '{"answer": 1e999}', {}, "bad answer", "1e999"),
    ("raw", '{"answer": ' + 5000 * "9" + "}", {}, "bad answer", "99999"),
    ("raw", '{"answer": "\\ud800"}', {}, "bad answer", "half a character"),
    ("raw", '{"answer": 1, "answer": 2}', {}, "bad answer", "twice"),
    ("raw", '{"answer": ' + 200 * "[" + 200 * "]" + "}", {}, "bad answer", "too deep"),
    ("raw", '{"answer": ' + 90_000 * "[" + 90_000 * "]" + "}", {}, "bad answer", "too deep"),
    ("long_answer", None, {}, "bad answer", "more than 1,048,576 bytes"),
    ("flood_of_answers", None, {}, "bad answer", "more than 1,048,576 bytes"),
    ("deep_answer", 65, {}, "bad answer", "too deep"),
    ("deep_answer", 100_000, {}, "bad answer", "not an answer"),
    ("not_a_number", None, {}, "bad answer", "not an answer"),
    ("an_object", None, {}, "bad answer", "object"),
    ("patch_json", None, {}, "bad answer", "Infinity"),
    ("raise_", "by zero", {}, "error", "ZeroDivisionError: by zero"),
    ("unspeakable", None, {}, "crash", "SIGKILL"),
    ("look_into_parent", "mem", {}, "error", "Permission denied"),
    ("look_into_parent", "environ", {}, "error", "Permission denied"),
    ("imported", "torch", {}, "error", "No module named 'torch'"),
    ("imported", "numpy", {}, "error", "No module named 'numpy'"),
    ("imported", "microkit", {}, "error", "No module named 'microkit'"),
    ("start_program", ["/bin/sh", "-c", "id"], {}, "error", "No such file"),
    ("no_such_function", None, {}, "error", "no_such_function"),
]


@pytest.fixture(autouse=True)
def honest_afterwards(sandbox: Sandbox) -> Iterator[None]:
    yield
    outcome = sandbox.run("inmates:double", 21)
    assert (outcome.answer, outcome.problem, outcome.sentence) == (42, "", "")
    assert outcome.output == "doubling 21\n"


@pytest.mark.parametrize(
    ("entry", "request_", "limits", "problem", "words"),
    PROBLEMS,
    ids=[f"{number:02}-{case[0]}" for number, case in enumerate(PROBLEMS)],
)
def test_each_has_its_problem_and_sentence(
    sandbox: Sandbox, entry, request_, limits, problem, words
) -> None:
    outcome = sandbox.run(f"inmates:{entry}", request_, limits=replace(sandbox.limits, **limits))
    assert (outcome.problem, outcome.answer) == (problem, None), outcome.sentence
    assert words in outcome.sentence
    assert not outcome.ok
    assert len(outcome.output) <= sandbox.limits.output


def test_signals_do_not_reach_who_watches(sandbox: Sandbox) -> None:
    assert sandbox.run("inmates:kill_everyone").answer == "still here"


def test_nothing_is_left_running(sandbox: Sandbox) -> None:
    """What is left behind is in a session of its own and ignores every signal."""
    name = f"left-{os.urandom(8).hex()}"
    outcome = sandbox.run("inmates:leave_children", name)
    assert (outcome.answer, outcome.problem) == ("left", "")
    assert not _with_loop_of(name)
    outcome = sandbox.run("inmates:look_around")
    assert len(outcome.answer["processes"]) == 2


def test_nothing_is_left_in_folders_and_shared_memory(sandbox: Sandbox) -> None:
    left = sandbox.run("inmates:leave_memory_behind")
    assert (left.answer, left.sentence) == (["note", "secret"], "")
    assert sandbox.run("inmates:find_memory").answer == [[], [], []]


def _with_loop_of(name: str) -> list[Path]:
    """Return the processes of this machine that hold a file of this name, in whatever namespace."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "root" / "tmp" / name).exists():
                found.append(folder)
        except OSError:
            continue
    return found
