"""What a cell shows, as a notebook writes it down: a text, a value, or an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

MOST_SAID = 2_000  # letters of an error's text


def text_output(text: str) -> list[dict[str, Any]]:
    """Return what was printed; nothing, if that is nothing."""
    return [{"output_type": "stream", "name": "stdout", "text": text}] if text else []


def value_output(
    data: Mapping[str, Any], metadata: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Return what a cell's last value shows, by kind such as ``"text/plain"``."""
    return [
        {
            "output_type": "execute_result",
            "execution_count": None,
            "data": dict(data),
            "metadata": dict(metadata or {}),
        }
    ]


def error_output(kind: str, text: str, lines: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return an error, after the lines that led to it. A graded cell with one has no points."""
    text = text[:MOST_SAID]
    return [
        {
            "output_type": "error",
            "ename": kind,
            "evalue": text,
            "traceback": [*lines, f"{kind}: {text}" if text else kind],
        }
    ]


def shows_error(outputs: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether one of the outputs is an error."""
    return any(output["output_type"] == "error" for output in outputs)
