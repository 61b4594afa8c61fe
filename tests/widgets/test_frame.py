"""What every widget says: it stands there for everyone, and what is new is spoken once."""

import pytest
from playwright.sync_api import expect
from support.widget_page import blank_page, show_widget

from microkit.widgets import OpBench
from microkit.widgets.gallery import gallery

SPOKEN = (
    "a hears -3 \u00d7 10 = -30, b hears 2 \u00d7 10 = 20: own slope times what arrives from above."
)


@pytest.fixture
def late_page(browser):
    """A blank page whose clock the test moves."""
    page = browser.new_page()
    page.set_content(blank_page())
    page.clock.install()
    yield page
    page.close()


@pytest.mark.parametrize("name", gallery())
def test_who_reads_by_ear_finds_the_sentence_once(show, name):
    page = show(gallery()[name])

    said = page.locator(".mk-sentence").inner_text()
    assert said.endswith(".")
    expect(page.get_by_role("paragraph").filter(has_text=said)).to_have_count(1)
    expect(page.get_by_role("status")).to_be_empty()


def test_what_is_new_is_spoken_and_then_only_stands_there(late_page):
    show_widget(late_page, OpBench("*", a=2, b=-3, upstream=4))
    status = late_page.get_by_role("status")

    late_page.get_by_role("slider", name="g, the").press("End")
    late_page.clock.run_for(1000)
    expect(status).to_have_text(SPOKEN)
    late_page.clock.run_for(10_000)
    expect(status).to_be_empty()

    late_page.set_viewport_size({"width": 500, "height": 700})  # it draws again
    late_page.clock.run_for(1000)
    expect(status).to_be_empty()
    expect(late_page.locator(".mk-sentence")).to_have_text(SPOKEN)
