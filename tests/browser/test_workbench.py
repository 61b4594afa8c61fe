"""A student in a real JupyterLab keeps, opens the file from the card, and resumes elsewhere."""

from __future__ import annotations

import nbformat
from playwright.sync_api import expect
from support.engines import IMPORTS, LESSON_01, MUL

FIRST = "from microkit import check, keep, resume\n" + IMPORTS


def write_notebook(path, *cells: str) -> None:
    path.parent.mkdir(exist_ok=True)
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    book.metadata.kernelspec = kernel
    nbformat.write(book, path)


def test_the_card_opens_the_file_and_the_next_lesson_finds_it(lab, open_notebook) -> None:
    first, second = (lab.folder / name / "try.ipynb" for name in ("20_first", "21_second"))
    write_notebook(first, FIRST, LESSON_01.strip(), MUL.strip(), "keep(Value)")
    write_notebook(second, FIRST, "Value = resume(upto=2)")

    notebook = open_notebook("20_first/try.ipynb")
    notebook.run_all()
    card = notebook.cell(3).get_by_role("group", name="What was kept")
    expect(card).to_contain_text("Kept in ../my_microkit/engine.py: Value with __init__")
    card.get_by_role("link", name="../my_microkit/engine.py").click()
    editor = notebook.page.locator(".jp-FileEditor")
    expect(editor).to_contain_text("My own engine, as far as I have built it.")

    notebook = open_notebook("21_second/try.ipynb")
    notebook.run_all()
    assert "Your own: __init__, __repr__, __mul__, " in notebook.output_text(1)
