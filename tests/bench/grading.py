"""How long a class takes, beside stock nbgrader: `make bench ARGS=grading`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from support.student import LESSONS

from bench.classes import afresh, make_course, marks, seconds
from bench.curve import cluster
from bench.paced import paced

TURNS = 3
GRADE = ("microkit", "grade", "--no-feedback", "--workers", "2")
# number of a lesson: submissions for stock nbgrader, for the kit, and the goal
BESIDE_STOCK = {"02": (12, 100, 12), "06": (6, 6, 3)}
LARGE, LARGE_GOAL = 300, 60
MANY, FLAT = 1_000, 1.1
MB = 1e6


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory(prefix="microkit-bench-") as scratch:
        folder = Path(scratch)
        beside_stock(folder)
        more(folder)
        memory(folder)


def beside_stock(folder: Path) -> None:
    """Compare with `nbgrader autograde` and nbgrader's own steps, in turn; the marks are equal."""
    print(
        "A class from a fresh gradebook, the whole command, A B A B. nbgrader: one process for all "
        "students, with its own\nsteps; its start, which it needs once, is left out. The kit: in "
        "the sandbox, judged outside, two workers; its\nstart is not left out.\n"
    )
    print(
        "| lesson | nbgrader: submissions | s each | microkit grade: submissions | s each "
        "| times faster (lowest to highest) | goal | marks |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for number, (few, many, goal) in BESIDE_STOCK.items():
        lesson = named(number)
        stock = make_course(folder / f"stock_{number}", lesson, few, stock=True)
        ours = make_course(folder / f"ours_{number}", lesson, many)
        turns = [(_stock(stock, lesson) / few, _graded(ours, lesson) / many) for _ in range(TURNS)]
        check_equal(marks(stock, lesson), marks(ours, lesson))
        print(row(number, few, many, turns, goal), flush=True)
    print()


def row(number: str, few: int, many: int, turns: list[tuple[float, float]], goal: float) -> str:
    """Return a row of the table: the medians, and the ratios of neighboring turns."""
    ratios = sorted(theirs / ours for theirs, ours in turns)
    theirs, ours = (median(side) for side in zip(*turns, strict=True))
    return (
        f"| {number} | {few} | {theirs:.2f} | {many} | {ours:.3f} | **{median(ratios):.1f}** "
        f"({ratios[0]:.1f} to {ratios[-1]:.1f}) | {goal} | equal |"
    )


def check_equal(theirs: dict[str, float], ours: dict[str, float]) -> None:
    """Stop if a student has another mark than nbgrader gives; the kit may have more students.

    Raises
    ------
    SystemExit
        The names and both marks of those who differ.
    """
    differ = {
        student: (mark, ours.get(student))
        for student, mark in theirs.items()
        if abs(mark - ours.get(student, -1.0)) > 1e-6
    }
    if differ or not theirs:
        raise SystemExit(f"The marks differ, nbgrader's first: {differ or 'there are none'}")


def more(folder: Path) -> None:
    """Show a larger class, the same over Dask, an unchanged class, and feedback pages."""
    lesson, many = named("02"), BESIDE_STOCK["02"][1]
    ours = folder / "ours_02"
    print("| lesson 02, two workers | s | s each | goal |\n|---|---|---|---|")
    large = make_course(folder / "large", lesson, LARGE)
    _tell(f"{LARGE} submissions", _graded(large, lesson), LARGE, f"{LARGE_GOAL} s")
    afresh(ours)
    with cluster(folder) as scheduler:
        over = seconds(ours, *GRADE, "--scheduler", scheduler, lesson)
    _tell(f"{many} submissions, through Dask: a scheduler, two worker processes", over, many)
    again = seconds(ours, *GRADE, lesson)
    _tell(f"{many} submissions of which nothing has changed", again, many)
    pages = seconds(ours, "microkit", "grade", "--workers", "2", lesson)
    _tell(f"{many} feedback pages, apart", pages - again, many)
    print()


def memory(folder: Path) -> None:
    """Show that a long run needs no more memory than a short one."""
    lesson = named("02")
    run = paced(make_course(folder / "many", lesson, MANY), lesson, 2)
    early, late = run.memory[99] / MB, run.memory[-1] / MB
    print(f"| the process that writes, lesson 02, {MANY:,} submissions | |\n|---|---|")
    print(f"| memory after 100 | {early:.0f} MB |")
    print(f"| memory after {MANY:,} | {late:.0f} MB, {late / early:.2f} times; goal {FLAT} |")
    print(f"| the whole run | {run.seconds:.0f} s |\n", flush=True)


def named(number: str) -> str:
    """Return a lesson's name."""
    return next(lesson for lesson in LESSONS if lesson.startswith(number))


def _stock(root: Path, lesson: str) -> float:
    """Return nbgrader's seconds without its start: those of the same command with nothing to do."""
    afresh(root)
    command = ("nbgrader", "autograde", lesson)
    return seconds(root, *command) - seconds(root, *command)


def _graded(root: Path, lesson: str) -> float:
    afresh(root)
    return seconds(root, *GRADE, lesson)


def _tell(what: str, took: float, count: int, goal: str = "") -> None:
    print(f"| {what} | {took:.1f} | {took / count:.3f} | {goal or '-'} |", flush=True)
