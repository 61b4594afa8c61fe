"""What Binder will make of the repository, read from the Dockerfile that repo2docker writes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def dockerfile():
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(ROOT)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return run.stdout + run.stderr


def test_the_pins_are_installed_and_then_the_kit(dockerfile):
    pins = dockerfile.index('install --no-cache-dir -r "binder/requirements.txt"')
    copied = dockerfile.index("COPY --chown=0:0 src/ ")
    built = dockerfile.index("binder/postBuild", copied)
    assert pins < copied < built


def test_binder_uses_a_python_that_the_kit_takes(dockerfile):
    asked = (ROOT / "binder" / "runtime.txt").read_text().strip()
    version = re.fullmatch(r"python-(3\.\d+)", asked).group(1)
    assert tuple(map(int, version.split("."))) >= (3, 11)
    assert f"python={version}" in dockerfile


def test_post_build_can_run_and_installs_the_kit_alone():
    script = ROOT / "binder" / "postBuild"
    assert os.access(script, os.X_OK)
    assert "pip install --no-deps" in script.read_text()


def test_the_map_will_open_as_a_page(tmp_path):
    """Run the script with a Python that only says where its environment is."""
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\n[ $1 = -m ] || echo {tmp_path}\n")
    python.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    script = ROOT / "binder" / "postBuild"
    subprocess.run([script], cwd=ROOT, env={"PATH": path}, check=True)
    defaults = tmp_path / "etc" / "jupyter" / "labconfig" / "default_setting_overrides.json"
    viewers = json.loads(defaults.read_text())["@jupyterlab/docmanager-extension:plugin"]
    assert viewers == {"defaultViewers": {"markdown": "Markdown Preview"}}


@pytest.mark.parametrize("name", ["binder/requirements.txt", "tests/requirements.txt"])
def test_every_pin_is_exact_and_names_no_address(name):
    lines = [line for line in (ROOT / name).read_text().splitlines() if not line.startswith("#")]
    assert lines
    for line in lines:
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+", line), line


def test_binder_gets_what_the_lessons_need_and_no_test_tools():
    pinned = {
        line.split("==")[0].lower()
        for line in (ROOT / "binder" / "requirements.txt").read_text().splitlines()
        if "==" in line
    }
    assert {"jupyterlab", "anywidget", "ipywidgets", "numpy", "matplotlib", "graphviz"} <= pinned
    assert not pinned & {"pytest", "ruff", "pyright", "playwright", "hypothesis"}


def test_the_badge_opens_a_lesson_that_exists():
    path = re.search(r"urlpath=lab/tree/([^)]+)\)", (ROOT / "README.md").read_text()).group(1)
    assert (ROOT / path).is_file()
