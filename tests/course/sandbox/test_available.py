"""Where there can be no sandbox, the sentence says why and what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from microkit.course.sandbox import Sandbox, SandboxError, available
from microkit.course.sandbox.bubblewrap import explain
from microkit.course.sandbox.limits import Limits
from microkit.course.sandbox.talk import Heard
from microkit.course.sandbox.verdict import outcome_of
from microkit.errors import MicrokitError


@pytest.fixture(autouse=True)
def tried_anew() -> Iterator[None]:
    available.cache_clear()
    yield
    available.cache_clear()


def _program(folder: Path, lines: str) -> None:
    program = folder / "bwrap"
    program.write_text(f"#!/bin/sh\n{lines}\n")
    program.chmod(0o755)


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_another_system_is_refused(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    found = available()
    assert not found.ok
    assert found.reason == f"The sandbox needs Linux, and this is {platform}."
    assert "--trust-students" in found.what_to_do
    with pytest.raises(MicrokitError, match="The sandbox needs Linux"):
        Sandbox()


def test_without_bubblewrap_the_sentence_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    found = available()
    assert (found.ok, "not installed" in found.reason) == (False, True)
    assert "apt install bubblewrap" in found.what_to_do


def test_an_old_bubblewrap_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    _program(tmp_path, "echo bubblewrap 0.3.1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert available().reason == "bubblewrap 0.3 is too old."


@pytest.mark.skipif(sys.platform != "linux", reason="The sandbox is for Linux.")
def test_a_container_that_forbids_namespaces(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    complaint = "bwrap: Creating new namespace failed: Operation not permitted"
    _program(
        tmp_path,
        f'[ "$1" = --version ] && echo bubblewrap 0.8.0 || {{ echo "{complaint}" >&2; exit 1; }}',
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    found = available()
    assert found.reason == f"The sandbox cannot be set up here ({complaint})."
    assert "--security-opt" in found.what_to_do
    with Sandbox() as sandbox, pytest.raises(SandboxError, match="not permitted"):
        sandbox.run("math:fsum", [1.0])


def test_an_unknown_complaint_is_shown_as_it_is() -> None:
    assert "(bwrap: the moon is full)" in str(explain("first\nbwrap: the moon is full\n"))
    assert "ended without a word" in str(explain(""))


def test_here_it_works(real_sandbox: None) -> None:
    assert available().ok
    assert available(warm=True).ok


@pytest.mark.parametrize("verdict", [b'{"trouble": "no mounts"}', b'{"exit": 1, "begun": false}'])
def test_a_wall_that_could_not_be_closed_is_no_students_mistake(verdict: bytes) -> None:
    heard = Heard(answer=bytearray(b"no mounts"), verdict=bytearray(verdict), closed=True)
    with pytest.raises(SandboxError, match=r"could not be closed .*\(no mounts\)"):
        outcome_of(heard, Limits())


def test_a_run_without_a_verdict_has_crashed() -> None:
    outcome = outcome_of(Heard(answer=bytearray(b'{"answer": 1}'), closed=True), Limits())
    assert (outcome.problem, outcome.answer) == ("crash", None)
