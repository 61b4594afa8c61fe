"""The guide for instructors: its worked example, word for word, on a copy of the kit."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "solutions" / "README.md").read_text(encoding="utf-8")
SOURCE = Path("solutions") / "00_slopes" / "00_slopes.py"

PLAY = """
from microkit import check

def slope(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)

def right(f, x, h=1e-2):
    return (slope(f, x + h) - slope(f, x - h)) / (2 * h)

def wrong(f, x, h=1e-3):
    left = slope(f, x - h)
    return (slope(f, x + h) - left) / h

check("00.bend", right)
check("00.bend", wrong)
"""


def worked_example() -> dict[Path, str]:
    """Return the block that the guide wants at the end of each file."""
    _, _, text = GUIDE.partition("## Your own exercise, with feedback that names the idea")
    text = text.partition("\n## ")[0]
    steps = re.split(r"^\d\. ", text, flags=re.MULTILINE)[1:]
    found = {}
    for step in steps:
        path = re.search(r"`([\w/]+\.py)`", step)
        block = re.search(r"```python\n(.*?)```", step, re.DOTALL)
        assert path
        assert block
        found[Path(path[1])] = block[1]
    return found


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the kit and of lesson 00, in which the worked example has been carried out."""
    root = tmp_path_factory.mktemp("kit")
    shutil.copytree(ROOT / "microkit", root / "microkit")
    shutil.copytree(ROOT / SOURCE.parent, root / SOURCE.parent)
    (root / "lessons").mkdir()
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    for path, block in worked_example().items():
        with (root / path).open("a", encoding="utf-8") as file:
            file.write("\n\n" + block)
    return root


def run(root: Path, *command: str) -> str:
    paths = {"PYTHONPATH": str(root)}  # the copy, for the command and for its kernels
    done = subprocess.run(
        [sys.executable, *command],
        cwd=root,
        env={**os.environ, **paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_example_names_five_places() -> None:
    assert len(worked_example()) == 5
    assert all((ROOT / path).is_file() for path in worked_example())


def test_the_new_exercise_passes_what_is_right_and_names_what_is_wrong(changed: Path) -> None:
    said = run(changed, "-c", PLAY)
    assert said.startswith("PASS  00.bend")
    assert "[BEND-ONE-STEP]" in said.partition("LOOK  00.bend")[2]


def test_the_lesson_with_the_new_cells_builds(changed: Path) -> None:
    run(changed, "-c", "from microkit.cli import main; main()", "build", "00")
    path = changed / "solutions" / "00_slopes" / "00_slopes.ipynb"
    cell = next(c for c in nbformat.read(path, 4).cells if c.id == "bend-check")
    assert cell.outputs[0].text.startswith("PASS  00.bend")


def test_the_short_way_builds_too(changed: Path) -> None:
    _, _, text = GUIDE.partition("## Your own exercise, the short way")
    block = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert block
    with (changed / SOURCE).open("a", encoding="utf-8") as file:
        file.write("\n" + block[1])
    run(changed, "-c", "from microkit.cli import main; main()", "build", "00")


def test_commands_of_the_guide_exist() -> None:
    commands = set(re.findall(r"`?microkit (\w+)", GUIDE)) - {"as"}
    listed = run(ROOT, "-c", "from microkit.cli import main; main()", "--help")
    assert commands
    assert {c for c in commands if not re.search(rf"\b{c}\b", listed)} == set()
