"""The speed table of the widgets, in Chromium: `make bench ARGS=widgets`."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from bench.graphs import GRAPHS
from bench.in_lab import growth, interact, jupyterlab, students_class
from bench.in_page import moves, replays
from bench.presses import STEPS, chromium
from microkit.graph import to_dot, trace
from microkit.graph.layout import layout

REPLAY = {11: (5, 16), 140: (5, 16), 1062: (16, 40)}  # nodes: ms at p50, at p95
TIMES, FRAMES, KILOBYTES = 20, 55, 400
LAYOUT = {140: 10}


def main() -> None:
    """Print the tables."""
    dot = shutil.which("dot") is not None
    if not dot:
        print("There is no `dot` program here (Graphviz), so its columns stay empty.\n")
    with chromium() as browser:
        print(f"The widgets in Chromium {browser.version}: {STEPS} presses, milliseconds\n")
        with jupyterlab(browser) as lab:
            numbers(browser, lab, dot)
            limits(lab)
        every(browser)
    layouts(dot)


def numbers(browser: Any, lab: Any, dot: bool) -> None:
    """Compare the replay in the page with `interact` and a `dot` process."""
    print(
        "| nodes | replay in the page, p50 | goal | p95 | goal | in the next frame "
        "| `interact` and `dot`, p50 | p95 | times faster | goal |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for size, (middle, high) in REPLAY.items():
        page = replays(browser, size)
        today = interact(lab, size, STEPS // 2) if dot else None
        old = (
            f"{today.p50:.0f} | {today.p95:.0f} | **{today.p50 / page.p50:.0f}**"
            if today
            else "- | - | -"
        )
        print(
            f"| {size:,} | **{page.p50:.1f}** | {middle} | {page.p95:.1f} | {high} "
            f"| {page.soon} of {len(page.ms)} | {old} | {TIMES} |",
            flush=True,
        )
    print()


def limits(lab: Any) -> None:
    """Show what has a kernel in it, and what stays in a notebook."""
    print("| in JupyterLab | measured | goal |")
    print("|---|---|---|")
    own = students_class(lab)
    print(
        f"| a student's class computes: press to new numbers, p95 (p50) "
        f"| {own.p95:.0f} ms ({own.p50:.0f}) | 100 ms |",
        flush=True,
    )
    grown = growth(lab) / 1000
    print(f"| a saved notebook with ten widgets grows by | {grown:.0f} kB | {KILOBYTES} kB |\n")


def every(browser: Any) -> None:
    """Press and drag each widget."""
    print(
        f"| widget | press to picture, p50 | p95 | goal | frames of {STEPS} dragged steps | goal |"
    )
    print("|---|---|---|---|---|---|")
    for name, (times, frames) in moves(browser).items():
        dragged = f"{frames} | {FRAMES}" if frames is not None else "- | -"
        print(f"| {name} | {times.p50:.1f} | {times.p95:.1f} | 16 | {dragged} |", flush=True)
    print()


def layouts(dot: bool) -> None:
    """Compare the layout in Python with a `dot` process."""
    print("| nodes | layout in Python | goal | a `dot` process |")
    print("|---|---|---|---|")
    for size, make in GRAPHS.items():
        graph = trace(make())
        text = to_dot(graph)
        ours = _milliseconds(lambda graph=graph: layout(graph))
        theirs = _milliseconds(lambda text=text: _dot(text)) if dot else None
        told = "-" if theirs is None else f"{theirs:.0f}"
        print(f"| {size:,} | {ours:.1f} | {LAYOUT.get(size, '-')} | {told} |", flush=True)
    print()


def _dot(text: str) -> None:
    subprocess.run(["dot", "-Tsvg"], input=text.encode(), stdout=subprocess.DEVNULL, check=True)


def _milliseconds(work: Callable[[], Any], runs: int = 11) -> float:
    """Return the median of some runs."""
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return median(found)
