"""A sandbox for the tests that need one: both ways, each once for the whole run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from microkit.course.sandbox import Limits, Sandbox

INMATES = Path(__file__).parents[2] / "support" / "inmates.py"
GUESTS = INMATES.with_name("guests.py")
MEGABYTE = 2**20
LIMITS = Limits(
    seconds=20,
    processor_seconds=10,
    memory=400 * MEGABYTE,
    processes=12,
    file_size=2 * MEGABYTE,
    disk=8 * MEGABYTE,
    output=100_000,
    answer=MEGABYTE,
)


@pytest.fixture(scope="session", params=["fresh", "warm"])
def sandbox(request: pytest.FixtureRequest, real_sandbox: None) -> Iterator[Sandbox]:
    """One sandbox for all tests: what one run does must not touch the next."""
    warm = request.param == "warm"
    code = (INMATES, GUESTS)
    with Sandbox(LIMITS, code=code, warm=warm, imports=("inmates", "guests")) as made:
        yield made
