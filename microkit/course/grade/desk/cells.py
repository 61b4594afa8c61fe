"""Run the cells of a notebook one after the other, as a kernel would, in one namespace."""

from __future__ import annotations

import ast
import asyncio
import builtins
import importlib.util
import inspect
import linecache
import signal
import sys
import traceback
import types
from collections.abc import Callable
from typing import Any

# What shows something, and is not there unless an instructor has asked for it.
DRAWING = {
    "IPython": ("IPython", "IPython.display"),
    "ipywidgets": ("ipywidgets",),
    "matplotlib": ("matplotlib", "matplotlib.pyplot"),
}


class CellTimeoutError(BaseException):
    """Raised in a cell that has run for too long."""


class Cells:
    """A notebook's namespace, and the cells that are run in it.

    Parameters
    ----------
    silent : callable
        What any name of IPython and of libraries that draw stands for.
    """

    def __init__(self, silent: Any) -> None:
        main = types.ModuleType("__main__")
        main.__dict__["__builtins__"] = builtins
        sys.modules["__main__"] = main
        self.namespace: dict[str, Any] = main.__dict__
        for package, modules in DRAWING.items():
            if importlib.util.find_spec(package) is None:
                for name in modules:
                    module = types.ModuleType(name)
                    module.__dict__.update(__getattr__=silent, __path__=[])
                    sys.modules[name] = module
                    if "." in name:
                        setattr(sys.modules[package], name.rpartition(".")[2], module)
        self.namespace.update(display=silent("display"), get_ipython=Shell(self))

    def run(self, source: str, name: str, seconds: float) -> dict[str, str] | None:
        """Run a cell, and return what went wrong: its kind, its text, and the line; None if all
        went well.
        """  # noqa: D205
        file = f"<cell {name}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        stop = _ring(seconds)
        try:
            flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
            code = compile(source, file, "exec", flags=flags, dont_inherit=True)
            result = eval(code, self.namespace)
            if inspect.iscoroutine(result):
                asyncio.run(result)
        except CellTimeoutError:
            return {"kind": "time", "text": f"it had not ended after {seconds:g} seconds"}
        except BaseException as error:
            return _told(error, file)
        finally:
            stop()
        return None


class Shell:
    """What `get_ipython()` returns: magics that time or capture run their cell, others nothing."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells

    def __call__(self) -> Shell:
        """Return itself, as `get_ipython` does."""
        return self

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """Run what stands under a magic such as ``%%time``."""
        if name in ("time", "timeit", "capture", "prun"):
            exec(compile(cell, f"<%%{name}>", "exec"), self._cells.namespace)

    def run_line_magic(self, name: str, line: str, *_: Any) -> None:
        """Run what stands after a magic such as ``%time``."""
        if name in ("time", "timeit", "prun"):
            exec(compile(line, f"<%{name}>", "exec"), self._cells.namespace)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_, **__: None


def _ring(seconds: float) -> Callable[[], None]:
    """Raise in this process after so many seconds, and return what calls it off.

    Windows has no such clock: there the cell is ended from outside, and the process with it.
    """
    if not hasattr(signal, "setitimer"):
        return lambda: None
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds)

    def stop() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

    return stop


def _too_long(number: int, frame: Any) -> None:
    raise CellTimeoutError


def _told(error: BaseException, file: str) -> dict[str, str]:
    """Return an error as three texts, whatever it does when it is looked at."""
    try:
        text = " ".join(str(error).split())[:300]
    except BaseException:
        text = "its text cannot be shown"
    try:
        lines = [f.line or "" for f in traceback.extract_tb(error.__traceback__)
                 if f.filename == file]  # fmt: skip
    except BaseException:
        lines = []
    return {"kind": type(error).__name__[:60], "text": text, "line": "".join(lines[-1:])[:200]}
