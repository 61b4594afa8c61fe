"""How a notebook looks as a live deck: its type, its title and numbers, and what is folded away."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from microkit.course.slides.choose import shows_input, slide_type

_LOOK = Path(__file__).parent / "page" / "live.json"
_FONTS = "@deathbeds/jupyterlab-fonts"  # comes with jupyterlab-slideshow, and reads this metadata
_PRESENTING = "body[data-jp-deck-mode='presenting'] &"
# What fits on a screen, in rows of text; a widget takes about so many.
_ROWS, _LETTERS, _WIDGET = 20, 78, 15
_SMALLEST = 0.6


def dress(notebook: NotebookNode, title: str) -> None:
    """Fold the code that no slide shows, and give the deck its look, its title and its numbers.

    Parameters
    ----------
    notebook : NotebookNode
        As `deck_of` gives it, executed. Changed in place.
    title : str
        What stands at the bottom of every slide.
    """
    look = json.loads(_LOOK.read_text(encoding="utf-8"))
    look["styles"][":root"]["&.jp-Deck::after"]["content"] = json.dumps(title)
    notebook.metadata[_FONTS] = look
    slides = _slides(notebook)
    for number, cells in enumerate(slides, 1):
        size = round(max(_SMALLEST, min(1.0, _ROWS / sum(map(_rows, cells)))), 2)
        for cell in cells:
            styles: dict[str, Any] = {_PRESENTING: {"zoom": str(size)}}
            if cell is cells[0]:
                shown = {"content": json.dumps(f"{number} / {len(slides)}"), "zoom": str(1 / size)}
                styles["&.jp-deck-mod-visible::after"] = shown
            cell.metadata[_FONTS] = {"styles": {":root": styles}}
    for cell in notebook.cells:
        kind = slide_type(cell)
        if cell.cell_type == "code":
            folded = kind == "skip" or not shows_input(cell)
            cell.metadata.jupyter = NotebookNode(source_hidden=folded)
        if kind == "-":
            del cell.metadata["slideshow"]


def _slides(notebook: NotebookNode) -> list[list[NotebookNode]]:
    """Return the cells of each slide."""
    slides: list[list[NotebookNode]] = []
    for cell in notebook.cells:
        kind = slide_type(cell)
        if kind in ("slide", "subslide"):
            slides.append([cell])
        elif kind in ("fragment", "-") and slides:
            slides[-1].append(cell)
    return slides


def _rows(cell: NotebookNode) -> float:
    """Estimate how many rows of text a cell takes on a slide."""
    if cell.cell_type == "code":
        views = [any("widget-view" in kind for kind in o.get("data", {})) for o in cell.outputs]
        code = len(cell.source.splitlines()) if shows_input(cell) else 0
        return code + sum(_WIDGET if view else 2 for view in views)
    rows = 0.0
    for paragraph in re.split(r"\n\s*\n", cell.source):
        items = re.split(r"\n(?=\s*(?:[-*]|\d+\.) )", paragraph)
        rows += 0.7 + sum(math.ceil(len(item) / _LETTERS) for item in items)
        rows += paragraph.startswith("#")
    return rows
