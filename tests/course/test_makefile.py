import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
MAKEFILE = PROJECT / "Makefile"

pytestmark = pytest.mark.skipif(
    os.name != "posix" or shutil.which("make") is None, reason="needs make and a POSIX shell"
)


@pytest.fixture
def make(tmp_path: Path):
    """Return a function that runs make in a folder with nothing but the Makefile and the pins."""
    for name in ("Makefile", "pyproject.toml", "binder/requirements.txt", "tests/requirements.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(PROJECT / name, tmp_path / name)

    def make(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["make", "--no-print-directory", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    return make


def program(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_make_alone_lists_every_command(make) -> None:
    done = make()
    phony = re.search(r"^\.PHONY: help (.*)$", MAKEFILE.read_text(), re.MULTILINE)
    assert phony is not None
    listed = [line.split()[1] for line in done.stdout.splitlines()]
    assert sorted(listed) == sorted(phony[1].split())


def test_an_old_python_is_named_with_its_version(make, tmp_path: Path) -> None:
    old = program(tmp_path / "oldpython", 'case "$2" in *platform*) echo 3.8.10;; *) exit 1;; esac')
    done = make("lab", f"PYTHON={old}")
    assert done.returncode != 0
    assert f"microkit needs Python 3.11 or newer, and {old} is 3.8.10." in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_python_that_is_not_there_is_named(make, tmp_path: Path) -> None:
    done = make("test", "PYTHON=no-such-python")
    assert done.returncode != 0
    assert "There is no program no-such-python." in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_missing_venv_module_is_answered_with_the_package(make, tmp_path: Path) -> None:
    bare = program(
        tmp_path / "barepython",
        'case "$2" in *ensurepip*) exit 1;; *-venv*) echo python3.12-venv;; esac',
    )
    done = make("lab", f"PYTHON={bare}")
    assert done.returncode != 0
    assert "sudo apt install python3.12-venv" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_an_environment_that_cannot_be_made_leaves_nothing(make, tmp_path: Path) -> None:
    broken = program(
        tmp_path / "brokenpython", 'case "$*" in "-m venv "*) mkdir .venv; exit 1;; esac'
    )
    done = make("lab", f"PYTHON={broken}")
    assert done.returncode != 0
    assert "could not be made" in done.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("name", ["binder/requirements.txt", "tests/requirements.txt"])
def test_pins_are_exact_and_say_how_they_are_renewed(name: str) -> None:
    lines = (PROJECT / name).read_text(encoding="utf-8").splitlines()
    comments = [line for line in lines if line.startswith("#")]
    pins = [line for line in lines if not line.startswith("#")]
    assert "make pins" in " ".join(comments)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+", pin) for pin in pins)
    assert not any(pin.startswith("microkit==") for pin in pins)
    assert pins == sorted(pins, key=str.upper)
