"""Course folders in which made-up students keep and resume."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from support.cells import Notebook
from support.engines import IMPORTS


class Desk:
    """A folder with lessons, and the notebooks that a student opens in it."""

    def __init__(self, root: Path, chdir: Callable[[Path], None]) -> None:
        self.root = root
        self._chdir = chdir

    def open(self, lesson: str, *cells: str) -> Notebook:
        """Return a new notebook of a lesson, in whose folder the student now works."""
        folder = self.root / "lessons" / lesson
        folder.mkdir(parents=True, exist_ok=True)
        self._chdir(folder)
        notebook = Notebook()
        notebook.run("from microkit import check, keep, resume", IMPORTS, *cells)
        return notebook

    @property
    def file(self) -> Path:
        """The kept file."""
        return self.root / "lessons" / "my_microkit" / "engine.py"

    @property
    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An empty course, outside of grading."""
    monkeypatch.delenv("MICROKIT_COURSE_SEED", raising=False)
    monkeypatch.chdir(os.getcwd())  # so that the test's own chdir is undone
    return Desk(tmp_path, monkeypatch.chdir)
