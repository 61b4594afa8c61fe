"""Every widget in Voila, which shows no code; its kernel answers."""

from __future__ import annotations

import nbformat
import pytest
from support.everywhere import NAME, TIMEOUT, Everything, notebook, watch
from support.servers import HOST, TOKEN, free_port, serving

# Voila's own page asks for these icons, and does without them.
ICONS = "https://cdn.jsdelivr.net/npm/@fortawesome/"
OPTIONS = ("--no-browser", f"--Voila.ip={HOST}", f"--token={TOKEN}")


@pytest.fixture(scope="module")
def address(tmp_path_factory, chromium_path):
    """The address of a Voila that shows the notebook."""
    home = tmp_path_factory.mktemp("voila")
    folder = home / "work"
    folder.mkdir()
    nbformat.write(notebook(), folder / NAME)
    port = free_port()
    with serving(home, folder, "voila", NAME, *OPTIONS, port=port):
        yield f"http://{HOST}:{port}/?token={TOKEN}"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_are_drawn_and_move(address, browser, theme):
    context = browser.new_context(viewport={"width": 1300, "height": 1000})
    page = context.new_page()
    troubles = watch(page, known=(ICONS,))
    page.goto(f"{address}&theme={theme}", timeout=TIMEOUT)
    shown = Everything(page)
    shown.expect_drawn()
    # Other extensions, such as nbgrader's, complain that they find no JupyterLab here.
    assert [trouble for trouble in troubles if trouble.startswith("asked for")] == []
    troubles.clear()
    assert shown.is_dark() == (theme == "dark")
    assert shown.violations() == []
    shown.expect_moves()
    assert troubles == []
    context.close()
