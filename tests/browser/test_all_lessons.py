"""All lessons in JupyterLab: with the right answers in, every cell runs and every widget lives."""

from __future__ import annotations

import re
import shutil

import nbformat
import pytest
from playwright.sync_api import expect
from support.everywhere import watch
from support.notebook_page import NOTEBOOK, NotebookPage
from support.student import LESSONS, ROOT, is_check, typed

TIMEOUT = 90_000
WELL = ("PASS", "NOTE")  # a note costs nothing
VIEW = "application/vnd.jupyter.widget-view+json"
BROKEN = re.compile(r"Error (displaying|creating) widget|Loading widget|they stand still")


@pytest.fixture(scope="module")
def desk(lab):
    """A folder of the server with a student's lessons, where also what is kept goes."""
    folder = lab.folder / "right answers" / "lessons"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture(scope="module")
def window(browser):
    """One window for all pages: JupyterLab is loaded from its cache after the first."""
    context = browser.new_context(viewport={"width": 1300, "height": 1000})
    yield context
    context.close()


@pytest.fixture
def open_lesson(lab, desk, window):
    """Type the right answers into a released notebook, and open it; afterwards end its kernel."""
    opened = []

    def open_(lesson):
        shutil.copytree(ROOT / "lessons" / lesson, desk / lesson)
        notebook = typed(lesson)
        nbformat.write(notebook, desk / lesson / f"{lesson}.ipynb")
        page = window.new_page()
        troubles = watch(page)
        path = (desk / lesson / f"{lesson}.ipynb").relative_to(lab.folder)
        opened.append(NotebookPage(page, lab.url(path.as_posix(), f"lesson{lesson[:2]}")))
        return notebook, opened[0], troubles

    yield open_
    for lesson in opened:
        lesson.page.evaluate(
            f"{NOTEBOOK}.sessionContext.shutdown().then(() => {{ window.ended = true; }}), 0"
        )
        lesson.page.wait_for_function("window.ended")
        lesson.page.close()


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_with_right_answers(open_lesson, lesson):
    notebook, opened, troubles = open_lesson(lesson)
    opened.run_all()
    cells = opened.page.evaluate(
        f"""() => [...{NOTEBOOK}.content.model.cells].map(cell =>
              cell.type === "code" ? [cell.executionCount, cell.outputs.toJSON()] : [-1, []])"""
    )
    assert len(cells) == len(notebook.cells)

    # Every cell has run, none has failed, and every check is content.
    for cell, (count, outputs) in zip(notebook.cells, cells, strict=True):
        assert count is not None or not cell.source, cell.source
        assert [out for out in outputs if out["output_type"] == "error"] == []
    told = {
        cell.source: "".join("".join(out.get("text", "")) for out in outputs)
        for cell, (_, outputs) in zip(notebook.cells, cells, strict=True)
        if is_check(cell)
    }
    assert told
    assert {asked: text for asked, text in told.items() if not text.startswith(WELL)} == {}

    # Every widget is drawn, and none waits for a prediction or for a kernel.
    views = sum(VIEW in out.get("data", {}) for _, outputs in cells for out in outputs)
    assert views > 0
    widgets = opened.page.locator(".jp-Notebook .mk")
    expect(widgets).to_have_count(views, timeout=TIMEOUT)
    for number in range(views):
        expect(widgets.nth(number).locator(".mk-body")).to_be_visible(timeout=TIMEOUT)
        expect(widgets.nth(number).locator(".mk-sentence")).not_to_be_empty(timeout=TIMEOUT)
    expect(opened.page.get_by_text(BROKEN)).to_have_count(0)
    assert [lock for lock in opened.page.locator(".mk-lock").all() if lock.is_visible()] == []
    assert troubles == []
