"""Run the cells of a notebook one after the other, as a kernel would, in one namespace."""

from __future__ import annotations

import ast
import asyncio
import builtins
import inspect
import linecache
import signal
import sys
import traceback
import types
from collections.abc import Callable
from typing import Any

from microkit.course.grade.desk.drawing import Drawing
from microkit.errors import MicrokitError

# What a line ends with if it is given something else than it expects.
ODD = (TypeError, ValueError, AttributeError, LookupError, ArithmeticError)
_TREE = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


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
        self._drawing = Drawing(silent)
        self.namespace.update(display=silent("display"), get_ipython=Shell(self))

    def run(
        self, source: str, name: str, seconds: float, statements: int | None = None
    ) -> dict[str, Any] | None:
        """Run a cell, or only its first statements, and return what went wrong; None if nothing.

        Returns
        -------
        dict or None
            The ``kind`` of trouble, its ``text``, and the ``line``. Where the cell had not ended
            after so many seconds, how many ``statements`` had; where the line names what shows
            something, that it ``shows``.
        """
        file = f"<cell {name}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        stop = _ring(seconds)
        try:
            code: Any = source if statements is None else _beginning(source, statements)
            code = compile(code, file, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
            result = eval(code, self.namespace)
            if inspect.iscoroutine(result):
                asyncio.run(result)
        except CellTimeoutError as error:
            text = f"it had not ended after {seconds:g} seconds"
            return {"kind": "time", "text": text, "statements": _ended(error, source, file)}
        except BaseException as error:
            return self._told(error, file)
        finally:
            stop()
        return None

    def _told(self, error: BaseException, file: str) -> dict[str, Any]:
        """Return an error as texts, whatever it does when it is looked at."""
        try:
            text = " ".join(str(error).split())[:300]
        except BaseException:
            text = "its text cannot be shown"
        line, shows = "", False
        try:
            for frame, number in traceback.walk_tb(error.__traceback__):
                if frame.f_code.co_filename == file:
                    line = linecache.getline(file, number).strip()[:200]
                    names = {**frame.f_globals, **frame.f_locals}
                    odd = isinstance(error, ODD) and not isinstance(error, MicrokitError)
                    shows = odd and self._drawing.is_named(line, names)
        except BaseException:
            pass
        told = {"kind": type(error).__name__[:60], "text": text, "line": line}
        return told | {"shows": True} if shows else told


class Shell:
    """What `get_ipython()` returns: magics that time or capture run their code, others nothing."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells

    def __call__(self) -> Shell:
        """Return itself, as `get_ipython` does."""
        return self

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """Run what stands under a magic such as ``%%time``."""
        if name in ("time", "timeit", "capture", "prun"):
            self._run(cell, f"<%%{name}>")

    def run_line_magic(self, name: str, line: str, *_: Any) -> None:
        """Run what stands after a magic such as ``%time``."""
        if name in ("time", "timeit", "prun"):
            self._run(line, f"<%{name}>")

    def _run(self, code: str, file: str) -> None:
        exec(compile(code, file, "exec", dont_inherit=True), self._cells.namespace)

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


def _beginning(source: str, statements: int) -> ast.Module:
    """Return a cell's first statements."""
    tree: Any = compile(source, "cell", "exec", _TREE, dont_inherit=True)
    return ast.Module(tree.body[:statements], [])


def _ended(error: BaseException, source: str, file: str) -> int | None:
    """Return how many statements of a cell stand above the one that was broken off."""
    try:
        tree: Any = compile(source, "cell", "exec", _TREE, dont_inherit=True)
        line = next(line for frame, line in traceback.walk_tb(error.__traceback__)
                    if frame.f_code.co_filename == file)  # fmt: skip
        return sum(statement.end_lineno < line for statement in tree.body)
    except BaseException:  # then the cell is left out as a whole
        return None
