"""The decks of all lessons, from a disk with the network cut: they fit, and their widgets work."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from support.slides import SPILLS, deck_page, steps
from support.student import LESSONS

FEWEST, MOST = 8, 12
SMALLEST = 0.6  # what a slide may shrink to, and still be read from the last row
SEEN = "p, li, pre, h1, h2, h3, table, img, svg, .mk"
SLIDER = "[role=slider]:not([aria-disabled=true]), input[type=range]:enabled"
NODE = "[role=button]:not([aria-disabled=true])"
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(params=LESSONS)
def deck(browser, lesson_deck, request):
    """A page with a lesson's deck; an error on it, or a request that leaves the disk, fails."""
    errors = []
    page = deck_page(browser, lesson_deck(request.param[:2]), errors, color_scheme="light")
    page.set_default_timeout(10_000)
    yield page
    page.context.close()
    assert errors == []


def shrunk(page):
    """Return how much the slide in view had to shrink."""
    box = "Reveal.getCurrentSlide().querySelector('.box')"
    return float(page.evaluate(f"{box}.style.zoom || 1"))


def looks(widget):
    """Move something in a widget, from end to end where it has ends; return what it looked like."""
    slider, node = widget.locator(SLIDER).last, widget.locator(NODE).first
    found = [widget.inner_html()]
    for key in ("Home", "End") if slider.count() else ("",):
        if key:
            slider.press(key)
        else:
            (node if node.count() else widget.locator("button:enabled").first).click()
        widget.page.evaluate(FRAMES)
        found.append(widget.inner_html())
    return found


def test_a_deck(deck):
    assert FEWEST <= deck.evaluate("Reveal.getTotalSlides()") <= MOST
    moved = 0
    for _ in steps(deck, "PageDown"):  # a slider that has the focus keeps the space bar
        assert deck.evaluate(SPILLS) == []
        slide = deck.locator("section.present:not(.stack)")
        told = slide.inner_text()[:60]
        assert shrunk(deck) >= SMALLEST, told
        if deck.evaluate("Reveal.availableFragments().next"):
            continue

        # The slide is whole: it shows something, and its widgets move, or say why they do not.
        expect(slide.locator(".box").locator(SEEN).filter(visible=True)).not_to_have_count(0)
        for widget in slide.locator(".mk").all():
            expect(widget).to_be_visible()  # what has just been revealed takes a moment
            if "they stand still" in widget.text_content():
                expect(widget.locator("button:enabled, input:enabled")).to_have_count(0)
                continue
            assert len(set(looks(widget))) > 1, told
            moved += 1
            assert deck.evaluate(SPILLS) == []
    assert moved > 0
