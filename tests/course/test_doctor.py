"""`microkit doctor`: each thing that may be missing has its line, and the line says what to do."""

from __future__ import annotations

import importlib.metadata
import io
import shutil
import sqlite3
import sys
import webbrowser
from contextlib import closing
from pathlib import Path

import pytest
from rich.console import Console

from microkit import __version__, cli
from microkit.course.doctor import Finding, examine, programs, show_findings
from microkit.course.doctor import course as course_room
from microkit.course.folder import Course
from microkit.course.sandbox import Availability


@pytest.fixture
def doctor(course: Course, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Return a function that gives the finding of one name, for a course where all is well."""
    monkeypatch.chdir(course.root)
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    with course.settings.open("a") as file:
        file.write(f"\nc.Exchange.root = {str(exchange)!r}\n")

    def doctor(name: str) -> Finding:
        return next(finding for finding in examine() if finding.what == name)

    return doctor


@pytest.fixture(autouse=True)
def sandbox_without_a_try(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = Availability(True, "tried")
    monkeypatch.setattr("microkit.course.sandbox.available", lambda warm: tried)


def test_where_all_is_well_every_line_says_so(doctor, tmp_path: Path) -> None:
    for name in ("microkit", "Python", "JupyterLab", "widgets", "nbgrader", "Dask", "PostgreSQL",
                 "sandbox", "course folder", "nbgrader_config.py", "grading", "exchange",
                 "gradebook"):  # fmt: skip
        found = doctor(name)
        assert (found.state, found.what_to_do) == ("works", ""), found
    assert doctor("exchange").found == str(tmp_path / "exchange")
    assert "1 lessons" in doctor("course folder").found


def _without(package: str):
    real = importlib.metadata.version

    def version(name: str) -> str:
        if name == package:
            raise importlib.metadata.PackageNotFoundError(name)
        return real(name)

    return version


@pytest.mark.parametrize(
    ("package", "name", "extra"),
    [
        ("jupyterlab", "JupyterLab", "lab"),
        ("anywidget", "widgets", "lab"),
    ],
)
def test_a_missing_package(doctor, monkeypatch, package: str, name: str, extra: str) -> None:
    monkeypatch.setattr(programs, "version", _without(package))
    found = doctor(name)
    assert (found.state, found.found) == ("missing", f"not installed: {package}")
    assert found.what_to_do == f'Run: pip install -e ".[{extra}]"'


@pytest.mark.parametrize(
    ("package", "name", "command"),
    [
        ("nbgrader", "nbgrader", 'Only to grade: pip install -e ".[teach]"'),
        ("distributed", "Dask", 'several machines: pip install -e ".[teach]"'),
        ("psycopg", "PostgreSQL", 'at postgresql://: pip install -e ".[postgres]"'),
    ],
)
def test_packages_that_only_some_need(doctor, monkeypatch, package, name, command) -> None:
    monkeypatch.setattr(programs, "version", _without(package))
    found = doctor(name)
    assert (found.state, found.found) == ("without", f"not installed: {package}")
    assert found.what_to_do.endswith(command)


def test_an_old_python(doctor, monkeypatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 1, "final", 0))
    assert programs.OLDEST_PYTHON == cli.OLDEST_PYTHON
    assert programs.python_finding().state == "missing"
    assert "Install Python 3.11 or newer" in programs.python_finding().what_to_do


def test_dot_and_a_browser_are_not_needed(doctor, monkeypatch) -> None:
    def no_browser(*_names: str) -> None:
        raise webbrowser.Error("none")

    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(webbrowser, "get", no_browser)
    assert (doctor("dot").state, doctor("browser").state) == ("without", "without")
    assert "--no-browser" in doctor("browser").what_to_do
    assert "Graphviz" in doctor("dot").what_to_do


def test_without_a_sandbox_the_line_has_its_reason(doctor, monkeypatch) -> None:
    nothing = Availability(False, "There is no bwrap.", "Install it.")
    monkeypatch.setattr("microkit.course.sandbox.available", lambda warm: nothing)
    found = doctor("sandbox")
    assert (found.state, found.found, found.what_to_do) == (
        "missing",
        "There is no bwrap.",
        "Install it.",
    )
    grading = doctor("grading")
    assert (grading.state, "refuses" in grading.found) == ("missing", True)
    assert "--trust-students" in grading.what_to_do
    assert "write itself any mark" in grading.what_to_do


@pytest.mark.parametrize(
    ("line", "found", "todo"),
    [
        ("c.GradeOutside.trust_students = True", "trusts the students", "trust_students = False"),
        (
            "c.Autograde.autograde_preprocessors = grading_steps(in_kernels=True)",
            "in kernels, as nbgrader does it",
            "choose sanitizing_steps() and grading_steps()",
        ),
    ],
)
def test_other_ways_of_grading_say_what_they_give_up(
    doctor, course: Course, monkeypatch, line: str, found: str, todo: str
) -> None:
    nothing = Availability(False, "There is no bwrap.", "Install it.")
    monkeypatch.setattr("microkit.course.sandbox.available", lambda warm: nothing)
    with course.settings.open("a") as file:
        file.write(f"\n{line}\n")
    grading = doctor("grading")
    assert grading.state == "without"
    assert found in grading.found
    assert "runs with your rights" in grading.found
    assert todo in grading.what_to_do
    assert doctor("sandbox").state == "without"


def test_outside_a_course(monkeypatch, tmp_path: Path) -> None:
    findings = examine(tmp_path)
    assert findings[-1].what == "course folder"
    assert findings[-1].state == "without"  # a worker's machine needs none
    assert str(tmp_path) in findings[-1].found
    assert "pyproject.toml is there" in findings[-1].what_to_do
    assert {finding.state for finding in findings} <= {"works", "without"}


def test_a_student_on_a_machine_that_cannot_grade_misses_nothing(doctor, monkeypatch) -> None:
    nothing = Availability(False, "Sandboxes need Linux.", "Use a virtual machine.")
    monkeypatch.setattr("microkit.course.sandbox.available", lambda warm: nothing)
    monkeypatch.setattr(programs, "version", _without("nbgrader"))
    monkeypatch.setattr(course_room, "find_spec", lambda name: None)
    assert not [finding for finding in examine() if finding.state == "missing"]
    for name in ("nbgrader", "nbgrader_config.py", "sandbox"):
        assert doctor(name).what_to_do.startswith("Only to grade: ")


def test_the_kits_version_is_there(doctor) -> None:
    assert doctor("microkit").found.startswith(f"{__version__}, ")


def test_settings_that_are_missing_or_broken(doctor, course: Course) -> None:
    course.settings.write_text("c = get_config()\n1 / 0\n")
    found = doctor("nbgrader_config.py")
    assert (found.state, found.found) == ("missing", "ZeroDivisionError: division by zero")
    assert str(course.settings) in found.what_to_do
    course.settings.unlink()
    assert "is missing" in doctor("nbgrader_config.py").found
    assert doctor("exchange").state == doctor("grading").state == "without"
    assert doctor("gradebook").ok


def test_settings_without_nbgrader(doctor, monkeypatch) -> None:
    monkeypatch.setattr(course_room, "find_spec", lambda name: None)
    assert doctor("nbgrader_config.py").found == "cannot be read without nbgrader"


def test_an_exchange_that_is_not_there_or_locked(doctor, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(course_room.os, "access", lambda path, mode: "exchange" not in str(path))
    found = doctor("exchange")
    assert (found.state, "cannot be written to" in found.found) == ("without", True)
    assert "sudo chmod ugo+rwx" in found.what_to_do
    (tmp_path / "exchange").rmdir()
    found = doctor("exchange")
    assert "does not exist" in found.found
    assert f"sudo mkdir -p {tmp_path / 'exchange'}" in found.what_to_do


def test_gradebooks(doctor, course: Course, monkeypatch) -> None:
    assert doctor("gradebook").found == "none yet: the first release makes it"
    path = course.root / "gradebook.db"
    path.write_bytes(b"this is no database, and it is longer than a header would be" * 40)
    found = doctor("gradebook")
    assert (found.state, "cannot be read" in found.found) == ("missing", True)
    assert "restore it from a copy" in found.what_to_do
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("create table student (id text)")
        database.execute("insert into student values ('ada')")
        database.commit()
    assert doctor("gradebook").found == f"{path}, 1 students"
    monkeypatch.setattr(course_room.os, "access", lambda path, mode: "gradebook" not in str(path))
    assert "chown" in doctor("gradebook").what_to_do


def test_a_gradebook_on_a_server_that_is_away(doctor, course: Course) -> None:
    with course.settings.open("a") as file:
        file.write('c.CourseDirectory.db_url = "no_such_thing://ada:secret@localhost/marks"\n')
    found = doctor("gradebook")
    assert found.state == "missing"
    assert "db_url" in found.what_to_do
    assert "secret" not in found.found + found.what_to_do


def test_a_gradebook_on_a_server_without_its_driver(doctor, course: Course, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with course.settings.open("a") as file:
        file.write('c.CourseDirectory.db_url = "postgresql+psycopg://ada:secret@localhost/marks"\n')
    found = doctor("gradebook")
    assert (found.state, found.found) == ("missing", "psycopg is not installed")
    assert found.what_to_do.endswith('pip install -e ".[postgres]"')


def test_the_command_ends_with_1_if_something_is_missing(
    doctor, course: Course, monkeypatch, capsys, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setattr(sys, "argv", ["microkit", "doctor"])

    def code() -> int:
        with pytest.raises(SystemExit) as end:
            cli.main()
        assert isinstance(end.value.code, int)
        return end.value.code

    assert code() == 0
    assert "Everything that is needed works here." in capsys.readouterr().out
    monkeypatch.setattr(programs, "version", _without("jupyterlab"))
    assert code() == 1
    out = capsys.readouterr().out
    assert "Missing: JupyterLab." in out
    assert 'pip install -e ".[lab]"' in out


def test_the_table_shows_brackets_as_they_are() -> None:
    console = Console(record=True, width=120, file=io.StringIO())
    show_findings([Finding("a", False, "not [here]", "pip install '.[lab]'")], console)
    assert "not [here]" in (text := console.export_text())
    assert "pip install '.[lab]'" in text
    assert "Missing: a." in text
