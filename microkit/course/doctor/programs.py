"""Python, the packages and the programs that the kit works with."""

from __future__ import annotations

import platform
import shutil
import sys
import webbrowser
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import microkit
from microkit.course.doctor.finding import Finding

OLDEST_PYTHON = (3, 11)  # as in microkit.cli, which is above this room
# what it is called, its packages, the extra that brings them
PACKAGES = (
    ("JupyterLab", ("jupyterlab",), "lab"),
    ("widgets", ("anywidget", "ipywidgets"), "lab"),
    ("arrays and pictures", ("numpy", "matplotlib"), "lab"),
)
# what only some people use, and for what
OTHERS = (
    ("nbgrader", ("nbgrader",), "teach", "Only to grade"),
    ("Dask", ("distributed",), "teach", "Only to grade on several machines"),
    ("PostgreSQL", ("psycopg",), "postgres", "Only for a gradebook at postgresql://"),
)


def program_findings() -> list[Finding]:
    """Return what is installed, and what to install."""
    return [
        kit_finding(),
        python_finding(),
        *(package_finding(*package) for package in PACKAGES),
        *(package_finding(*package) for package in OTHERS),
        dot_finding(),
        browser_finding(),
    ]


def kit_finding() -> Finding:
    """Return which version of the kit this is, and where it lies."""
    return Finding("microkit", True, f"{microkit.__version__}, {Path(microkit.__file__).parent}")


def python_finding() -> Finding:
    """Return whether this Python is new enough."""
    oldest = ".".join(map(str, OLDEST_PYTHON))
    ok = sys.version_info[:2] >= OLDEST_PYTHON
    return Finding(
        "Python",
        ok,
        platform.python_version(),
        "" if ok else f"Install Python {oldest} or newer, and make the environment again with it.",
    )


def package_finding(
    what: str, packages: tuple[str, ...], extra: str, only_for: str = ""
) -> Finding:
    """Return whether packages are installed, with their versions."""
    found, missing = [], []
    for package in packages:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    if missing:
        command = f'pip install -e ".[{extra}]"'
        return Finding(
            what,
            False,
            f"not installed: {', '.join(missing)}",
            f"{only_for}: {command}" if only_for else f"Run: {command}",
            needed=not only_for,
        )
    return Finding(what, True, ", ".join(found), needed=not only_for)


def dot_finding() -> Finding:
    """Return whether Graphviz is there, for those who draw with it; the kit draws without."""
    place = shutil.which("dot")
    if place:
        return Finding("dot", True, place, needed=False)
    return Finding(
        "dot",
        False,
        "not found; the kit draws its graphs without it",
        "Only for draw_dot: install Graphviz (graphviz in every package manager).",
        needed=False,
    )


def browser_finding() -> Finding:
    """Return whether `microkit lab` can open a browser by itself."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return Finding(
            "browser",
            False,
            "none can be opened from here",
            "Run microkit lab --no-browser, and open the address that it prints.",
            needed=False,
        )
    name = getattr(browser, "name", "") or type(browser).__name__
    return Finding("browser", True, str(name), needed=False)
