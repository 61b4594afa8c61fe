"""Which cells of a lesson a deck shows, and what of them."""

from __future__ import annotations

import copy

from nbformat import NotebookNode

from microkit.course.errors import CourseError
from microkit.course.folder import Lesson

SHOW_INPUT = "show-input"
_SHOWN = ("slide", "subslide", "fragment", "notes", "-")


def deck_of(notebook: NotebookNode, name: str) -> NotebookNode:
    """Return the notebook of a lesson's deck: up to the last cell that a slide needs.

    A cell is on a slide where its source says so; the others stay, to be run, and are skipped. So
    no slide shows a solution.

    Parameters
    ----------
    notebook : NotebookNode
        As `read_source` gives it; it stays as it is.
    name : str
        The file's name, for sentences.

    Raises
    ------
    CourseError
        If no cell is on a slide.
    """
    places = [place for place, cell in enumerate(notebook.cells) if slide_type(cell) != "skip"]
    speaking = [place for place in places if slide_type(notebook.cells[place]) != "notes"]
    if not speaking:
        raise CourseError(
            f"{name} has no slides. Mark the cells that belong on one, such as "
            '# %% [markdown] slideshow={"slide_type": "slide"}'
        )
    deck = copy.deepcopy(notebook)
    deck.cells = deck.cells[: places[-1] + 1]
    for cell in deck.cells:
        cell.metadata.slideshow = NotebookNode(slide_type=slide_type(cell))
    deck.cells[speaking[0]].metadata.slideshow.slide_type = "slide"
    return deck


def slide_type(cell: NotebookNode) -> str:
    """Return how a cell comes onto the screen; ``"-"`` goes on with the slide before it.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell
    >>> slide_type(new_markdown_cell(metadata={"slideshow": {"slide_type": "fragment"}}))
    'fragment'
    >>> slide_type(new_markdown_cell())
    'skip'
    """
    found = cell.metadata.get("slideshow", {}).get("slide_type")
    return found if found in _SHOWN else "skip"


def shows_input(cell: NotebookNode) -> bool:
    """Whether a slide shows a cell's code: where its tags ask for it, or where it has nothing else.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell
    >>> shows_input(new_code_cell("a = 2"))
    True
    """
    return SHOW_INPUT in cell.metadata.get("tags", []) or not cell.get("outputs")


def title_of(notebook: NotebookNode, lesson: Lesson) -> str:
    """Return the lesson's title: its number and its first heading, or what its folder is called."""
    title = heading_of(notebook)
    if not title:
        return lesson.name.replace("_", " ")
    return title if title.startswith(lesson.number) else f"{lesson.number} {title}"


def heading_of(notebook: NotebookNode) -> str:
    """Return the first heading of a notebook; empty where it has none.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> heading_of(new_notebook(cells=[new_markdown_cell("# Slopes")]))
    'Slopes'
    """
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for line in cell.source.splitlines():
                if line.startswith("# "):
                    return line.removeprefix("# ").strip()
    return ""
