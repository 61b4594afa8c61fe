"""What a real JupyterLab does: `interact` and `dot`, a student's class in the kernel, saving."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from support.notebook_page import NotebookPage
from support.servers import HOST, JUPYTER, LAB, TOKEN, free_port, serving

from bench.presses import STEPS, Times, presses
from microkit.widgets.gallery import EXAMPLES

TESTS = Path(__file__).resolve().parents[1]
KERNEL = {"name": "python3", "language": "python", "display_name": "Python 3"}
SAVES_WIDGETS = {"../@jupyter-widgets/jupyterlab-manager/plugin": {"saveState": True}}

INTERACT = """
import sys
sys.path.insert(0, {tests!r})
from ipywidgets import FloatSlider, interact
from bench.graphs import drawn_anew
interact(drawn_anew({size}), x1=FloatSlider(2.0, min=-5, max=5, step=0.1));
"""
OWN = """
class Value:
    def __init__(self, data, _prev=()):
        self.data, self.grad, self._prev, self._backward = data, 0.0, _prev, lambda: None

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

from microkit.widgets import OpBench
OpBench("*", a=2, b=-3, upstream=4, engine=Value)
"""


class Lab:
    """A running JupyterLab, and a browser to look at it."""

    def __init__(self, folder: Path, port: int, browser: Any) -> None:
        self.folder, self._port, self._browser = folder, port, browser

    @contextmanager
    def open(self, *sources: str) -> Iterator[tuple[NotebookPage, Path]]:
        """Open a new notebook with these cells."""
        path = self.folder / f"bench {len(list(self.folder.glob('*.ipynb')))}.ipynb"
        cells = [new_code_cell(source.strip()) for source in sources]
        nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), path)
        base = f"http://{HOST}:{self._port}/lab/workspaces/{path.stem[6:]}/tree/{path.name}"
        page = self._browser.new_page(viewport={"width": 1200, "height": 1000})
        try:
            yield NotebookPage(page, f"{base}?token={TOKEN}&reset"), path
        finally:
            page.close()


@contextmanager
def jupyterlab(browser: Any) -> Iterator[Lab]:
    """Start a JupyterLab with settings and an empty folder of its own."""
    with TemporaryDirectory() as made:
        home, port = Path(made), free_port()
        folder = home / "notebooks"
        folder.mkdir()
        command = ("jupyterlab", *JUPYTER, *LAB)
        with serving(home, folder, *command, port=port, settings=SAVES_WIDGETS):
            yield Lab(folder, port, browser)


def interact(lab: Lab, size: int, count: int = STEPS) -> Times:
    """Move x1 as people do today: a slider of ipywidgets, a new graph, a `dot` process, its SVG."""
    with lab.open(INTERACT.format(tests=str(TESTS), size=size)) as (notebook, _):
        notebook.run_all()
        output = notebook.page.locator(".jp-OutputArea-output .jupyter-widgets.widget-output")
        output.locator("svg, img").first.wait_for()
        knob = notebook.page.locator(".widget-slider .noUi-handle")
        picture = "svg, img"
        return presses(notebook.page, knob, output, soon=False, picture=picture, count=count)


def students_class(lab: Lab, count: int = STEPS) -> Times:
    """Move an input of OpBench, where a student's class in the kernel computes the table."""
    with lab.open(OWN) as (notebook, _):
        notebook.run_all()
        table = notebook.page.locator(".mk-table tbody")
        table.get_by_text("agrees").first.wait_for()
        knob = notebook.page.get_by_role("slider", name="a", exact=True)
        return presses(notebook.page, knob, table, soon=False, count=count)


def growth(lab: Lab, widgets: int = 10) -> int:
    """Return by how many bytes a notebook grows that is saved with so many widgets."""
    names = [example.__name__ for example in EXAMPLES[:widgets]]
    sources = [f"from microkit.widgets.gallery import {name}\n\n{name}()" for name in names]
    with lab.open(*sources) as (notebook, path):
        notebook.execute("docmanager:save")
        before = path.stat().st_size
        notebook.run_all()
        for cell in range(widgets):
            notebook.cell(cell).locator(".mk-body").wait_for()
        notebook.execute("docmanager:save")
        saved = nbformat.read(path, as_version=4)
        states = saved.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
        shown = [one for one in states.values() if one["model_module"] == "anywidget"]
        if len(shown) != widgets:
            raise SystemExit(f"JupyterLab saved {len(shown)} of {widgets} widgets.")
        return path.stat().st_size - before
