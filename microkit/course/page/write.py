"""Run a notebook, and write its page: all of it, or nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.validator import ValidationError

from microkit.course.cells import name_cell
from microkit.course.errors import CourseError
from microkit.course.execute import run
from microkit.course.folder import LESSON_NAME
from microkit.course.page.exporter import PageExporter
from microkit.course.workbench.place import FOLDER

MARK = 'content="microkit page"'


def make_page(notebook: Path, tell: Callable[[str], object] = lambda sentence: None) -> str:
    """Run a notebook, and return its page. The notebook's file stays as it is.

    A lesson's notebook runs in a copy of its folder, beside a copy of what the student has kept:
    making a page changes neither. Any other notebook runs where it lies, as in JupyterLab.

    Parameters
    ----------
    notebook : Path
        Its file.
    tell : callable, optional
        Is told which cells have failed. The page shows their errors, and what the others show.

    Raises
    ------
    CourseError
        If there is no such notebook, its kernel dies, or the page would need the network.
    """
    if not notebook.is_file():
        raise CourseError(f"There is no notebook {notebook}. Name one that is there.")
    try:
        found = nbformat.read(notebook, as_version=4)
    except (OSError, ValueError, AttributeError, LookupError, ValidationError):
        raise CourseError(
            f"{notebook} cannot be read as a notebook. Is it an .ipynb file?"
        ) from None
    with _workshop(notebook.resolve().parent) as folder:
        run(found, folder, notebook.name, widgets=True, go_on=True)
        if failed := [*_failed(found)]:
            tell(f"Errors that the page shows: {'; '.join(failed)}.")
        about = {"name": notebook.stem, "path": str(folder)}
        return PageExporter().from_notebook_node(found, {"metadata": about})[0]


def _failed(notebook: NotebookNode) -> Iterator[str]:
    """Yield the name of each cell that shows an error."""
    for index, cell in enumerate(notebook.cells):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            yield name_cell(index, cell)


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """Give the folder in which a notebook of this folder runs."""
    if not LESSON_NAME.fullmatch(folder.name):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="microkit-page-") as scratch:
        lessons = Path(scratch).resolve() / folder.parent.name
        ignored = shutil.ignore_patterns("*.ipynb", ".*", "__pycache__")
        shutil.copytree(folder, lessons / folder.name, ignore=ignored)
        if (kept := folder.parent / FOLDER).is_dir():
            shutil.copytree(kept, lessons / FOLDER)
        yield lessons / folder.name


def check_file(file: Path) -> None:
    """Raise unless a page may be written there: a new file, or an older page.

    Raises
    ------
    CourseError
        If something else is there.
    """
    if file.is_dir():
        raise CourseError(f"{file} is a folder. Name a file for the page, such as page.html.")
    if not file.exists():
        return
    with file.open("rb") as opened:
        if MARK.encode() not in opened.read(1000):
            raise CourseError(
                f"{file} was not made by this command, so nothing was written. Name another file, "
                "or move it away."
            )


def write_page(page: str, file: Path) -> Path:
    """Write a page beside its place, and then into it.

    Raises
    ------
    CourseError
        If the file is not a page, or cannot be written.
    """
    check_file(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".microkit-page-") as beside:
            made = Path(beside, file.name)
            made.write_text(page, encoding="utf-8")
            os.replace(made, file)
    except OSError as error:
        raise CourseError(
            f"The page cannot be written to {file}: {error.strerror}. Name another file."
        ) from None
    return file
