"""Open JupyterLab on the lessons, with one line on where it is."""

from __future__ import annotations

import importlib.util
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

from microkit.course.errors import CourseError

HOST = "127.0.0.1"
CONFIG = Path(__file__).parent / "jupyter"
FIRST_PORT = 8888
TRIES = 50


def choose_port(wanted: int | None) -> int:
    """Return the port to listen on: the wanted one, else the first free one from 8888 on.

    Raises
    ------
    CourseError
        If the wanted port is in use, or not one that may be used.
    """
    if wanted is None:
        for port in range(FIRST_PORT, FIRST_PORT + TRIES):
            if _trouble(port) is None:
                return port
        raise CourseError(
            f"None of the ports {FIRST_PORT} to {FIRST_PORT + TRIES - 1} is free. "
            "Close a JupyterLab that still runs, or name another port with --port."
        )
    if not 1 <= wanted <= 65535:
        raise CourseError(f"{wanted} is no port: a port is a number from 1 to 65535.")
    if trouble := _trouble(wanted):
        raise CourseError(
            f"Port {wanted} cannot be used ({trouble}). Another JupyterLab may run there: close "
            f"it, try --port {min(wanted + 1, 65535)}, or leave --port out to get a free one."
        )
    return wanted


def lab_command(folder: Path, port: int, browser: bool) -> list[str]:
    """Return the command that starts JupyterLab, quiet and offline.

    Examples
    --------
    >>> lab_command(Path("lessons"), 8888, browser=False)[1:4]
    ['-m', 'jupyterlab', 'lessons']
    """
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        str(folder),
        f"--ServerApp.ip={HOST}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.answer_yes=True",
        "--ServerApp.log_level=ERROR",
        "--LabApp.log_level=ERROR",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.news_url=None",
    ]
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container; it listens on this machine only
    return command


def config_path() -> str:
    """Return where Jupyter looks for defaults: the user's places, and ours.

    Ours let Markdown open as a page, so that the map's links work; what a user has set counts more.
    """
    own = os.environ.get("JUPYTER_CONFIG_PATH", "").split(os.pathsep)
    return os.pathsep.join([*filter(None, own), str(CONFIG)])


def open_lab(folder: Path, port: int | None = None, browser: bool = True) -> int:
    """Run JupyterLab until it is closed; return its exit code, where there still is a caller.

    Parameters
    ----------
    folder : Path
        What JupyterLab shows.
    port : int, optional
        Where it listens; a free port by default.
    browser : bool, optional
        Whether it opens a browser window.

    Raises
    ------
    CourseError
        If JupyterLab is not installed, the folder is missing, or the port is in use.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        raise CourseError('JupyterLab is not installed here. Try: pip install -e ".[lab]"')
    if not folder.is_dir():
        raise CourseError(f"There is no folder {folder}. Name one that is there, or leave it out.")
    port = choose_port(port)
    # In the environment, where other users of the machine cannot read it as they could an argument.
    token = secrets.token_hex(16)
    print(f"JupyterLab: http://{HOST}:{port}/lab?token={token}  (Ctrl+C ends it)", flush=True)
    command = lab_command(folder, port, browser)
    environment = {**os.environ, "JUPYTER_TOKEN": token, "JUPYTER_CONFIG_PATH": config_path()}
    if os.name == "posix":
        # JupyterLab takes this process's place: Ctrl+C and every other signal reach it directly.
        os.execve(command[0], command, environment)
    return subprocess.call(command, env=environment)


def _trouble(port: int) -> str | None:
    """Return why a port cannot be used, or None if it can."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            # As the server does: a port that was closed a moment ago is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            return error.strerror or str(error)
    return None
