"""The one style sheet, where colors are the system's, and on paper."""

import pytest
from playwright.sync_api import expect
from support.widget_page import blank_page, settle, show_widget

from microkit import nn
from microkit.widgets import GraphView
from microkit.widgets.gallery import gallery

# Every color of a picture, without what stands for none of them.
COLORS = """(allowed) => {
  const probe = document.querySelector(".mk svg").appendChild(
    document.createElementNS("http://www.w3.org/2000/svg", "rect"));
  const known = new Set(allowed.map((color) => {
    probe.style.fill = color;
    return getComputedStyle(probe).fill;
  }));
  probe.remove();
  const parts = [...document.querySelectorAll(".mk svg *")];
  const found = parts.flatMap((part) => ["fill", "stroke"].map((kind) =>
    `${part.getAttribute("class") ?? part.tagName}: ${getComputedStyle(part)[kind]}`));
  return [...new Set(found)].filter((one) => !known.has(one.split(": ")[1]));
}"""
SYSTEM = (
    *("Canvas", "CanvasText", "ButtonText", "Highlight", "transparent", "none"),
    "color-mix(in srgb, CanvasText 10%, Canvas)",
)


@pytest.fixture
def media(page):
    """Emulate a medium; the next test has the usual one."""
    yield page.emulate_media
    page.emulate_media(media="null", color_scheme="null", forced_colors="null")


@pytest.mark.parametrize("name", gallery())
def test_high_contrast_takes_no_color_but_the_systems(page, media, name):
    media(forced_colors="active", color_scheme="dark")
    page.set_content(blank_page("light"))
    show_widget(page, gallery()[name])
    settle(page)

    assert page.evaluate(COLORS, list(SYSTEM)) == []


def test_on_paper_nothing_is_cut_off(show, media):
    page = show(GraphView(nn.MLP(4, [12, 12, 1], rng=1)([1.0, -2.0, 3.0, 0.5])))
    page.locator("summary").click()
    parts = page.locator(".mk-scroll, .mk-many, .mk-outline pre")
    cut = "(part) => part.scrollHeight > part.clientHeight + 1"
    assert any(part.evaluate(cut) for part in parts.all())

    media(media="print")

    expect(parts).to_have_count(3)
    for part in parts.all():
        shown = part.evaluate(
            "(part) => [getComputedStyle(part).overflow, getComputedStyle(part).maxHeight]"
        )
        assert shown == ["visible", "none"]
    wide = page.locator(".mk").bounding_box()["width"]
    assert page.locator(".mk-scroll > svg").bounding_box()["width"] <= wide
