"""Students on their way: one types right answers, one takes wrong turns."""

from __future__ import annotations

import importlib
import re

import pytest
from nbformat.v4 import new_code_cell
from support.student import LESSONS, Desk, checks_of, name_of, printed, typed

TURNS_IN_A_LESSON = 3
WELL = ("PASS", "NOTE")  # a note costs nothing


def turns(lesson):
    return importlib.import_module(f"support.turns.lesson{lesson[:2]}").TURNS


def test_from_00_to_11_on_an_engine_of_ones_own(tmp_path):
    desk = Desk(tmp_path)
    lent = {}
    for lesson in LESSONS:
        notebook = desk.run(lesson, typed(lesson))
        said = checks_of(notebook)
        assert said
        assert {name: text for name, text in said.items() if not text.startswith(WELL)} == {}
        told = "".join(printed(cell) for cell in notebook.cells)
        told = " ".join(told.split())
        lent[lesson] = re.findall(r"Reference for [^.]*|Nothing of yours[^.]*", told)
        if "resume(" in "".join(cell.source for cell in notebook.cells):
            assert "our own" in told
    assert lent == {lesson: [] for lesson in LESSONS}
    assert "class Value" in desk.kept()


@pytest.mark.parametrize("lesson", LESSONS)
def test_three_wrong_turns_are_named_and_the_way_back_leads_to_pass(lesson, tmp_path):
    taken = turns(lesson)
    assert len({turn.exercise for turn in taken}) == TURNS_IN_A_LESSON == len(taken)
    notebook = typed(lesson)
    right = {name_of(cell): cell.source for cell in notebook.cells}
    to_take = {turn.exercise: turn for turn in taken}
    cells = []
    for cell in notebook.cells:
        asked = re.match(r'check\("([\w.]+)"', cell.source)
        if asked and (turn := to_take.pop(asked[1], None)):
            at = next(i for i, c in enumerate(cells) if name_of(c) == turn.cell)
            again = [c.source for c in cells[at + 1 :] if c.cell_type == "code"]
            cells += map(new_code_cell, [turn.taken(right[turn.cell]), *again])
            cells.append(new_code_cell(cell.source, metadata={"turn": turn.exercise}))
            cells += map(new_code_cell, [right[turn.cell], *again])
        cells.append(cell)
        if not to_take:
            break  # what comes after is for the student who types right answers
    assert not to_take
    notebook.cells = cells
    Desk(tmp_path).run(lesson, notebook)
    reports = {cell.metadata.turn: printed(cell) for cell in cells if "turn" in cell.metadata}
    for turn in taken:
        report = reports[turn.exercise]
        assert report.startswith("LOOK"), report
        assert re.findall(r"\[([A-Z]+(?:-[A-Z0-9]+)+)\]", report)[0] == turn.misconception
        assert "Look again at section" in report
    assert all(text.startswith(WELL) for text in checks_of(notebook).values())
