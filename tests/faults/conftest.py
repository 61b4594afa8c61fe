"""The sandbox that graded code runs in: without it, nothing here can be graded."""

from __future__ import annotations

import os

import pytest

from microkit.course.sandbox import available


@pytest.fixture(scope="session")
def real_sandbox() -> None:
    """Skip where there can be no sandbox, or fail where one is required."""
    found = available()
    if not found.ok:
        if os.environ.get("MICROKIT_REQUIRE_SANDBOX") == "1":
            pytest.fail(f"{found.reason} MICROKIT_REQUIRE_SANDBOX=1 asks for it.")
        pytest.skip(f"{found.reason} {found.what_to_do}")
