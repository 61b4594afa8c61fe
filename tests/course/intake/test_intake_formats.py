"""Notebook files in old formats and odd encodings, damaged ones, and ones that are none."""

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import pytest
from support.handed_in import (
    ANSWERS,
    LESSON,
    NAME,
    answered,
    answers,
    kinds,
    place,
    plain,
    release,
    write,
)

from microkit.course.intake import take_in


def text() -> str:
    return json.dumps(plain(), ensure_ascii=False)


def minor(number: int | None, **changes: Any) -> bytes:
    data = plain() | {"nbformat_minor": number} | changes
    for cell in data["cells"]:
        if number is None or number < 5:
            del cell["id"]
    return json.dumps(data).encode()


def version_3(major: int = 3) -> bytes:
    logging.getLogger("traitlets").disabled = True
    try:
        old = nbformat.convert(answered(), 3)
    finally:
        logging.getLogger("traitlets").disabled = False
    old.nbformat = major
    return json.dumps(old).encode()


def bare_version_2() -> bytes:
    cells = [
        {"cell_type": "code", "input": cell.source, "language": "python", "outputs": []}
        if cell.cell_type == "code"
        else {"cell_type": "markdown", "source": cell.source}
        for cell in answered().cells
    ]
    return json.dumps({"nbformat": 2, "metadata": {}, "worksheets": [{"cells": cells}]}).encode()


def cut_off() -> bytes:
    """Return the file up to the middle of the last answer."""
    whole = json.dumps(plain(), indent=1)
    return whole[: whole.index("Since two halves") + 9].encode()


def conflict() -> bytes:
    whole = json.dumps(plain(), indent=1)
    return whole.replace(
        '   "source": "def minus', '<<<<<<< HEAD\n   "source": "def minus'
    ).encode()


def many(part: str, count: int) -> bytes:
    return b'{"cells": [' + b",".join([part.encode()] * count) + b"]}"


ALL = ANSWERS
NONE = {cell.id: cell.source for cell in release().cells if cell.id in ANSWERS}
ALL_BUT_LAST = ANSWERS | {"why": NONE["why"]}


class Case(NamedTuple):
    name: str
    raw: Callable[[], bytes]
    kinds: list[str]
    look: bool
    answers: dict[str, str]


def mended(name: str, raw: Callable[[], bytes], *found: str) -> Case:
    return Case(name, raw, list(found), False, ALL)


def reported(name: str, raw: Callable[[], bytes], *found: str) -> Case:
    return Case(name, raw, list(found), True, NONE)


CASES = [
    mended("a mark in front", lambda: text().encode("utf-8-sig"), "encoding"),
    mended("UTF-16", lambda: text().encode("utf-16"), "encoding"),
    mended("UTF-16 without a mark", lambda: text().encode("utf-16-be"), "encoding"),
    mended("UTF-32", lambda: text().encode("utf-32"), "encoding"),
    mended("Latin-1", lambda: text().encode("latin-1"), "encoding"),
    mended("zeros at the end", lambda: text().encode() + b"\0" * 4_096),
    mended("blanks around it", lambda: b"\r\n  " + text().encode() + b"\n\n"),
    mended("4.4, without ids", lambda: minor(4)),
    mended("4.0", lambda: minor(0)),
    mended("no minor version", lambda: minor(None)),
    mended("a newer minor version", lambda: minor(9), "newer-format"),
    mended("a version that is text", lambda: minor(5, nbformat="4", nbformat_minor=[])),
    mended("no version", lambda: json.dumps({"cells": plain()["cells"]}).encode()),
    mended("format 3", version_3, "old-format"),
    mended("format 3 that says 2", lambda: version_3(2), "old-format"),
    mended("long numbers", lambda: minor(5, big="N").replace(b'"N"', b"9" * 6_000)),
    mended("not a number", lambda: minor(5, big="N").replace(b'"N"', b"NaN")),
    Case("format 5", lambda: minor(5, nbformat=5), ["newer-format"], True, ALL),
    Case("format 2, no names", bare_version_2, ["old-format", "ids-lost", "unsure"], True, ALL),
    Case("cut off", cut_off, ["broken-json", "missing-answer"], True, ALL_BUT_LAST),
    Case(
        "a merge conflict",
        conflict,
        ["broken-json", "missing-cells", "missing-answer", "missing-answer"],
        True,
        ALL_BUT_LAST | {"minus": NONE["minus"]},
    ),
    Case("more behind the end", lambda: text().encode() + b"{}", ["broken-json"], True, ALL),
    reported("nothing", lambda: b"", "empty-file"),
    reported("blanks", lambda: b" \n\t ", "empty-file"),
    reported("zeros", lambda: b"\0" * 5_000, "empty-file"),
    reported("a list", lambda: b"[1, 2]", "not-a-notebook"),
    reported("a number", lambda: b"7", "not-a-notebook"),
    reported("null", lambda: b"null", "not-a-notebook"),
    reported("null in UTF-16", lambda: "null".encode("utf-16"), "encoding", "not-a-notebook"),
    reported("an object", lambda: b"{}", "not-a-notebook"),
    reported("cells that are none", lambda: b'{"cells": 3}', "not-a-notebook"),
    reported("no cells", lambda: b'{"cells": []}', "no-cells"),
    reported("cells of null", lambda: many("null", 3), "odd-cells", "no-cells"),
    reported("cells of nothing", lambda: many("{}", 3), "odd-cells", "no-cells"),
    reported("a web page", lambda: b"<!DOCTYPE html><p>Sign in", "not-a-notebook"),
    reported("a Python file", lambda: b"# %%\nimport math\n", "not-a-notebook"),
    reported("a zip archive", lambda: b"PK\x03\x04\x00\xff\xfe", "not-a-notebook"),
    reported("noise", lambda: bytes(range(256)) * 9, "not-a-notebook"),
    reported("nested deeply", lambda: b'{"cells": ' + b"[" * 100_000, "too-deep"),
    reported("nested in a cell", lambda: many('{"a":' * 90_000 + "1", 1), "too-deep"),
    reported("too many parts", lambda: many("{}", 300_001), "too-deep"),
    reported("too large", lambda: b" " * 20_000_001, "huge-notebook"),
    reported("worksheets of nothing", lambda: b'{"worksheets": [1]}', "old-format", "no-cells"),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_formats(tmp_path: Path, case: Case) -> None:
    intake = take_in(release(), write(place(tmp_path), case.raw()), LESSON)
    assert kinds(intake) == case.kinds
    assert intake.needs_a_look is case.look
    assert answers(intake) == case.answers
    nbformat.validate(intake.notebook)


def test_a_sentence_says_what_the_file_is(tmp_path: Path) -> None:
    folder = write(place(tmp_path), b"<html><p>Please sign in")
    (finding,) = take_in(release(), folder, LESSON).findings
    assert finding.sentence == (
        f"{NAME} has a notebook's name, and is not a notebook: it is a web page. "
        "It is graded as if nothing had been written."
    )


def test_nothing_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    take_in(release(), write(place(tmp_path), bare_version_2()), LESSON)
    assert caplog.records == []
