"""Jupyter's servers for tests: each with configuration, settings and folders of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

HOST = "127.0.0.1"
TOKEN = "microkit-tests"
QUIET = {
    "apputils-extension/notification": {"fetchNews": "false"},
    # Every cell stands in the page, also far below the fold, so that a test can see it.
    "notebook-extension/tracker": {"windowingMode": "none"},
}
START_SECONDS = 90
# What JupyterLab and Notebook 7 are started with, and what only the first knows.
JUPYTER = (
    "--no-browser",
    f"--ServerApp.ip={HOST}",
    "--ServerApp.port_retries=0",
    "--allow-root",
    f"--IdentityProvider.token={TOKEN}",
    "--expose-app-in-browser",
)
LAB = (
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@contextmanager
def serving(
    home: Path, folder: Path, *command: str, port: int, settings: dict[str, dict] | None = None
) -> Iterator[None]:
    """Run one of Jupyter's servers, a Python module and its arguments, until the test is over.

    Parameters
    ----------
    home : Path
        An empty folder for what the server writes beside the notebooks.
    folder : Path
        Where it runs.
    *command : str
        The module, and its arguments.
    port : int
        Where it listens.
    settings : dict, optional
        Settings of JupyterLab, by the name of their file; Notebook 7 reads them, too.
    """
    log = home / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, f"--port={port}"],
            env=_environment(home, QUIET | (settings or {})),
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_it_listens(process, port, log)
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)


def _environment(home: Path, settings: dict[str, dict]) -> dict[str, str]:
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR",
             "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")  # fmt: skip
    environment = dict(os.environ)
    for name in names:
        folder = home / name.lower()
        folder.mkdir()
        environment[name] = str(folder)
    for name, content in settings.items():
        path = Path(environment["JUPYTERLAB_SETTINGS_DIR"], "@jupyterlab", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name(f"{path.name}.jupyterlab-settings").write_text(json.dumps(content))
    return environment


def _wait_until_it_listens(process: subprocess.Popen, port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=5).close()
        except OSError:
            # A pause that ends at once if the server does.
            try:
                process.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
        else:
            return
    pytest.fail(f"The server did not start:\n{log.read_text()}")
