"""A student's things behind a wall in one process: fast, and told from the real one by nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.desk_here import asks

from microkit.course.grade.wall import Wall, run_cell


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
