"""A lesson as it is graded: the students' notebook, with what the gradebook knows of its cells."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    ClearHiddenTests,
    ClearMarkScheme,
    OverwriteCells,
    OverwriteKernelspec,
)
from nbgrader.utils import find_all_files
from traitlets.config import Config

from microkit.course.errors import CourseError
from microkit.course.grade.book.asked import asked_names
from microkit.course.intake import Intake, take_in
from microkit.course.intake.match import grade_id_of


@dataclass(frozen=True)
class Release:
    """A released lesson, and its cells as the gradebook has them.

    Parameters
    ----------
    lesson : str
        The lesson's name.
    notebook : NotebookNode
        The notebook as students have it.
    trusted : mapping from str to NotebookNode
        nbgrader's cells by their grade id: type, points and text come from the gradebook, hidden
        tests among it.
    kernelspec : mapping
        What the gradebook says about the notebook's kernel.
    folder : Path
        Where the released lesson lies.
    files : tuple of (str, bytes)
        What lies beside the notebook there, by the names inside of it.
    asked : tuple of str
        The names that students are asked to define.
    zone : str
        The time zone in which the exchange notes when work was handed in; ``""`` for UTC.
    """

    lesson: str
    notebook: NotebookNode
    trusted: Mapping[str, NotebookNode]
    kernelspec: Mapping[str, str]
    folder: Path
    files: tuple[tuple[str, bytes], ...] = ()
    asked: tuple[str, ...] = ()
    zone: str = ""

    @cached_property
    def sources(self) -> list[str]:
        """What stands in the cells when nothing has been written."""
        notebook = deepcopy(self.notebook)
        self.make_trusted(notebook)
        return sources(notebook)

    @cached_property
    def parts(self) -> list[str | bytes]:
        """All that a mark can depend on."""
        texts = [self.notebook, self.trusted, self.kernelspec]
        names_and_files = [part for file in self.files for part in file]
        written = [json.dumps(text, sort_keys=True) for text in texts]
        return [*written, *names_and_files, *self.asked]

    def take_in(self, submitted: Path) -> Intake:
        """Return a submission, rebuilt from this lesson."""
        taken = take_in(self.notebook, submitted, self.lesson, self.zone)
        self.make_trusted(taken.notebook)
        return taken

    def make_trusted(self, notebook: NotebookNode) -> None:
        """Put the gradebook's cells into a rebuilt notebook, except for the students' answers."""
        notebook.metadata.kernelspec = NotebookNode(self.kernelspec)
        for cell in notebook.cells:
            ours = self.trusted.get(grade_id_of(cell))
            if ours is not None:
                cell.metadata = deepcopy(ours.metadata)
                if not ours.metadata.nbgrader.get("solution"):
                    cell.source = ours.source


def sources(notebook: NotebookNode) -> list[str]:
    """Return what stands in each cell."""
    return [cell.source for cell in notebook.cells]


def read_release(directory: CourseDirectory, lesson: str, settings: Config) -> Release:
    """Return a lesson that is in the gradebook.

    Parameters
    ----------
    directory : CourseDirectory
        nbgrader's own object for the course folder.
    lesson : str
        The lesson's name.
    settings : Config
        nbgrader's settings.

    Raises
    ------
    CourseError
        If there is no released notebook, or it is not the one that the gradebook knows.
    """
    folder = Path(directory.format_path(directory.release_directory, ".", lesson)).resolve()
    path = folder / f"{lesson}.ipynb"
    notebook = read_notebook(path)
    about = {"notebook": lesson, "assignment": lesson, "db_url": directory.db_url}
    trusted, resources = deepcopy(notebook), ResourcesDict(nbgrader=about)
    _check_cells(directory, lesson, notebook)
    for step in (OverwriteKernelspec, OverwriteCells):
        trusted, resources = step(config=settings).preprocess(trusted, resources)
    cells = {grade_id_of(cell): cell for cell in trusted.cells if grade_id_of(cell)}
    _check_texts(lesson, notebook, cells, settings)
    return Release(
        lesson, notebook, cells, trusted.metadata.get("kernelspec", {}), folder,
        beside(folder, directory.ignore), asked_names(directory, lesson, notebook),
        settings.Exchange.get("timezone", ""),
    )  # fmt: skip


def read_notebook(path: Path) -> NotebookNode:
    """Return a released notebook; where an older format has no ids, its cells are counted.

    Raises
    ------
    CourseError
        If it is not there.
    """
    if not path.is_file():
        raise CourseError(f"{path} is not there, and submissions are rebuilt from it. Restore it.")
    notebook = nbformat.read(path, as_version=4)
    if notebook.nbformat_minor < 5:
        notebook.nbformat_minor = 5
        for index, cell in enumerate(notebook.cells):
            cell.id = f"cell-{index}"
    return notebook


def is_registered(directory: CourseDirectory, lesson: str) -> bool:
    """Say whether the gradebook knows a lesson and its notebook."""
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        try:
            gradebook.find_notebook(lesson, lesson)
        except MissingEntry:
            return False
    return True


def _check_cells(directory: CourseDirectory, lesson: str, notebook: NotebookNode) -> None:
    """Raise unless the gradebook has the same cells as the released notebook."""
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        known = gradebook.find_notebook(lesson, lesson)
        theirs = {cell.name: _points(cell.name, known) for cell in known.source_cells}
    ours = {
        grade_id_of(cell): float(cell.metadata.nbgrader.get("points") or 0)
        for cell in notebook.cells
        if grade_id_of(cell)
    }
    if ours != theirs:
        _disagree(lesson, [name for name, _ in set(ours.items()) ^ set(theirs.items())])


def _points(name: str, known: object) -> float:
    graded = [*known.grade_cells, *known.task_cells]  # type: ignore[attr-defined]
    return next((float(cell.max_score) for cell in graded if cell.name == name), 0.0)


def _check_texts(
    lesson: str, notebook: NotebookNode, cells: Mapping[str, NotebookNode], settings: Config
) -> None:
    """Raise unless the released cells are the gradebook's without their hidden tests."""
    shown = nbformat.v4.new_notebook(cells=[deepcopy(cell) for cell in cells.values()])
    for step in (ClearHiddenTests, ClearMarkScheme):
        shown, _ = step(config=settings).preprocess(shown, ResourcesDict())
    theirs = {grade_id_of(cell): (cell.cell_type, cell.source) for cell in shown.cells}
    ours = {grade_id_of(cell): (cell.cell_type, cell.source) for cell in notebook.cells}
    _disagree(lesson, [name for name, text in theirs.items() if ours[name] != text])


def _disagree(lesson: str, names: list[str]) -> None:
    if names:
        listed = ", ".join(sorted(set(names))[:5]) + (" and more" if len(set(names)) > 5 else "")
        raise CourseError(
            f"The released {lesson} is not the one that the gradebook knows: {listed} differ. "
            f"Restore the notebook that students were given, or enter today's in the gradebook "
            f"with: nbgrader generate_assignment {lesson} --force"
        )


def beside(folder: Path, ignore: list[str]) -> tuple[tuple[str, bytes], ...]:
    """Return the files of a released lesson that lie beside its notebook."""
    paths = sorted(map(Path, find_all_files(str(folder), [*ignore, "*.ipynb"])))
    return tuple((path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths)
