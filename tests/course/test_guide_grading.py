"""The guide on grading: what it names is there, and what it says is so."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from microkit.course.commands import app
from microkit.course.grade.book.steps import GradeOutside
from microkit.course.grade.wall.errors import CannotCrossError
from microkit.course.grade.work.plan import ASIDE
from microkit.course.grade.work.rooms import PACKAGES
from microkit.course.grade.work.worker import LIMITS
from microkit.course.intake.sentences import _KINDS
from microkit.course.sandbox.bubblewrap import OLDEST, explain

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "solutions" / "GRADING.md").read_text(encoding="utf-8")
PAGES = ("README.md", "solutions/README.md", "solutions/GRADING.md")
MEGABYTE = 2**20


def blocks(language: str) -> list[str]:
    """Return the guide's blocks in a language."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_their_options_are_there(page: str) -> None:
    group: Any = get_command(app)
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.findall(r"^ {4}microkit ([^#\n]+)|`microkit ([^`]+)`", text, re.MULTILINE)
    assert found
    for command, *words in (line.split() for pair in found for line in pair if line):
        options = group.commands[command].params
        known = [name for one in options for name in (*one.opts, *one.secondary_opts)]
        assert {word for word in words if word.startswith("-")} <= {*known, "--help"}, command


def test_every_kind_that_needs_a_look_is_in_the_table() -> None:
    rows = [line for line in GUIDE.splitlines() if line.startswith("| ") and line.count("|") == 5]
    named = {kind for row in rows for kind in re.findall(r"`([a-z-]+)`", row.split("|")[4])}
    of_intake = {kind for kind, (look, _) in _KINDS.items() if look}
    sources = (ROOT / "microkit" / "course" / "grade").rglob("*.py")
    texts = "".join(path.read_text(encoding="utf-8") for path in sources)
    of_grading = set(re.findall(r'Finding\(\s*"([a-z-]{3,})"', texts))
    assert {"calls-the-kit", "claims"} <= of_grading
    assert named == of_intake | of_grading


def test_the_limits_are_those_of_the_sandbox() -> None:
    assert f"{GradeOutside.seconds.default_value:g} seconds (`c.GradeOutside.seconds`)" in GUIDE
    assert f"| {LIMITS.processor_seconds} seconds and {LIMITS.memory // 2**30} GB" in GUIDE
    assert f"| {LIMITS.processes}, {LIMITS.open_files} |" in GUIDE
    disk, output = LIMITS.disk // MEGABYTE, LIMITS.output // MEGABYTE
    assert f"| {disk} MB, {output} MB |" in GUIDE
    assert f"bubblewrap {'.'.join(map(str, OLDEST))} or newer" in GUIDE
    assert PACKAGES == ("numpy",)
    assert f'tags=["{ASIDE}"]' in GUIDE


def test_what_it_quotes_is_said() -> None:
    text = " ".join(GUIDE.split())
    assert f"*{CannotCrossError('a function of its own')}*" in text
    advice = explain("No permissions to create new namespace").what_to_do
    for command in re.findall(r"--security-opt \S+|sudo sysctl \S+=\d", advice):
        assert command in text


def test_its_programs_and_its_manifests_can_be_read() -> None:
    assert all(ast.parse(block) for block in blocks("python"))
    assert len(blocks("python")) == 2
    kinds = [part["kind"] for part in yaml.safe_load_all(blocks("yaml")[0])]
    assert kinds == ["Deployment", "Service", "Deployment", "Pod"]
    assert yaml.safe_load(blocks("yaml")[1])["singleuser"]
    assert "python:3." in blocks("dockerfile")[0]
    copied = re.findall(r"^COPY (.+) \S+$", blocks("dockerfile")[0], re.MULTILINE)
    # The kit, and nothing of a course: an image goes into a registry.
    assert {name for line in copied for name in line.split()} == {
        "pyproject.toml", "README.md", "LICENSE", "binder", "microkit",
    }  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_no_figure_is_left_open(page: str) -> None:
    assert "{{" not in (ROOT / page).read_text(encoding="utf-8")
