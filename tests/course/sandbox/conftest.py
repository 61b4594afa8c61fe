"""A sandbox for the tests that need one: both ways, each once for the whole run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from microkit.course.sandbox import Limits, Sandbox, available

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


@pytest.fixture(scope="session")
def real_sandbox() -> None:
    """Skip where there can be no sandbox, or fail where one is required."""
    found = available()
    if not found.ok:
        if os.environ.get("MICROKIT_REQUIRE_SANDBOX") == "1":
            pytest.fail(f"{found.reason} MICROKIT_REQUIRE_SANDBOX=1 asks for it.")
        pytest.skip(f"{found.reason} {found.what_to_do}")


@pytest.fixture(scope="session", params=["fresh", "warm"])
def sandbox(request: pytest.FixtureRequest, real_sandbox: None) -> Iterator[Sandbox]:
    """One sandbox for all tests: what one run does must not touch the next."""
    warm = request.param == "warm"
    code = (INMATES, GUESTS)
    with Sandbox(LIMITS, code=code, warm=warm, imports=("inmates", "guests")) as made:
        yield made
