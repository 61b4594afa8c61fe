"""Six made-up students of lesson 02, and the notebooks that they hand in."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from nbformat import NotebookNode
from nbgrader.utils import is_solution

from microkit.course.errors import CourseError


@dataclass(frozen=True)
class Story:
    """One student: which answers they write, and what grading has to find.

    Parameters
    ----------
    student : str
        The student's name.
    what : str
        What they hand in, in a few words.
    edits : tuple of (str, str, str), optional
        In which answer which text of the solution stands differently: (grade id, right, wrong).
        None for a student who writes nothing at all.
    score : float or None, optional
        The mark that grading has to arrive at; None where it has to lie between.
    misconception : str, optional
        The misconception that grading has to name.
    """

    student: str
    what: str
    edits: tuple[tuple[str, str, str], ...] | None = ()
    score: float | None = None
    misconception: str = ""


STORIES = (
    Story("ada", "the solution", score=20),
    Story("ben", "the empty notebook", edits=None, score=0),
    Story(
        "chloe",
        "= instead of += in a * b",
        edits=(
            ("mul-backward", "self.grad += other.data", "self.grad = other.data"),
            ("mul-backward", "other.grad += self.data", "other.grad = self.data"),
        ),
        misconception="MUL-OVERWRITE",
    ),
    Story(
        "dev",
        "a / b without the minus sign",
        edits=(("div-backward", "+= -self.data", "+= self.data"),),
        misconception="DIV-SIGN",
    ),
    Story(
        "ema",
        "a ** n with the 1 outside",
        edits=(("pow-backward", "self.data ** (n - 1)", "(self.data**n - 1)"),),
        misconception="POW-PRECEDENCE",
    ),
    Story(
        "finn",
        "a loop that never ends, in the chain",
        # The rules themselves have a limit of steps in every check; a cell as a whole has none.
        edits=(
            (
                "chain-by-hand",
                "def chain_by_hand",
                "while d.grad != 1:\n    e._backward()\n\n\ndef chain_by_hand",
            ),
        ),
        score=18,
    ),
)


def submission(released: NotebookNode, solution: NotebookNode, story: Story) -> NotebookNode:
    """Return the released notebook as this student hands it in.

    Parameters
    ----------
    released : NotebookNode
        The student's version of the lesson.
    solution : NotebookNode
        The same lesson with the answers. Its cells have the same ids.
    story : Story
        Which answers to take over, and what to change in them.

    Raises
    ------
    CourseError
        If the solution does not hold a text that the story changes.
    """
    notebook = deepcopy(released)
    if story.edits is None:
        return notebook
    answers = {cell.id: cell.source for cell in solution.cells}
    for grade_id, right, wrong in story.edits:
        if right not in answers.get(grade_id, ""):
            raise CourseError(
                f"{story.student} should write {wrong!r} for {right!r} in the cell {grade_id}, and "
                "the solution does not hold that text. Change the story in "
                "microkit/course/submissions.py with the lesson."
            )
        answers[grade_id] = answers[grade_id].replace(right, wrong)
    for cell in notebook.cells:
        if is_solution(cell) or "predict" in cell.metadata.get("tags", []):
            cell.source = _without_markers(answers[cell.id])
    return notebook


def _without_markers(source: str) -> str:
    """Return an answer without the lines that mark where the solution begins and ends."""
    lines = source.splitlines()
    return "\n".join(line for line in lines if not line.strip().startswith("### "))
