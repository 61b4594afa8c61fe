"""Student code at arm's length: it may raise, print, warn or never end, and the kit goes on."""

from __future__ import annotations

import builtins
import io
import math
import operator
import os
import random
import signal
import sys
import sysconfig
import threading
import traceback
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import FrameType
from typing import Any

KIT = Path(__file__).parent
STEPS = 500_000
_TRUSTED = tuple(
    str(folder) + os.sep
    for folder in (KIT, Path(random.__file__).parent, sysconfig.get_paths()["purelib"])
)


_PYTHONS_OWN = (builtins, math, operator, random)


class _OutOfSteps(BaseException):
    """Raised inside code that ran for too long."""


def attempt(
    function: Callable[..., Any], *args: Any, steps: int | None = STEPS
) -> tuple[Any, dict[str, str] | None]:
    """Call a function and return its result and its trouble, of which one is None.

    Prints and warnings are swallowed. More than `steps` instructions of Python count as an endless
    loop: instructions, since `while True: pass` stays on one line for ever. Instructions inside
    the kit and Python's own library are not counted, only the calls. With ``steps=None`` nothing
    is counted: for code that is known to end. What the code changes in Python's own modules, such
    as `math` or the built-in names, is undone.

    Examples
    --------
    >>> attempt(max, 2, 3)
    (3, None)
    >>> def forever():
    ...     while True:
    ...         pass
    >>> attempt(forever)[1]["kind"]
    'endless'
    """
    before = sys.gettrace()
    swallowed = io.StringIO()
    budget = _Budget(steps) if steps else None
    button = _Button()
    button.watch()
    library = _Library()
    try:
        with (
            redirect_stdout(swallowed),
            redirect_stderr(swallowed),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            try:
                if budget:
                    sys.settrace(budget.trace)
                result = function(*args)
            finally:
                sys.settrace(before)
                library.put_back()
            if (
                budget and budget.left < 0
            ):  # the code caught the exception that should have ended it
                raise _OutOfSteps
            return result, None
    except _OutOfSteps:
        return None, {
            "kind": "endless",
            "text": f"it had not ended after {steps:,} steps: does a loop go on for ever?",
        }
    except RecursionError:
        return None, {"kind": "RecursionError", "text": "it calls itself without an end"}
    except (Exception, SystemExit, KeyboardInterrupt, GeneratorExit) as error:
        if button.pressed:
            raise
        return None, _trouble(error)
    finally:
        button.leave()
        if budget:
            budget.end()


class _Button:
    """Tells the interrupt button from code that raises KeyboardInterrupt by itself."""

    def __init__(self) -> None:
        self.pressed = False
        self._before: Any = None

    def watch(self) -> None:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.getsignal(signal.SIGINT)
            if callable(self._before):
                signal.signal(signal.SIGINT, self._press)

    def _press(self, number: int, frame: FrameType | None) -> None:
        self.pressed = True
        self._before(number, frame)

    def leave(self) -> None:
        if callable(self._before):
            signal.signal(signal.SIGINT, self._before)


class _Budget:
    """Counts instructions, and ends code that needs too many of them.

    The exception could be caught by a bare ``except`` inside a loop, and Python stops tracing once
    a tracer has raised. So from then on a timer raises it again, until the code has ended.
    """

    def __init__(self, steps: int) -> None:
        self.left = steps
        self._over = False
        self._before: Any = None

    def trace(self, frame: FrameType, event: str, argument: Any) -> Any:
        self.left -= 1
        if self.left < 0:
            self._again()
            raise _OutOfSteps
        if event == "call" and frame.f_code.co_filename.startswith(_TRUSTED):
            return None
        frame.f_trace_opcodes = True
        return self.trace

    def _again(self) -> None:
        alone = threading.current_thread() is threading.main_thread()
        if self._before is None and alone and hasattr(signal, "setitimer"):
            self._before = signal.signal(signal.SIGALRM, self._raise)
            signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)

    def _raise(self, number: int, frame: FrameType | None) -> None:
        if not self._over:
            raise _OutOfSteps

    def end(self) -> None:
        """Stop the timer, and put back who listened to it before."""
        self._over = True
        if self._before is not None:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before)
            self._before = None


class _Library:
    """Undoes what student code changes in Python's own modules, so that what follows is honest.

    No name is missing for a moment: other threads, such as those that carry a kernel's messages,
    go on meanwhile, and end for good where a built-in name is not found.
    """

    def __init__(self) -> None:
        self._names = [(vars(module), vars(module).copy()) for module in _PYTHONS_OWN]
        self._deepest = sys.getrecursionlimit()

    def put_back(self) -> None:
        for now, before in self._names:  # no comparison: what compares may have been changed
            now.update(before)
            for added in now.keys() - before.keys():
                del now[added]
        if sys.getrecursionlimit() != self._deepest:
            sys.setrecursionlimit(self._deepest)


def _trouble(error: BaseException) -> dict[str, str]:
    """Return the error's kind and text, with the last line of the student's on the way to it.

    Where no line of the student's is on the way, ``"raised"`` says so: the caller itself could not
    go on with what it had been given.
    """
    try:
        text = " ".join(str(error).split())[:200]
    except Exception:
        text = "its text cannot be shown"
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(_TRUSTED)
    ]
    lines = [frame.line for frame in frames if frame.line]
    where = f" (in the line: {lines[-1]})" if lines else ""
    trouble = {"kind": type(error).__name__, "text": f"{text}{where}"}
    return trouble if frames else trouble | {"raised": "outside"}


def told(trouble: dict[str, str]) -> str:
    """Return in words what stopped a student's code.

    Examples
    --------
    >>> told({"kind": "NameError", "text": "name 'othr' is not defined"})
    "NameError: name 'othr' is not defined"
    """
    if trouble["kind"] == "endless":
        return trouble["text"]
    return f"{trouble['kind']}: {trouble['text']}"
