"""What the value of a graded cell shows, and the lines on the way to an error in it."""

from __future__ import annotations

import traceback
from typing import Any

from microkit.course.grade.outputs import value_output
from microkit.course.grade.wall.proxy import Proxy

MOST_TEXT = 100_000
MOST_LINES = 5


def shown(value: Any, students: bool = False) -> list[dict[str, Any]]:
    """Return what the value of a cell's last expression shows; nothing for None.

    A student's thing, and what it has given, stands in brackets: a bare number would be read as
    points.
    """
    if value is None:
        return []
    if students or isinstance(value, Proxy):
        return value_output({"text/plain": f"<{value!r}>"[:MOST_TEXT]})
    return value_output(*_bundle(value))


def lines_of(error: BaseException, file: str) -> list[str]:
    """Return the lines of the cell on the way to an error, and what is noted on it."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == file]
    lines = [f"line {frame.lineno}: {frame.line}" for frame in frames[-MOST_LINES:]]
    return [*lines, *map(str, getattr(error, "__notes__", [])[:MOST_LINES])]


def _bundle(value: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a value of the cell's own shows, by kind."""
    found: Any = getattr(value, "_repr_mimebundle_", dict)()
    data, metadata = found if isinstance(found, tuple) else (found, {})
    data = dict(data or {})
    if "text/html" not in data and hasattr(value, "_repr_html_"):
        data["text/html"] = value._repr_html_()
    data.setdefault("text/plain", repr(value)[:MOST_TEXT])
    return data, dict(metadata)
