"""The table of the lessons' times: what is run and what is named, no times."""

import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from bench import __main__ as bench
from bench.lessons import CHECK, WHOLE, Cell, Run, names_of, row, timed

GRADED = {"nbgrader": {"grade_id": "mul-check", "grade": True, "points": 1}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course") / "91_small"
    folder.mkdir()
    cells = [
        new_markdown_cell("# Small"),
        new_code_cell("from pathlib import Path\nPath('new').write_text('new')"),
        new_code_cell("sum(range(300_000)) | 1", metadata=GRADED),
    ]
    nbformat.write(new_notebook(cells=cells), folder / "91_small.ipynb")
    return folder


def test_each_cell_of_code_is_timed_once_and_the_folder_stays_as_it_is(folder):
    run = timed(folder)
    assert [(cell.name, cell.check) for cell in run.cells] == [
        ("`from pathlib import Path`", False),
        ("`mul-check`", True),
    ]
    assert run.slowest_check == run.cells[1]
    assert 0 < run.slowest.seconds <= sum(cell.seconds for cell in run.cells) < run.seconds
    assert [path.name for path in folder.iterdir()] == ["91_small.ipynb"]


def test_a_name_does_not_break_the_table():
    notebook = new_notebook(cells=[new_code_cell("a | b"), new_code_cell("")])
    assert names_of(notebook) == [r"`a \| b`", "``"]


def test_what_is_over_its_budget_is_bold():
    slow = Run(WHOLE + 1.0, (Cell("`a`", True, CHECK + 1.0), Cell("`b`", False, 0.5)))
    quick = Run(1.0, (Cell("`b`", False, 0.5),))
    columns = [part.strip() for part in row("91_small", slow, quick).split("|")[1:-1]]
    assert columns == (
        ["91_small", "**61.0**", "20", "60", "3.0", "`a`", "kept", "**3.0**", "`a`", "over", "1.0"]
    )
    assert "**" not in row("91_small", quick, slow)
    assert "| - | - |" in row("91_small", quick, slow)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(["lesson"], "There is no part lesson. The parts are"), (["--cells"], "go with lessons")],
)
def test_wrong_words_are_one_sentence(monkeypatch, words, sentence):
    monkeypatch.setattr(sys, "argv", ["bench", *words])
    with pytest.raises(SystemExit, match=sentence):
        bench.main()


def test_numbers_choose_lessons(monkeypatch):
    asked = []
    monkeypatch.setattr(sys, "argv", ["bench", "lessons", "05", "--cells"])
    monkeypatch.setattr("bench.lessons.main", lambda *words: asked.append(words))
    bench.main()
    assert asked == [(("05",), True)]
