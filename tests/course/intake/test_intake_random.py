"""Whatever is done to a notebook: nothing raises, graded cells are the lesson's, answers stay."""

import copy
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.handed_in import (
    ANSWERS,
    LESSON,
    answers,
    kinds,
    place,
    plain,
    release,
    without_answers,
    write,
)

from microkit.course.intake import Intake, take_in

WHERE = st.integers(0, 40)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(["cell_type", "id", "metadata", "source", "outputs"])
EDITS = st.one_of(
    st.tuples(st.just("delete"), WHERE),
    st.tuples(st.just("double"), WHERE, WHERE),
    st.tuples(st.just("move"), WHERE, WHERE),
    st.tuples(st.just("retype"), WHERE, st.sampled_from(["code", "markdown", "raw", "sql", None])),
    st.tuples(st.just("unname"), WHERE),
    st.tuples(st.just("flag"), WHERE, st.sampled_from(["grade_id", "points", "grade"]), JUNK),
    st.tuples(st.just("spoil"), WHERE, KEYS, JUNK),
    st.tuples(st.just("add"), WHERE, st.text(max_size=20)),
)


def edit(cells: list[Any], what: str, where: int, *more: Any) -> set[str]:
    """Change a notebook's cells; return whose answers may be lost by that."""
    if not cells:
        return set()
    where %= len(cells)
    cell = cells[where]
    name = cell.get("name", "")
    if what == "delete":
        del cells[where]
    elif what == "double":
        cells.insert(more[0] % len(cells), copy.deepcopy(cell))
        return set()
    elif what == "move":
        cells.insert(more[0] % len(cells), cells.pop(where))
        return set()
    elif what == "retype":
        cell["cell_type"] = more[0]
        return set()
    elif what == "unname":
        cell.update(metadata={}, id="")
    elif what == "flag":
        if isinstance(cell["metadata"], dict) and isinstance(
            cell["metadata"].get("nbgrader"), dict
        ):
            cell["metadata"]["nbgrader"][more[0]] = more[1]
    elif what == "spoil":
        cell[more[0]] = more[1]
    elif what == "add":
        cells.insert(where, {"cell_type": "code", "source": more[0], "metadata": {}})
        return set()
    return {name}


def taken(data: Any) -> Intake:
    with TemporaryDirectory() as root:
        folder = write(place(Path(root)), data)
        return take_in(release(), folder, LESSON)


SLOWLY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


@SLOWLY
@given(st.lists(EDITS, max_size=8))
def test_random_edits(edits: list[Any]) -> None:
    data = plain()
    for cell in data["cells"]:
        cell["name"] = cell["id"]
    lost: set[str] = set()
    for one in edits:
        lost |= edit(data["cells"], *one)
    intake = taken(data)
    assert "unexpected" not in kinds(intake)
    assert without_answers(intake.notebook) == without_answers(release())
    nbformat.validate(intake.notebook)
    json.dumps(intake.notebook).encode("utf-8")
    if not {"another-notebook", "no-cells"} & set(kinds(intake)):
        kept = {name: source for name, source in ANSWERS.items() if name not in lost}
        assert {name: answers(intake)[name] for name in kept} == kept


@SLOWLY
@given(JUNK | st.fixed_dictionaries({"cells": JUNK, "worksheets": JUNK, "nbformat": JUNK}))
def test_any_data_at_all(data: Any) -> None:
    intake = taken(json.dumps(data).encode())
    assert "unexpected" not in kinds(intake)
    assert intake.needs_a_look
    assert intake.notebook.cells == release().cells


@SLOWLY
@given(st.binary(max_size=300), st.integers(0, 9_000), st.integers(0, 50))
def test_any_bytes_at_all(noise: bytes, where: int, cut: int) -> None:
    raw = json.dumps(plain()).encode()
    where %= len(raw)
    intake = taken(raw[:where] + noise + raw[where + cut :])
    assert "unexpected" not in kinds(intake)
    assert without_answers(intake.notebook) == without_answers(release())
    nbformat.validate(intake.notebook)
