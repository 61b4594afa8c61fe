"""From the bytes of a notebook's file to plain data: encodings, and files that are damaged."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any

from microkit.course.finding import Finding
from microkit.course.intake.sentences import found

_MAX_PARTS = 300_000  # lists and objects: beyond, memory and not bytes is what is eaten
_BLANK = "\0 \t\r\n\ufeff"
_LONG_NUMBER = 18
_CELLS = re.compile(r'"cells"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")
_OLD = re.compile(r'"worksheets"\s*:\s*\[')


def read_json(raw: bytes, file: str) -> tuple[Any, list[Finding]]:
    """Return what a notebook's file says as plain data, and what was wrong with it.

    Parameters
    ----------
    raw : bytes
        The whole file.
    file : str
        Its name, for the sentences.

    Returns
    -------
    (object, list of Finding)
        None where nothing can be read.

    Examples
    --------
    >>> read_json(b'{"cells": []}', "a.ipynb")
    ({'cells': []}, [])
    """
    text, findings = _decode(raw)
    text = text.strip(_BLANK)
    if not text:
        return None, [found("empty-file", file=file)]
    if text.count("[") + text.count("{") > _MAX_PARTS:
        return None, [found("too-deep")]
    try:
        # Line breaks inside strings are forgiven.
        return json.loads(text, strict=False, parse_int=_number), findings
    except (RecursionError, MemoryError):
        return None, [found("too-deep")]
    except ValueError:
        pass
    data = _salvage(text)
    if data is None:
        return None, [found("not-a-notebook", file=file, why=_guess(text))]
    return data, [*findings, found("broken-json", count=_count(data))]


def _number(digits: str) -> int | float:
    """Return a number; one with thousands of digits would take its time."""
    return int(digits) if len(digits) < _LONG_NUMBER else float(digits[:400])


def _decode(raw: bytes) -> tuple[str, list[Finding]]:
    encoding = json.detect_encoding(raw)
    if encoding == "utf-8":
        return _decode_utf_8(raw)
    if encoding == "utf-8-sig":
        text, findings = _decode_utf_8(raw[len(codecs.BOM_UTF8) :])
        return text, findings or [found("encoding", encoding="UTF-8 with a mark in front")]
    if not raw.strip(b"\0"):
        return "", []
    name = encoding.upper().replace("-LE", "").replace("-BE", "")
    return raw.decode(encoding, "replace"), [found("encoding", encoding=name)]


def _decode_utf_8(raw: bytes) -> tuple[str, list[Finding]]:
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError as error:
        if error.start >= len(raw) - 3:  # cut off in the middle of a letter
            return raw[: error.start].decode("utf-8"), []
    text = raw.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if sum(letter > "\x7f" for letter in text) > 2 * bad:  # a few slips in a UTF-8 file
        return text, [found("encoding", encoding="a mixture of encodings")]
    try:
        return raw.decode("cp1252"), [found("encoding", encoding="Windows-1252")]
    except UnicodeDecodeError:
        return raw.decode("latin-1"), [found("encoding", encoding="Latin-1")]


def _salvage(text: str) -> dict[str, Any] | None:
    """Return the whole cells in front of the place where a file is cut off or spoiled."""
    start = _CELLS.search(text)
    if not start:
        return None
    decoder = json.JSONDecoder(strict=False, parse_int=_number)
    cells, place = [], start.end()
    while (place := _end(_BETWEEN, text, place)) < len(text) and text[place] == "{":
        try:
            cell, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError, MemoryError):
            break
        cells.append(cell)
    if _OLD.search(text, 0, start.start()):
        return {"nbformat": 3, "worksheets": [{"cells": cells}]}
    return {"nbformat": 4, "nbformat_minor": 5, "cells": cells}


def _end(pattern: re.Pattern[str], text: str, place: int) -> int:
    match = pattern.match(text, place)
    return match.end() if match else place


def _count(data: dict[str, Any]) -> int:
    return len(data["cells"] if "cells" in data else data["worksheets"][0]["cells"])


def _guess(text: str) -> str:
    """Return what a file seems to be, that is not JSON."""
    if re.match(r"<(!doctype|html|\?xml)", text, re.IGNORECASE):
        return "it is a web page"
    if text.startswith("PK\x03\x04"):
        return "it is a zip archive"
    if re.search(r"^(# %%|import |from \w+ import |def )", text, re.MULTILINE):
        return "it is a Python file"
    return "it is no JSON"
