"""A whole JupyterLab on a copy of the lessons, a page in it, and the decks of the lessons."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest
from support.notebook_page import NotebookPage
from support.servers import HOST, JUPYTER, LAB, TOKEN, free_port, serving

from microkit.course.folder import Course
from microkit.course.lab import config_path
from microkit.course.slides.deck import make_deck
from microkit.course.slides.write import write_deck

ROOT = Path(__file__).resolve().parents[2]


class Lab:
    """A running JupyterLab."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port

    def url(self, path: str, workspace: str) -> str:
        """Return the address of a notebook in a workspace of its own."""
        base = f"http://{HOST}:{self.port}/lab/workspaces/{workspace}/tree/{path}"
        return f"{base}?token={TOKEN}&reset"


@pytest.fixture(scope="session")
def lab(tmp_path_factory, chromium_path):
    """Start JupyterLab with configuration, settings and lessons of its own."""
    home = tmp_path_factory.mktemp("lab")
    lessons = home / "lessons"
    shutil.copytree(ROOT / "lessons", lessons)
    port = free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_CONFIG_PATH", config_path())
        with serving(home, lessons, "jupyterlab", *JUPYTER, *LAB, port=port):
            yield Lab(lessons, port)


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


@pytest.fixture(scope="session")
def lesson_deck(tmp_path_factory):
    """Return the page of a lesson's deck; each is made once, when it is first asked for."""
    place, course = tmp_path_factory.mktemp("decks of lessons"), Course(ROOT)

    @cache
    def make(number: str) -> Path:
        return write_deck(make_deck(course.lesson(number)), place / number)

    return make
