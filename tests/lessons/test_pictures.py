"""Each solved lesson as a page: pictures have names and contrast, links lead on, axe is content."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from support.axe import violations
from support.contrast import measured, too_faint
from support.student import LESSONS, ROOT, released, solved

from microkit.course.page import PageExporter
from microkit.course.page.write import make_page

SCHEMES = ("light", "dark")
READY = "document.documentElement.dataset.page === 'ready'"
# Each picture, and the name that a reader hears: a title, a text instead, a label.
NAMES = """
() => [...document.querySelectorAll("main :is(svg, img, canvas, video, iframe)")]
  .filter((node) => !node.closest(".katex, [aria-hidden=true], svg svg"))
  .map((node) => [
    node.outerHTML.slice(0, 120),
    node.matches("svg") && node.getAttribute("role") !== "img" ? ""
      : node.getAttribute("alt") || node.getAttribute("aria-label")
        || node.querySelector(":scope > title")?.textContent || "",
  ])
"""
LOST = """
() => [...document.querySelectorAll('main a[href^="#"]')].map((link) => link.getAttribute("href"))
  .filter((href) => !document.getElementById(decodeURIComponent(href.slice(1))))
"""
every_lesson = pytest.mark.parametrize("lesson", LESSONS)


@cache
def still(lesson: str) -> str:
    """Return the page of a solution as it is saved: with static pictures, nothing run."""
    about = {"name": lesson, "path": str(ROOT / "solutions" / lesson)}
    return PageExporter().from_notebook_node(solved(lesson), {"metadata": about})[0]


@pytest.fixture
def open_(browser, tmp_path):
    """Open a page where nothing but the disk can be reached."""
    contexts = []

    def open_(text: str, scheme: str = "light"):
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf-8")
        size = {"width": 1000, "height": 900}
        contexts.append(browser.new_context(viewport=size, offline=True, color_scheme=scheme))
        page = contexts[-1].new_page()
        page.goto(file.as_uri())
        page.wait_for_function(READY)
        return page

    yield open_
    for context in contexts:
        context.close()


@every_lesson
def test_every_picture_says_what_it_shows(open_, lesson):
    named = open_(still(lesson)).evaluate(NAMES)
    assert named
    assert [picture for picture, name in named if len(name) <= 3] == []
    assert [name for _, name in named if re.search(r"\.(png|svg|jpe?g|gif)$", name)] == []


@pytest.mark.parametrize("scheme", SCHEMES)
@every_lesson
def test_texts_and_lines_stand_out(open_, lesson, scheme):
    found = measured(open_(still(lesson), scheme))
    assert {one["kind"] for one in found} == {"text", "line"}
    assert too_faint(found) == []


def test_a_faint_text_and_a_faint_line_are_found(open_):
    svg = (
        '<svg role="img" width="200" height="60"><title>Faint</title>'
        '<rect width="200" height="60" fill="#fff"/>'
        '<text x="10" y="20" fill="#999">gray words</text><text x="10" y="50">words</text>'
        '<path d="M100 10h80" stroke="#aaa"/><path d="M100 50h80" stroke="#000"/></svg>'
    )
    data = {"text/html": svg, "text/plain": "a picture"}
    output = nbformat.v4.new_output("display_data", data)
    cell = nbformat.v4.new_code_cell("picture", outputs=[output])
    book = nbformat.v4.new_notebook(cells=[cell])
    found = measured(open_(PageExporter().from_notebook_node(book)[0]))
    assert [round(one["ratio"], 1) for one in found] == [2.8, 21.0, 2.3, 21.0]
    assert len(too_faint(found)) == 2


@every_lesson
def test_axe_finds_nothing(open_, lesson):
    page = open_(still(lesson))
    assert page.evaluate(LOST) == []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert violations(page, "html") == []


@pytest.mark.parametrize("lesson", ["02_one_step_back", "09_arrays"])
def test_axe_finds_nothing_where_widgets_live(open_, lesson):
    # Each widget by itself is tested with the gallery; here it is about a whole page of them.
    page = open_(make_page(ROOT / "solutions" / lesson / f"{lesson}.ipynb"))
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert violations(page, "html") == []


@every_lesson
def test_links_lead_to_headings_and_files_that_are_there(lesson):
    for folder, book in (("solutions", solved(lesson)), ("lessons", released(lesson))):
        texts = [cell.source for cell in book.cells if cell.cell_type == "markdown"]
        text = re.sub(r"```.*?```", "", "\n\n".join(texts), flags=re.DOTALL)
        headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
        links = re.findall(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)", text)
        for link in (one or other for one, other in links):
            if link.startswith("#"):
                # JupyterLab, Notebook and the page make an id of the words that are shown: markup
                # in a heading would give each its own.
                heading = next(h for h in headings if h.replace(" ", "-") == unquote(link[1:]))
                assert not re.search(r"[`*_$<&\\]", heading), heading
                assert headings.count(heading) == 1
            else:
                assert "//" not in link, "a lesson needs no network"
                assert Path(ROOT, folder, lesson, unquote(link.partition("#")[0])).is_file()
