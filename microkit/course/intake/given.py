"""The cells that a student has handed in, as plain as can be, whatever format they were in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import compute_checksum

from microkit.course.finding import Finding
from microkit.course.intake.sentences import found

MAX_CELLS = 2_000
_FORMAT = 4
_MINOR = 5
_KINDS = ("code", "markdown", "raw")
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True)
class Given:
    """One cell as it was handed in. Only the source is ever taken from it.

    Parameters
    ----------
    place : int
        Its place in the submitted notebook, from 0.
    kind : str
        ``"code"``, ``"markdown"`` or ``"raw"``.
    source : str
        What stands in it.
    cell_id : str
        Its id, or nothing.
    nbgrader : mapping
        What it says about itself; to compare, and never to believe.
    mended : bool
        Whether characters that no text may hold were taken out.
    odd : bool
        Whether it was not formed as Jupyter forms cells.
    """

    place: int
    kind: str
    source: str
    cell_id: str = ""
    nbgrader: Mapping[str, Any] = field(default_factory=dict)
    mended: bool = False
    odd: bool = False

    @property
    def grade_id(self) -> str:
        """The grade id that it carries, or nothing."""
        grade_id = self.nbgrader.get("grade_id")
        return grade_id if isinstance(grade_id, str) else ""

    @property
    def checksum(self) -> str:
        """The checksum that nbgrader wrote into it, or nothing."""
        checksum = self.nbgrader.get("checksum")
        return checksum if isinstance(checksum, str) else ""

    @property
    def is_untouched(self) -> bool:
        """Whether it is as nbgrader once released it, in this release or in an older one."""
        cell = NotebookNode(cell_type=self.kind, source=self.source)
        cell.metadata = NotebookNode(nbgrader=NotebookNode(self.nbgrader))
        try:
            return bool(self.checksum) and self.checksum == compute_checksum(cell)
        except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
            return False


def read_cells(data: Any, file: str) -> tuple[list[Given], list[Finding]]:
    r"""Return the cells of a notebook, and what was wrong with it as a whole.

    Parameters
    ----------
    data : object
        What the file says, as plain data. It can be anything.
    file : str
        The file's name, for the sentences.

    Examples
    --------
    >>> cells, _ = read_cells({"nbformat": 4, "cells": [{"source": ["a = 1\n", "b"]}]}, "a.ipynb")
    >>> cells[0].source
    'a = 1\nb'
    """
    if not isinstance(data, dict):
        return [], [found("not-a-notebook", file=file, why="its text is not a notebook's")]
    findings = []
    major, minor = _whole(data.get("nbformat")), _whole(data.get("nbformat_minor"))
    is_old = "cells" not in data and isinstance(data.get("worksheets"), list)
    listed = _upgraded(data["worksheets"], major) if is_old else data.get("cells")
    if not isinstance(listed, list):
        return [], [found("not-a-notebook", file=file, why="it holds no list of cells")]
    if is_old:
        findings.append(found("old-format", version=major or 3))
    elif major > _FORMAT or (major == _FORMAT and minor > _MINOR):
        version = f"{major}.{minor}"
        findings.append(found("newer-format", look=major > _FORMAT, version=version))
    if not listed:
        return [], [*findings, found("no-cells")]
    if len(listed) > MAX_CELLS:
        findings.append(found("too-many-cells", count=len(listed), limit=MAX_CELLS))
    cells = [_given(place, cell) for place, cell in enumerate(listed[:MAX_CELLS])]
    if odd := sum(cell.odd for cell in cells):
        findings.append(found("odd-cells", count=odd))
    return cells, findings


def _given(place: int, cell: Any) -> Given:
    """Return one cell; what is not formed as it should be counts as empty."""
    if not isinstance(cell, dict):
        return Given(place, "raw", "", odd=True)
    kind = cell.get("cell_type")
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    source, is_text = _text(cell.get("source"))
    clean = _clean(source)
    identity = cell.get("id")
    return Given(
        place,
        kind if kind in _KINDS else "raw",
        clean,
        identity if isinstance(identity, str) else "",
        _plain(metadata.get("nbgrader")),
        mended=bool(_NOT_TEXT.search(source)),
        odd=kind not in _KINDS or not is_text,
    )


def _text(source: Any) -> tuple[str, bool]:
    """Return a source as one text, and whether it was a text or a list of texts."""
    if isinstance(source, str):
        return source, True
    if isinstance(source, list):
        lines = [line for line in source if isinstance(line, str)]
        return "".join(lines), len(lines) == len(source)
    return "", False


def _clean(source: str) -> str:
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_TEXT.sub(lambda match: "" if match[0] == "\0" else "\ufffd", source)


def _plain(nbgrader: Any) -> dict[str, Any]:
    """Return the values of nbgrader's metadata that are plain."""
    if not isinstance(nbgrader, dict):
        return {}
    return {
        key: _NOT_TEXT.sub("\ufffd", value) if isinstance(value, str) else value
        for key, value in nbgrader.items()
        if isinstance(value, (str, int, float, type(None)))
    }


def _whole(number: Any) -> int:
    return number if isinstance(number, int) and 0 <= number < 1_000 else 0


def _upgraded(worksheets: Iterable[Any], major: int) -> list[Any] | None:
    """Return the cells of a notebook of format 2 or 3 in format 4, without outputs."""
    listed = islice(_old_cells(worksheets), MAX_CELLS + 1)
    old = [cell for cell in listed if isinstance(cell, dict)]
    notebook = {
        "nbformat": 2 if major == 2 else 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": [_old_cell(cell) for cell in old], "metadata": {}}],
    }
    try:
        cells = nbformat.convert(nbformat.from_dict(notebook), _FORMAT)["cells"]
    except Exception:  # nbformat meets data that it never expected; the cells are not read then
        return None
    for cell in cells:
        cell.pop("id", None)  # made up by nbformat, at random
    return cells


def _old_cells(worksheets: Iterable[Any]) -> Iterable[Any]:
    for worksheet in worksheets:
        cells = worksheet.get("cells") if isinstance(worksheet, dict) else None
        yield from cells if isinstance(cells, list) else []


def _old_cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    """Return what counts of a cell of format 2 or 3, formed as its format wants it."""
    kind = cell.get("cell_type")
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    kept = {"metadata": {"nbgrader": _plain(nbgrader)} if nbgrader else {}}
    if kind == "code":
        source = _text(cell.get("input", cell.get("source")))[0]
        return {"cell_type": kind, "language": "python", "input": source, "outputs": []} | kept
    source = _text(cell.get("source", cell.get("input")))[0]
    if kind == "heading":
        level = min(max(_whole(cell.get("level")), 1), 6)
        return {"cell_type": kind, "source": source, "level": level} | kept
    return {"cell_type": kind if kind in _KINDS else "raw", "source": source} | kept
