"""The user number of a run: one that nobody has, or none where it cannot be changed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from microkit.course.sandbox import users

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="The sandbox is for Linux.")


@pytest.mark.parametrize(
    ("user", "mapped", "expected"),
    [
        (1000, "0 0 4294967295", [None]),
        (0, "0 0 4294967295", range(users.FIRST, users.FIRST + users.SPAN)),
        (0, "0 100000 65536", [users.NOBODY]),
        (0, "0 1000 1\n1 100000 65535", [users.NOBODY]),
    ],
)
def test_the_number_suits_what_is_mapped(monkeypatch, user, mapped, expected) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(Path, "read_text", lambda path, encoding: mapped)
    assert users.new_user() in expected


def test_an_older_linux_counts_all_processes_of_a_user(monkeypatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    real = os.uname()
    for release, apart in (("5.10.0-28-amd64", False), ("6.1.0", True), ("5.14", True)):
        monkeypatch.setattr(os, "uname", lambda r=release: type(real)((*real[:2], r, *real[3:])))
        assert (users.processes_around() == 0) is apart
