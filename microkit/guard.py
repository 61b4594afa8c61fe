"""Student code at arm's length: it may raise, print, warn or never end, and the kit goes on."""

from __future__ import annotations

import io
import sys
import traceback
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import FrameType
from typing import Any

KIT = Path(__file__).parent
STEPS = 500_000


class _OutOfSteps(BaseException):
    """Raised inside code that ran for too long."""


def attempt(
    function: Callable[..., Any], *args: Any, steps: int = STEPS
) -> tuple[Any, dict[str, str] | None]:
    """Call a function and return its result and its trouble, of which one is None.

    Prints and warnings are swallowed. More than `steps` instructions of Python count as an endless
    loop: instructions, since `while True: pass` stays on one line for ever.

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
    try:
        with (
            redirect_stdout(swallowed),
            redirect_stderr(swallowed),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            sys.settrace(_budget(steps))
            try:
                return function(*args), None
            finally:
                sys.settrace(before)
    except _OutOfSteps:
        return None, {
            "kind": "endless",
            "text": f"it had not ended after {steps:,} steps: does a loop go on for ever?",
        }
    except RecursionError:
        return None, {"kind": "RecursionError", "text": "it calls itself without an end"}
    except (Exception, SystemExit) as error:
        return None, _trouble(error)


def _budget(steps: int) -> Callable[[FrameType, str, Any], Any]:
    left = steps

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal left
        frame.f_trace_opcodes = True
        left -= 1
        if left < 0:
            raise _OutOfSteps
        return trace

    return trace


def _trouble(error: BaseException) -> dict[str, str]:
    """Return the error's kind and text, with the last line of the student's on the way to it."""
    try:
        text = " ".join(str(error).split())[:200]
    except Exception:
        text = "its text cannot be shown"
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.line and KIT not in Path(frame.filename).parents
    ]
    where = f" (in the line: {frames[-1].line})" if frames else ""
    return {"kind": type(error).__name__, "text": f"{text}{where}"}


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
