"""A deck as a folder: it needs no network and no kernel, and its widgets work."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from nbconvert.exporters import SlidesExporter
from nbformat import NotebookNode

from microkit.course.build import exercise_points
from microkit.course.execute import run
from microkit.course.folder import Lesson
from microkit.course.slides.choose import deck_of, shows_input, slide_type, title_of
from microkit.course.slides.embed import embed_widgets
from microkit.course.slides.loads import pictures
from microkit.course.slides.vendor import VENDORED, vendored
from microkit.course.source import read_source

PAGE = Path(__file__).parent / "page"
_OWN = ("colors.css", "deck.css", "deck.js", "formulas.js", "widgets.js")
_FORMULA = re.compile(r"\$[^$]+\$|\\\(|\\\[")
Deck = dict[Path, bytes]


def make_deck(lesson: Lesson, points_of: Callable[[str], float] = exercise_points) -> Deck:
    """Run a lesson, and return the files of its deck by their place in a folder.

    Parameters
    ----------
    lesson : Lesson
        The lesson; its source is run in a folder apart.
    points_of : callable, optional
        Gives the points of an exercise by its id.

    Raises
    ------
    CourseError
        If the lesson has no slides, a cell fails, or a slide needs what is not there.
    """
    notebook = deck_of(read_source(lesson.source, points_of), lesson.source.name)
    with tempfile.TemporaryDirectory(prefix="microkit-slides-") as folder:
        workshop = Path(folder).resolve() / lesson.name
        copy_lesson(lesson, workshop)
        run(notebook, workshop, lesson.source.name, widgets=True)
        page = _page(notebook, lesson, workshop)
        files = {Path("index.html"): page.encode()}
        files |= {Path(name): (PAGE / name).read_bytes() for name in _OWN}
        packages = ["reveal.js"] + ["katex"] * ("katex/katex.min.js" in page)
        for path in [path for package in packages for path in vendored(package)]:
            files[path.relative_to(VENDORED)] = path.read_bytes()
        return files | pictures(page, workshop, lesson.source.name, files)


def copy_lesson(lesson: Lesson, target: Path) -> None:
    """Copy what lies beside a lesson's source: pictures and data that its cells read."""
    shutil.copytree(
        lesson.source.parent,
        target,
        ignore=shutil.ignore_patterns("*.ipynb", ".*", "__pycache__"),
    )


def _page(notebook: NotebookNode, lesson: Lesson, folder: Path) -> str:
    """Return the deck's page."""
    title = title_of(notebook, lesson)
    widgets = embed_widgets(notebook)
    notebook.cells = [cell for cell in notebook.cells if slide_type(cell) != "skip"]
    for cell in notebook.cells:
        if cell.cell_type == "code" and not shows_input(cell):
            cell.metadata.transient = NotebookNode(remove_source=True)
    deck = {"title": title, "widgets": widgets, "mathematics": has_formulas(notebook)}
    exporter = SlidesExporter(
        template_name=PAGE.name,
        extra_template_basedirs=[str(PAGE.parent)],
        exclude_anchor_links=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    resources = {"deck": deck, "metadata": {"name": title, "path": str(folder)}}
    return exporter.from_notebook_node(notebook, resources)[0]


def has_formulas(notebook: NotebookNode) -> bool:
    """Whether a cell, or an output, may hold mathematics."""
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            texts += [data[kind] for kind in ("text/latex", "text/markdown") if kind in data]
    return any(_FORMULA.search(text) for text in texts)
