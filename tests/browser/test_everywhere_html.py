"""Every widget as files, opened from a disk with the network cut: a page, nbconvert's, a deck."""

from __future__ import annotations

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter, SlidesExporter
from playwright.sync_api import expect
from support.everywhere import MOVES, NAME, OWN, Everything, notebook, watch
from support.slides import go_to, small_course

from microkit.course.execute import run
from microkit.course.page import PageExporter
from microkit.course.slides.deck import make_deck
from microkit.course.slides.write import write_deck
from microkit.widgets.gallery import gallery


def test_the_notebook_holds_the_whole_gallery():
    assert list(MOVES) == list(gallery())


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """The notebook, run, with the state of its widgets."""
    book = notebook()
    run(book, tmp_path_factory.mktemp("work"), NAME, widgets=True)
    return book


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("pages with spaces")


@pytest.fixture(scope="module")
def file(executed, place):
    """The page that the kit makes."""
    file = place / "page.html"
    file.write_text(PageExporter().from_notebook_node(executed)[0], encoding="utf-8")
    return file


@pytest.fixture
def open_(browser):
    """Open a file where nothing but the disk can be reached, and watch it."""
    contexts = []

    def open_(path, ready="true", **options):
        context = browser.new_context(
            viewport={"width": 1000, "height": 900}, offline=True, **options
        )
        contexts.append(context)
        page = context.new_page()
        troubles = watch(page)
        page.goto(path.as_uri())
        if options.get("java_script_enabled", True):
            page.wait_for_function(ready)
        return page, troubles

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_shows_all_of_it_and_its_widgets_compute(open_, file, scheme):
    ready = "document.documentElement.dataset.page === 'ready'"
    page, troubles = open_(file, ready, color_scheme=scheme)
    shown = Everything(page, own=False)
    shown.expect_drawn()
    assert shown.is_dark() == (scheme == "dark")
    assert shown.violations("html") == []
    shown.expect_moves()
    shown.expect_resting()
    expect(page.locator(".highlight", has_text="widgets.DigitPad(zero_by_ink)")).to_be_visible()
    expect(page.locator(".katex-display .mfrac")).to_be_visible()
    assert page.evaluate("document.fonts.check('20px KaTeX_Main')")
    assert page.evaluate("document.documentElement.scrollWidth") == 1000
    assert troubles == []


def test_a_page_fits_a_phone(open_, file):
    page, troubles = open_(file, "document.documentElement.dataset.page === 'ready'")
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_function("document.documentElement.scrollWidth <= 390")
    assert troubles == []


def expect_pictures(page):
    """A picture or a table, which says what it shows, stands where each widget would."""
    outputs = page.locator(".jp-OutputArea-child:has(.jp-RenderedHTML)")
    expect(outputs).to_have_count(len(MOVES) + len(OWN))
    for output in outputs.all():
        words = output.locator("svg title, img[alt], caption, table")
        assert words.count(), output.inner_html()[:200]
        drawn = output.locator("svg, img, table").first
        expect(drawn).to_be_visible()
        assert drawn.bounding_box()["height"] > 15


def test_without_scripts_a_page_shows_pictures(open_, file):
    page, troubles = open_(file, java_script_enabled=False)
    expect_pictures(page)
    assert troubles == []


@pytest.mark.parametrize("exporter", [HTMLExporter, SlidesExporter])
def test_nbconverts_own_page_shows_pictures_without_a_network(open_, executed, place, exporter):
    saved = nbformat.from_dict(executed)  # as JupyterLab saves it: with outputs, without states
    saved.metadata.pop("widgets")
    for cell in saved.cells:
        cell.metadata.slideshow = {"slide_type": "slide"}
    path = place / f"{exporter.__name__}.html"
    path.write_text(exporter().from_notebook_node(saved)[0], encoding="utf-8")
    page, _ = open_(path)
    expect_pictures(page)


def test_a_deck_shows_each_on_a_slide(open_, place):
    slide = '# %% slideshow={"slide_type": "slide"}\n'
    calls = [f"from microkit.widgets.gallery import {name}\n\n{name}()\n" for name in MOVES]
    graded = '# %% nbgrader={"grade_id": "a", "grade": true, "points": 20}\n20\n'
    source = "\n".join([*(slide + call for call in calls), graded])
    deck = make_deck(small_course(place / "course", source).lesson("91"))
    index = write_deck(deck, place / "deck")

    page, troubles = open_(index, "document.documentElement.dataset.deck === 'ready'")
    expect(page.locator(".mk")).to_have_count(len(MOVES))
    for number, (name, move) in enumerate(MOVES.items()):
        widget = page.locator(".mk").nth(number)
        go_to(page, widget)
        control = widget.get_by_role(move.role, name=move.control, exact=True)
        control.focus()
        for key in move.keys.split():
            page.keyboard.press(key)
        expect(widget, name).to_contain_text(move.says)
        expect(widget, f"{name}: the slide has turned").to_be_visible()
    assert troubles == []
