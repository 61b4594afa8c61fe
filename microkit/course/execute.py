"""Run a solution notebook, and refuse what would not come out the same on another machine."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from asyncio import CancelledError
from collections.abc import Iterator
from pathlib import Path

from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from microkit.course.cells import name_cell
from microkit.course.errors import CourseError
from microkit.course.kernel import OwnKernel
from microkit.course.seed import SEED_VARIABLE

CELL_SECONDS = 60
_WIDGET = "application/vnd.jupyter.widget-view+json"
_STOOD_STILL = "IOStream.flush timed out"  # the kernel's own words, where the machine was too busy
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")


def execute(notebook: NotebookNode, folder: Path, root: Path, name: str) -> None:
    """Run every cell, in place, and keep only what is the same in every run.

    Parameters
    ----------
    notebook : NotebookNode
        As `read_source` gives it.
    folder : Path
        Where the cells run.
    root : Path
        The course folder, whose path must not show up in an output.
    name : str
        The file's name, for sentences.

    Raises
    ------
    CourseError
        If a cell fails, takes more than 60 seconds, writes to stderr, or shows something of this
        machine: a path, or the address of an object.
    """
    run(notebook, folder, name)
    notebook.metadata = NotebookNode(
        {key: notebook.metadata[key] for key in ("kernelspec", "language_info")}
    )
    notebook.metadata.language_info = NotebookNode(name="python")
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            _keep_static(cell)
            if reason := _not_repeatable(cell, (folder, root)):
                raise CourseError(f"{name}, {name_cell(index, cell)}: {reason}")


def run(
    notebook: NotebookNode,
    folder: Path,
    name: str,
    widgets: bool = False,
    kernel: KernelManager | None = None,
    go_on: bool = False,
) -> None:
    """Run every cell, in place.

    Parameters
    ----------
    notebook : NotebookNode
        As `read_source` gives it.
    folder : Path
        Where the cells run.
    name : str
        The file's name, for sentences.
    widgets : bool, optional
        Whether the notebook keeps the state of its widgets.
    kernel : KernelManager, optional
        A kernel that runs already, and goes on after this; a fresh one by default.
    go_on : bool, optional
        Whether the cells after one that fails, or takes more than 60 seconds, are run too. Its
        error is then its output.

    Raises
    ------
    CourseError
        If a cell fails, or takes more than 60 seconds; with `go_on`, if the kernel dies.
    """
    place = 0

    def remember(cell: NotebookNode, cell_index: int) -> None:
        nonlocal place
        place = cell_index

    with tempfile.TemporaryDirectory() as profile:
        # Neither the secret seed nor the author's own IPython profile may reach the outputs.
        environment = {key: value for key, value in os.environ.items() if key != SEED_VARIABLE}
        environment["IPYTHONDIR"] = profile
        client = NotebookClient(
            notebook,
            km=kernel,
            kernel_manager_class=OwnKernel,
            timeout=CELL_SECONDS,
            allow_errors=go_on,
            interrupt_on_timeout=go_on,
            kernel_name="python3",
            record_timing=False,
            store_widget_state=True,  # without it, nbclient fails on an Output widget
            coalesce_streams=True,
            extra_arguments=["--log-level=ERROR"],
            resources={"metadata": {"path": str(folder)}},
            on_cell_start=remember,
        )
        try:
            client.execute(env=environment)
        except CellExecutionError as error:
            what = f"{error.ename}: {error.evalue}"
        except CellTimeoutError:
            what = f"it did not end within {CELL_SECONDS} seconds."
        except DeadKernelError:
            what = "the kernel died while it ran."
        except CancelledError:  # what nbclient makes of Ctrl+C
            raise KeyboardInterrupt from None
        else:
            what = ""
    if what:
        raise CourseError(f"{name}, {name_cell(place, notebook.cells[place])}: {what}")
    if not widgets:
        notebook.metadata.pop("widgets", None)


def _keep_static(cell: NotebookNode) -> None:
    """Remove the live half of a widget: its model's id is random. Its picture stays."""
    for output in cell.outputs:
        output.get("data", {}).pop(_WIDGET, None)
    cell.outputs = [
        output
        for output in cell.outputs
        if output.get("data", True) and output.get("text", "").strip() != _STOOD_STILL
    ]


def _not_repeatable(cell: NotebookNode, places: tuple[Path, ...]) -> str:
    """Return why a cell's outputs belong to this run only, or an empty text."""
    own = {str(place) for place in (*places, Path.home(), sys.prefix)}
    own |= {tempfile.gettempdir() + os.sep + "ipykernel_"}
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stderr":
            return f"it writes to stderr, and nbgrader then gives no points: {output.text.strip()}"
        for text in _texts(output):
            for path in own:
                if len(path) > 1 and path in text:
                    return f"its output holds a path of this machine: {path}"
            if found := _ADDRESS.search(text):
                return f"its output holds the address of an object, {found[0]!r}, new in each run."
    return ""


def _texts(thing: object) -> Iterator[str]:
    """Yield every text inside an output."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from _texts(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from _texts(value)
