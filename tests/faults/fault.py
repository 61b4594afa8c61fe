"""A fault: what one student hands in, and what grading has to make of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

FULL = 20.0  # the points of every lesson

# What must never be seen in what the course hands back. No fault's own code holds these texts.
CANARIES = {
    "the solution": "canary-of-the-solution-7f31",
    "the gradebook": "canary-of-the-gradebook-c06d",
    "the seed": "5eedcafe90d24be0b1a7c3d05eed41f2",
    "a classmate": "canary-of-a-classmate-29be",
    "the environment": "canary-of-the-environment-e84a",
}


@dataclass(frozen=True)
class Right:
    """What grading has to arrive at.

    Parameters
    ----------
    lowest, highest : float
        The mark lies between these.
    look : bool or None, optional
        Whether a person has to be asked to look; None where both will do.
    look_if_paid : bool, optional
        Whether a person has to be asked to look where the mark is more than 0.
    look_if_lost : bool, optional
        Whether a person has to be asked to look where the mark is less than the highest: the
        answers are right, and something else has cost them their points.
    look_above : float, optional
        Whether a person has to be asked to look where the mark is more than this.
    finds : tuple of str, optional
        The kinds of what intake finds, all of them.
    says : str, optional
        A pattern that the reason has to fit, in the table and in the feedback.
    secrets : tuple of str, optional
        More texts that must not be seen in this student's results.
    """

    lowest: float
    highest: float
    look: bool | None = None
    look_if_paid: bool = False
    look_if_lost: bool = False
    look_above: float = FULL
    finds: tuple[str, ...] = ()
    says: str = ""
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Desk:
    """Where one student works: in the course's folder, with the lesson at hand.

    Parameters
    ----------
    course : Path
        The course's folder. Its path is known to whoever attacks it.
    student : str
        The name of the student's folder.
    lesson : str
        Such as ``"02_one_step_back"``.
    released : NotebookNode
        The lesson as it is released.
    answers : mapping from str to str
        What stands in each answer of the solution, by the cell's id.
    port : int, optional
        Where somebody on this machine waits for calls.
    """

    course: Path
    student: str
    lesson: str
    released: NotebookNode
    answers: Mapping[str, str]
    port: int = 0

    @property
    def place(self) -> Path:
        """The folder to hand in, which is made."""
        folder = self.course / "submitted" / self.student / self.lesson
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def name(self) -> str:
        """The right name of the notebook."""
        return f"{self.lesson}.ipynb"

    def notebook(self, answered: bool = True) -> NotebookNode:
        """Return the lesson with the right answers typed in, or as it was released."""
        notebook = deepcopy(self.released)
        for cell in notebook.cells if answered else ():
            cell.source = self.answers.get(cell.id, cell.source)
        return notebook

    def hand_in(self, notebook: NotebookNode, name: str = "") -> None:
        """Write the notebook into the submission, whatever it holds."""
        self.write(name or self.name, json.dumps(notebook))

    def write(self, name: str, content: str | bytes) -> Path:
        """Write any file into the submission."""
        path = self.place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path


Maker = Callable[[Desk], object]


@dataclass(frozen=True)
class Fault:
    """One hostile or broken submission.

    Parameters
    ----------
    name : str
        The student's name.
    what : str
        What they do, in a few words.
    make : callable
        Writes what they hand in.
    expects : Right
        What grading has to make of it.
    lesson : str, optional
        The two digits of the lesson.
    stock : str, optional
        What nbgrader's own autograding made of it, where that was tried.
    """

    name: str
    what: str
    make: Maker
    expects: Right
    lesson: str = "02"
    stock: str = ""


def honest(look: bool | None = False, *, finds: tuple[str, ...] = (), **more: Any) -> Right:
    """Return what is right for someone whose answers are right: all the points."""
    return Right(FULL, FULL, look, finds=finds, **more)


def nothing(look: bool | None = None, *, finds: tuple[str, ...] = (), **more: Any) -> Right:
    """Return what is right for someone who has no answers: no points."""
    return Right(0.0, 0.0, look, finds=finds, **more)


def at_most(highest: float, look: bool | None = None, **more: Any) -> Right:
    """Return what is right for someone who loses something that cannot be told beforehand."""
    return Right(0.0, highest, look, **more)


def right_and(look: bool | None = None, **more: Any) -> Right:
    """Return what is right for someone whose answers are right, and who does something besides.

    It may cost them points: then a person has to look.
    """
    return Right(0.0, FULL, look, look_if_lost=True, **more)


def types(code: str, where: str = "first", answered: bool = True, **answers: str) -> Maker:
    """Return who adds a cell to the notebook.

    Parameters
    ----------
    code : str
        What stands in the cell; ``COURSE`` in it becomes the path of the course's folder, and
        ``PORT`` the port where somebody waits for calls.
    where : str, optional
        ``"first"`` (above everything), ``"early"`` (after the first cell of code), ``"late"`` (at
        the end), or the id of a cell that it stands below.
    answered : bool, optional
        Whether all the right answers are there, too.
    **answers : str
        Other answers, by the cell's id with ``_`` for ``-``.
    """

    def make(desk: Desk) -> None:
        notebook = desk.notebook(answered)
        for name, source in answers.items():
            cell_of(notebook, name.replace("_", "-")).source = filled(source, desk)
        if code:
            insert(notebook, filled(code, desk), where)
        desk.hand_in(notebook)

    return make


def answers_with(code: str, answered: bool = False) -> Maker:
    """Return who writes `code` into the first answer, and calls its `install()` in the others.

    The chain by hand and the predictions are theirs only where `answered` is true.
    """

    def make(desk: Desk) -> None:
        notebook = desk.notebook(answered)
        rules = [cell for cell in notebook.cells if cell.id.endswith("-backward")]
        for number, cell in enumerate(rules):
            cell.source = (filled(code, desk) + "\n" if number == 0 else "") + "install()"
        desk.hand_in(notebook)

    return make


def spoils(spoil: Callable[[NotebookNode], object], answered: bool = True) -> Maker:
    """Return who changes the notebook itself."""

    def make(desk: Desk) -> None:
        notebook = desk.notebook(answered)
        spoil(notebook)
        desk.hand_in(notebook)

    return make


def beside(*files: str, content: str | bytes = "", code: str = "", answered: bool = True) -> Maker:
    """Return who hands in files beside the notebook, and adds a cell where there is code."""

    def make(desk: Desk) -> None:
        types(code, answered=answered)(desk)
        for name in files:
            desk.write(name, filled(content, desk) if isinstance(content, str) else content)

    return make


def filled(code: str, desk: Desk) -> str:
    """Return code with the course's folder and the port in it."""
    return code.strip("\n").replace("COURSE", str(desk.course)).replace("PORT", str(desk.port))


def insert(notebook: NotebookNode, code: str, where: str) -> None:
    """Put a new cell of code into a notebook."""
    first_code = next(i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    places = {"first": 0, "early": first_code + 1, "late": len(notebook.cells)}
    place = places.get(where)
    if place is None:
        place = 1 + next(i for i, cell in enumerate(notebook.cells) if cell.id == where)
    cell = nbformat.v4.new_code_cell(code)
    cell.id = f"mine-{place}"
    notebook.cells.insert(place, cell)


def cell_of(notebook: NotebookNode, name: str) -> NotebookNode:
    """Return a cell by its id."""
    return next(cell for cell in notebook.cells if cell.id == name)


def checks_in(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the cells that are graded."""
    return [cell for cell in notebook.cells if is_grade(cell)]


def answers_in(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the cells with answers that are code."""
    return [cell for cell in notebook.cells if is_solution(cell)]
