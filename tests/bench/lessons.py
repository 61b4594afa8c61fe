"""How long each lesson's notebooks take: `make bench ARGS=lessons`; with `--cells`, each cell."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from support.student import LESSONS, ROOT, is_check, name_of

GOAL, WHOLE, CELL, CHECK = 20, 60, 15, 2  # seconds
LONGEST = 300


@dataclass(frozen=True)
class Cell:
    """One cell's name, whether it is a check, and its seconds."""

    name: str
    check: bool
    seconds: float


@dataclass(frozen=True)
class Run:
    """One notebook, run once in a fresh kernel: seconds with the kernel's start, and each cell."""

    seconds: float
    cells: tuple[Cell, ...]

    @property
    def slowest(self) -> Cell:
        """The cell that took longest."""
        return max(self.cells, key=lambda cell: cell.seconds)

    @property
    def slowest_check(self) -> Cell | None:
        """The check that took longest, if there is one."""
        checks = (cell for cell in self.cells if cell.check)
        return max(checks, key=lambda cell: cell.seconds, default=None)


def main(numbers: tuple[str, ...] = (), cells: bool = False) -> None:
    """Print the table of all lessons, or of those whose numbers are given; then, each cell."""
    print("Each lesson's notebooks, run once from a fresh kernel, seconds\n")
    print(
        f"| lesson | whole | goal | budget | slowest cell | its name | budget {CELL} "
        f"| slowest check | its name | budget {CHECK} | untouched student |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    each = []
    for lesson, solution, student in runs(numbers):
        print(row(lesson, solution, student), flush=True)
        each.append((lesson, solution))
    print()
    for lesson, solution in each if cells else ():
        print(f"| {lesson}, cell | seconds |\n|---|---|")
        for cell in solution.cells:
            print(f"| {cell.name} | {cell.seconds:.2f} |")
        print()


def runs(numbers: tuple[str, ...] = ()) -> Iterator[tuple[str, Run, Run]]:
    """Yield each lesson with the run of its solution, and of what an idle student has."""
    for lesson in LESSONS:
        if not numbers or lesson[:2] in numbers:
            yield lesson, *(timed(ROOT / kind / lesson) for kind in ("solutions", "lessons"))


def timed(folder: Path) -> Run:
    """Run a copy of the notebook that has its folder's name; what it keeps goes with the copy."""
    notebook = nbformat.read(folder / f"{folder.name}.ipynb", as_version=4)
    names, found = names_of(notebook), []
    started = 0.0

    def start(cell: NotebookNode, cell_index: int) -> None:
        nonlocal started
        started = time.perf_counter()

    def end(cell: NotebookNode, cell_index: int, execute_reply: dict) -> None:
        seconds = time.perf_counter() - started
        found.append(Cell(names[cell_index], is_check(cell), seconds))

    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch, "lessons", folder.name)
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*.ipynb", ".*"))
        client = NotebookClient(
            notebook,
            timeout=LONGEST,
            extra_arguments=["--log-level=ERROR"],
            resources={"metadata": {"path": str(copy)}},
            on_cell_execute=start,
            on_cell_executed=end,
        )
        begin = time.perf_counter()
        client.execute()
        return Run(time.perf_counter() - begin, tuple(found))


def names_of(notebook: NotebookNode) -> list[str]:
    """Return each cell's grade_id, or else its first line."""
    return [
        f"`{name_of(cell) or cell.source.strip().partition(chr(10))[0][:40]}`".replace("|", r"\|")
        for cell in notebook.cells
    ]


def row(lesson: str, solution: Run, student: Run) -> str:
    """Return a lesson's row; a number in bold is over its goal or its budget."""
    check = solution.slowest_check
    checked = f"{_told(check.seconds, CHECK)} | {check.name}" if check else "- | -"
    verdict = "over" if check and check.seconds > CHECK else "kept"
    return (
        f"| {lesson} | {_told(solution.seconds, GOAL)} | {GOAL} | {WHOLE} "
        f"| {_told(solution.slowest.seconds, CELL)} | {solution.slowest.name} "
        f"| {'over' if solution.slowest.seconds > CELL else 'kept'} "
        f"| {checked} | {verdict} | {student.seconds:.1f} |"
    )


def _told(seconds: float, most: float) -> str:
    return f"**{seconds:.1f}**" if seconds > most else f"{seconds:.1f}"
