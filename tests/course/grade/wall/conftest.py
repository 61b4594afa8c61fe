"""A student's things behind a wall in one process: fast, and told from the real one by nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from microkit.course.grade.desk.things import Things
from microkit.course.grade.wall import Wall, run_cell
from microkit.course.sandbox import Outcome
from microkit.course.sandbox.answers import read_answer

Ask = Callable[[dict[str, Any]], Outcome]


def asks(source: str) -> Ask:
    """Run a student's cell, and return what answers messages about it."""
    namespace: dict[str, Any] = {"__name__": "student"}
    exec(source, namespace)
    things = Things(namespace)

    def ask(message: dict[str, Any]) -> Outcome:
        message = json.loads(json.dumps(message, allow_nan=False))
        written = json.dumps(things.answer(message), allow_nan=False).encode("ascii")
        return Outcome(answer=read_answer(written, depth=64))

    return ask


@pytest.fixture
def wall_of() -> Callable[[str], Wall]:
    """Return a wall in front of what a student's cell defines."""
    return lambda source: Wall(asks(source), lambda _text: None)


@pytest.fixture
def graded() -> Callable[..., list[dict[str, Any]]]:
    """Run a graded cell over what a student's cell defines."""

    def run(student: str, cell: str, **more: Any) -> list[dict[str, Any]]:
        return run_cell(cell, more.pop("names", {}), asks(student), more.pop("seconds", 60), **more)

    return run
