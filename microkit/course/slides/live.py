"""The live deck: JupyterLab in presentation mode, on a copy of the lesson that has been run.

The copy is the solution notebook. Its cells have run in the kernel that JupyterLab then shows, so
every widget on a slide computes, those that ask the student's code included. Cells that are on no
slide are skipped, and their code is folded away: leaving the deck does not put a solution on the
wall. What is changed here stays here; the lesson itself is never written to.
"""

from __future__ import annotations

import importlib.util
import json
import os
import secrets
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbformat.sign import NotebookNotary

from microkit.course.build import exercise_points
from microkit.course.errors import CourseError
from microkit.course.execute import run
from microkit.course.folder import Lesson
from microkit.course.lab import HOST, choose_port, lab_command
from microkit.course.seed import SEED_VARIABLE
from microkit.course.slides.choose import deck_of, title_of
from microkit.course.slides.deck import copy_lesson
from microkit.course.slides.dress import dress
from microkit.course.slides.settings import write_settings
from microkit.course.source import read_source

START_SECONDS = 90
PACKAGES = {"jupyterlab": "lab", "jupyterlab_slideshow": "teach"}


def show_live(lesson: Lesson, port: int | None = None, browser: bool = True) -> int:
    """Show a lesson's slides in JupyterLab until it is closed; return its exit code.

    Parameters
    ----------
    lesson : Lesson
        The lesson; its source is run in a folder apart.
    port : int, optional
        Where JupyterLab listens; a free port by default.
    browser : bool, optional
        Whether a browser window opens.

    Raises
    ------
    CourseError
        If a package is missing, the port is in use, the lesson has no slides, or a cell fails.
    """
    check_packages()
    port = choose_port(port)
    notebook = deck_of(read_source(lesson.source, exercise_points), lesson.source.name)
    with (
        _stopped_by_signals() as listen,
        tempfile.TemporaryDirectory(prefix="microkit-slides-") as folder,
    ):
        home = Path(folder).resolve()
        with _jupyterlab(lesson, home, port) as (process, token):
            path = home / "slides" / f"{lesson.name}.ipynb"
            title = title_of(notebook, lesson)
            print(f"{title}: running its cells ...", flush=True)
            with _kernel(home, port, token, path.name) as kernel:
                run(notebook, path.parent, lesson.source.name, kernel=kernel)
            listen()  # while cells ran, the signals were nbclient's
            dress(notebook, title)
            nbformat.write(notebook, path)
            NotebookNotary(data_dir=str(home)).sign(notebook)
            address = (
                f"http://{HOST}:{port}/lab/workspaces/slides/tree/{path.name}?token={token}&reset"
            )
            print(f"Slides: {address}", flush=True)
            print("Space goes on, Escape leaves the deck, Ctrl+C ends it.", flush=True)
            if browser:
                _open(home, address)
            return process.wait()
    return 0


def check_packages() -> None:
    """Raise unless what the live deck needs is installed.

    Raises
    ------
    CourseError
        If a package is missing; the text names it.
    """
    for package, extra in PACKAGES.items():
        if importlib.util.find_spec(package) is None:
            name = package.replace("_", "-")
            raise CourseError(
                f"The live slides need the package {name}, which is not installed here. Try: "
                f'pip install -e ".[{extra}]". Slides made with --html do without it.'
            )


@contextmanager
def _jupyterlab(lesson: Lesson, home: Path, port: int) -> Iterator[tuple[subprocess.Popen, str]]:
    """Run JupyterLab on a folder of its own, with the user's settings, and end it."""
    copy_lesson(lesson, home / "slides")
    # In the environment, where other users of the machine cannot read it as they could an argument.
    token = secrets.token_hex(16)
    environment = {key: value for key, value in os.environ.items() if key != SEED_VARIABLE}
    environment |= {
        "JUPYTER_TOKEN": token,
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "JUPYTERLAB_SETTINGS_DIR": str(write_settings(home / "settings")),
        "IPYTHONDIR": str(home / "ipython"),
    }
    command = lab_command(home / "slides", port, browser=False)
    command.append(f"--NotebookNotary.data_dir={home}")
    log = home / "lab.log"
    # From there, so that no configuration of the course joins in.
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, env=environment, cwd=home / "slides", stdout=said, stderr=said
        )
    try:
        _wait_until_it_answers(process, port, token, log)
        yield process, token
    except KeyboardInterrupt:
        print("Closing JupyterLab ...", flush=True)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_it_answers(process: subprocess.Popen, port: int, token: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            _ask(port, token, "api")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
        else:
            return
    said = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:])
    raise CourseError(f"JupyterLab did not start. Try: microkit lab. It said:\n{said}")


def _ask(port: int, token: str, what: str, body: dict | None = None) -> dict:
    """Ask the server for something, or with a body to make something."""
    request = urllib.request.Request(
        f"http://{HOST}:{port}/{what}",
        data=json.dumps(body).encode() if body else None,
        headers={"Authorization": f"token {token}"},
    )
    with urllib.request.urlopen(request, timeout=START_SECONDS) as answer:
        return json.load(answer)


class _Running(AsyncKernelManager):
    """A kernel of the server, which runs before and after."""

    @property
    def has_kernel(self) -> bool:
        return True


@contextmanager
def _kernel(home: Path, port: int, token: str, name: str) -> Iterator[_Running]:
    """Start the kernel that JupyterLab will find when it opens the notebook of this name."""
    wanted = {"path": name, "name": name, "type": "notebook", "kernel": {"name": "python3"}}
    session = _ask(port, token, "api/sessions", wanted)
    connection = home / "runtime" / f"kernel-{session['kernel']['id']}.json"
    kernel = _Running(owns_kernel=False, connection_file=str(connection))
    kernel.load_connection_file()
    yield kernel


def _open(home: Path, address: str) -> None:
    """Open the browser by a page that only this user can read: the address holds the token."""
    page = home / "open.html"
    page.touch(mode=0o600)
    page.write_text(
        f'<!doctype html><meta http-equiv="refresh" content="0; url={address}">', encoding="utf-8"
    )
    if not webbrowser.open(page.as_uri()):
        print("No browser could be opened: copy the address into one.", flush=True)


@contextmanager
def _stopped_by_signals() -> Iterator[Callable[[], None]]:
    """End in order also when the terminal is closed, or the process is told to end."""
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    def listen() -> None:
        for number in numbers:
            signal.signal(number, stop)

    listen()
    try:
        yield listen
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
