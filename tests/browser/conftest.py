"""A whole JupyterLab on a copy of the lessons, and a page in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.notebook_page import NotebookPage
from support.servers import HOST, JUPYTER, LAB, TOKEN, free_port, serving

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
