"""The course folder, nbgrader's settings in it, grading, the exchange and the gradebook."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from microkit.course.doctor.finding import Finding
from microkit.course.doctor.grading import grading_finding
from microkit.course.errors import CourseError
from microkit.course.folder import Course, find_course

SQLITE = "sqlite:///"


def course_findings(start: Path | None = None) -> list[Finding]:
    """Return what works of the course that holds a folder (the current one by default)."""
    try:
        course = find_course(start)
    except CourseError:
        found = f"none in {(start or Path.cwd()).resolve()} or above it"
        todo = "To look at a course, run it in its folder: pyproject.toml is there."
        return [Finding("course folder", False, found, todo, needed=False)]
    settings, finding = settings_finding(course)
    return [
        folder_finding(course),
        finding,
        grading_finding(settings),
        exchange_finding(settings),
        gradebook_finding(course, settings),
    ]


def folder_finding(course: Course) -> Finding:
    """Return whether the course has lessons, and may be written to."""
    lessons = len(course.lessons)
    if not lessons:
        return Finding(
            "course folder",
            False,
            f"{course.root} has no lessons in solutions/",
            "Restore the folder solutions/ from the repository.",
        )
    if not os.access(course.root, os.W_OK):
        return Finding(
            "course folder",
            False,
            f"{course.root} cannot be written to",
            "Work in a copy of your own, or ask its owner.",
        )
    return Finding("course folder", True, f"{course.root}, {lessons} lessons")


def settings_finding(course: Course) -> tuple[Any, Finding]:
    """Return nbgrader's settings, None if they cannot be read, and whether they can."""
    what = course.settings.name
    if find_spec("nbgrader") is None:
        found, todo = "cannot be read without nbgrader", 'Only to grade: pip install -e ".[teach]"'
        return None, Finding(what, False, found, todo, needed=False)
    from microkit.course.grading import load_settings

    try:
        settings = load_settings(course.settings)
    except CourseError:
        todo = "Restore the file from the repository."
        return None, Finding(what, False, f"{course.settings} is missing", todo)
    except Exception as error:  # it is a program, which may raise anything
        found = f"{type(error).__name__}: {error}"
        todo = f"Mend {course.settings}; its own last lines say where it fails."
        return None, Finding(what, False, found, todo)
    return settings, Finding(what, True, str(course.settings))


def exchange_finding(settings: Any) -> Finding:
    """Return whether nbgrader's exchange can hand out lessons; many courses do without."""
    what = "exchange"
    if settings is None:
        return Finding(what, False, "unknown without nbgrader's settings", needed=False)
    from nbgrader.exchange.default import Exchange

    root = Path(Exchange(config=settings).root)
    if not root.is_dir():
        found, todo = f"{root} does not exist", f"sudo mkdir -p {root} && sudo chmod ugo+rwx {root}"
    elif not os.access(root, os.W_OK | os.X_OK):
        found, todo = f"{root} cannot be written to", f"sudo chmod ugo+rwx {root}"
    else:
        return Finding(what, True, str(root), needed=False)
    return Finding(
        what,
        False,
        found,
        f"Only to hand out lessons with nbgrader on a shared machine: {todo}; or set "
        "c.Exchange.root in nbgrader_config.py to another folder.",
        needed=False,
    )


def gradebook_finding(course: Course, settings: Any) -> Finding:
    """Return whether the gradebook can be opened and written to."""
    what = "gradebook"
    address = str(settings.CourseDirectory.get("db_url", "")) if settings else ""
    if address and not address.startswith(SQLITE):
        return _server_finding(what, address)
    path = course.root / (address.removeprefix(SQLITE) or "gradebook.db")
    if not path.exists():
        return Finding(what, True, "none yet: the first release makes it")
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            students = database.execute("select count(*) from student").fetchone()[0]
    except sqlite3.Error as error:
        return Finding(
            what,
            False,
            f"{path} cannot be read: {error}",
            "Move the file away and restore it from a copy; without one, release the lessons "
            "again and grade again.",
        )
    if not os.access(path, os.W_OK):
        todo = f"Make it yours: sudo chown $USER {path}"
        return Finding(what, False, f"{path} cannot be written to", todo)
    return Finding(what, True, f"{path}, {students} students")


def _server_finding(what: str, address: str) -> Finding:
    """Return whether a gradebook on a server answers; its password is not shown."""
    from sqlalchemy import create_engine, make_url

    try:
        shown = make_url(address).render_as_string(hide_password=True)
        with create_engine(address).connect():
            return Finding(what, True, shown)
    except ModuleNotFoundError as error:
        wanted = '-e ".[postgres]"' if error.name == "psycopg" else error.name
        todo = f"Install its driver. Try: pip install {wanted}"
        return Finding(what, False, f"{error.name} is not installed", todo)
    except Exception as error:  # each database has errors of its own
        found = f"does not answer ({type(error).__name__})"
        todo = "Check c.CourseDirectory.db_url in nbgrader_config.py, and that the server runs."
        return Finding(what, False, found, todo)
