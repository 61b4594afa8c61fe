"""A whole JupyterLab on a copy of the lessons, and a page in it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from support.notebook_page import NotebookPage

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "microkit-tests"


class Lab:
    """A running JupyterLab."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port

    def url(self, path: str, workspace: str) -> str:
        """Return the address of a notebook in a workspace of its own."""
        base = f"http://127.0.0.1:{self.port}/lab/workspaces/{workspace}/tree/{path}"
        return f"{base}?token={TOKEN}&reset"


@pytest.fixture(scope="session")
def lab(tmp_path_factory, chromium_path):
    """Start JupyterLab with configuration, settings and lessons of its own."""
    home = tmp_path_factory.mktemp("lab")
    lessons = home / "lessons"
    shutil.copytree(ROOT / "lessons", lessons)
    environment = _environment(home)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = home / "lab.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [
                sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1",
                f"--port={port}", "--ServerApp.port_retries=0", "--allow-root",
                f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={lessons}",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
                "--LabApp.extension_manager=readonly", "--expose-app-in-browser",
            ],
            env=environment, cwd=lessons, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait_until_it_answers(process, port, log)
            yield Lab(lessons, port)
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture
def open_notebook(browser, lab):
    """Open a notebook in a fresh page, and wait until its kernel is there."""
    contexts = []

    def open_(path: str, width: int = 1300, **options) -> NotebookPage:
        context = browser.new_context(viewport={"width": width, "height": 1000}, **options)
        contexts.append(context)
        return NotebookPage(context.new_page(), lab.url(path, f"test{len(contexts)}"))

    yield open_
    for context in contexts:
        context.close()


def _environment(home: Path) -> dict[str, str]:
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR",
             "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")  # fmt: skip
    environment = dict(os.environ)
    for name in names:
        folder = home / name.lower()
        folder.mkdir()
        environment[name] = str(folder)
    settings = Path(environment["JUPYTERLAB_SETTINGS_DIR"]) / "@jupyterlab"
    _write(settings / "apputils-extension" / "notification.jupyterlab-settings",
           {"fetchNews": "false"})  # fmt: skip
    # Every cell stands in the page, also far below the fold, so that a test can see it.
    _write(settings / "notebook-extension" / "tracker.jupyterlab-settings",
           {"windowingMode": "none"})  # fmt: skip
    return environment


def _write(path: Path, settings: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(settings))


def _wait_until_it_answers(process: subprocess.Popen, port: int, log: Path) -> None:
    deadline = time.monotonic() + 90
    address = f"http://127.0.0.1:{port}/api?token={TOKEN}"
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            continue
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()}")
