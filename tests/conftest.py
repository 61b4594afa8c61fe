"""A browser and a sandbox for the tests that need one, and which tests stay together."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# It runs in a sandbox, where its neighbours stand beside it and not in a package.
collect_ignore = ["support/guests.py"]

# They read one graded class, which takes half a minute to make.
OF_THE_DEMO = (
    "course/grade/test_alike.py",
    "course/grade/test_feedback.py",
    "course/grade/test_upload.py",
    "course/test_demo.py",
    "course/test_report.py",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a file on one worker, which makes what they share once.

    So do files that share a class that has been graded.
    Those in a front end all stay together: two servers that ask for free ports at the same time may
    be given the same. Those of wrong and right students are many, and share nothing: they go where
    there is room.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            if "misconceptions" in file:
                return nodeid
            if file.endswith(OF_THE_DEMO):
                return "demo"
            return "browser" if "browser" in file else file

    return Together(config, log)


@pytest.fixture(scope="session")
def real_sandbox() -> None:
    """Skip where there can be no sandbox, or fail where one is required."""
    from microkit.course.sandbox import available

    found = available()
    if not found.ok:
        if os.environ.get("MICROKIT_REQUIRE_SANDBOX") == "1":
            pytest.fail(f"{found.reason} MICROKIT_REQUIRE_SANDBOX=1 asks for it.")
        pytest.skip(f"{found.reason} {found.what_to_do}")


def _without_browser(why: str) -> NoReturn:
    """Skip what needs a browser, or fail where a browser is required."""
    if os.environ.get("MICROKIT_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{why} MICROKIT_REQUIRE_BROWSER=1 asks for it.")
    pytest.skip(why)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The Chromium of the system, or the one that MICROKIT_CHROMIUM names."""
    named = os.environ.get("MICROKIT_CHROMIUM")
    if named:
        if Path(named).is_file():
            return named
        _without_browser(f"MICROKIT_CHROMIUM names {named}, which is not a file.")
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    _without_browser(
        "No chromium, chromium-browser or google-chrome was found. Install one, or set "
        "MICROKIT_CHROMIUM to its path."
    )


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One browser for the whole run; each test opens a page of its own."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _without_browser("Playwright is not installed: pip install playwright.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
        yield running
        running.close()
