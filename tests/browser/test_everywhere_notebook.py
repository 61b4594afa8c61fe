"""Every widget in Notebook 7, dark from the start."""

from __future__ import annotations

from urllib.parse import quote

import nbformat
import pytest
from playwright.sync_api import expect
from support.everywhere import MOVES, NAME, TIMEOUT, Everything, notebook, watch
from support.notebook_page import NotebookPage
from support.servers import HOST, JUPYTER, TOKEN, free_port, serving

DARK = {"apputils-extension/themes": {"theme": "JupyterLab Dark"}}


@pytest.fixture(scope="module")
def address(tmp_path_factory, chromium_path):
    """The notebook's address in a Notebook 7 of its own."""
    home = tmp_path_factory.mktemp("notebook")
    folder = home / "work"
    folder.mkdir()
    nbformat.write(notebook(), folder / NAME)
    port = free_port()
    with serving(home, folder, "notebook", *JUPYTER, port=port, settings=DARK):
        yield f"http://{HOST}:{port}/notebooks/{quote(NAME)}?token={TOKEN}"


def test_all_are_drawn_move_and_survive_a_reload(address, browser):
    context = browser.new_context(viewport={"width": 1300, "height": 1000})
    page = context.new_page()
    book = NotebookPage(page, address)
    troubles = watch(page)  # from here on: an error of Notebook's own start is not ours
    book.run_all()
    shown = Everything(page)
    shown.expect_drawn()
    assert shown.is_dark()
    assert shown.violations() == []
    shown.expect_moves()
    before = shown.texts()
    assert troubles == []

    book.execute("docmanager:save")
    page.reload()
    book.wait()
    shown.expect_drawn()
    assert shown.texts() == before
    own = shown.all.nth(len(MOVES))
    own.get_by_role("slider", name="x", exact=True).press("Home")
    expect(own).to_contain_text("-4", timeout=TIMEOUT)
    context.close()
