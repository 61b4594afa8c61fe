"""What a graded cell shows, as a notebook writes it down: text, a value, or an error."""

from __future__ import annotations

import traceback
from typing import Any

from microkit.course.grade.wall.proxy import Proxy

MOST_TEXT = 100_000
MOST_LINES = 5


def text_output(text: str) -> list[dict[str, Any]]:
    """Return what was printed; nothing, if that is nothing."""
    return [{"output_type": "stream", "name": "stdout", "text": text}] if text else []


def value_output(value: Any, students: bool = False) -> list[dict[str, Any]]:
    """Return the value of a cell's last expression; nothing for None.

    What a student's thing has given stands in brackets: a bare number would be read as points.
    """
    if value is None:
        return []
    data, metadata = (
        ({"text/plain": f"<{value!r}>"[:MOST_TEXT]}, {}) if students else _bundle(value)
    )
    return [
        {
            "output_type": "execute_result",
            "execution_count": None,
            "data": data,
            "metadata": metadata,
        }
    ]


def error_output(kind: str, text: str, lines: list[str]) -> list[dict[str, Any]]:
    """Return an error."""
    text = text[:2000]
    return [
        {
            "output_type": "error",
            "ename": kind,
            "evalue": text,
            "traceback": [*lines, f"{kind}: {text}" if text else kind],
        }
    ]


def lines_of(error: BaseException, file: str) -> list[str]:
    """Return the lines of the cell on the way to an error."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == file]
    return [f"line {frame.lineno}: {frame.line}" for frame in frames[-MOST_LINES:]]


def _bundle(value: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a value shows, by kind.

    A student's thing shows as its kind in brackets: a bare number there would be read as points.
    """
    if isinstance(value, Proxy):
        return {"text/plain": f"<{value!r}>"[:MOST_TEXT]}, {}
    found: Any = getattr(value, "_repr_mimebundle_", dict)()
    data, metadata = found if isinstance(found, tuple) else (found, {})
    data = dict(data or {})
    if "text/html" not in data and hasattr(value, "_repr_html_"):
        data["text/html"] = value._repr_html_()
    data.setdefault("text/plain", repr(value)[:MOST_TEXT])
    return data, dict(metadata)
