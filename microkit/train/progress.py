"""A bar that grows while a network learns, where somebody is looking."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from time import perf_counter

Tell = Callable[[int, str], None]

BETWEEN = 0.1  # s, between two pictures of the bar


@contextmanager
def progress_bar(epochs: int, wanted: bool = True) -> Iterator[Tell]:
    """Show a bar, and give a function that moves it: how many epochs are done, and what to say.

    Parameters
    ----------
    epochs : int
        How many make the bar full.
    wanted : bool, default True
        False keeps silent. So does output that is neither a terminal nor a notebook.

    Yields
    ------
    callable
        ``tell(done, text)``.
    """
    terminal = sys.stdout.isatty()
    if not wanted or not (terminal or "ipykernel" in sys.modules):
        yield lambda done, text: None
    elif _is_here("rich") and (terminal or _is_here("ipywidgets")):
        with _rich(epochs) as tell:
            yield tell
    elif terminal:
        yield from _plain(epochs)
    else:
        yield lambda done, text: None


def _is_here(module: str) -> bool:
    try:
        import_module(module)
    except ImportError:
        return False
    return True


@contextmanager
def _rich(epochs: int) -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console()
    if not (console.is_terminal or console.is_jupyter):
        yield lambda done, text: None
        return
    columns = (
        TextColumn("epoch"),
        MofNCompleteColumn(),
        BarColumn(),
        TextColumn("{task.fields[text]}"),
    )
    # Without a thread of its own, which would take time from the training.
    with Progress(*columns, console=console, auto_refresh=False) as bar:
        task = bar.add_task("", total=epochs, text="")
        last = 0.0

        def tell(done: int, text: str) -> None:
            nonlocal last
            now = perf_counter()
            bar.update(task, completed=done, text=text)
            if now - last > BETWEEN or done == epochs:
                last = now
                bar.refresh()

        yield tell
        bar.refresh()


def _plain(epochs: int) -> Iterator[Tell]:
    last, width = 0.0, 0

    def tell(done: int, text: str) -> None:
        nonlocal last, width
        now = perf_counter()
        if now - last > BETWEEN or done == epochs:
            last = now
            line = f"epoch {done}/{epochs}  {text}"
            sys.stdout.write("\r" + line.ljust(width))
            sys.stdout.flush()
            width = len(line)

    try:
        yield tell
    finally:
        if width:
            sys.stdout.write("\n")
