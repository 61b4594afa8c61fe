"""The map of the lessons, in a real JupyterLab."""

from __future__ import annotations

import re

from playwright.sync_api import expect

TIMEOUT = 90_000


def test_the_map_opens_as_a_page_whose_links_lead_to_the_lessons(lab, browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(lab.url("README.md", "map"))
        link = page.locator(".jp-MarkdownViewer").get_by_role("link", name="One step back")
        link.click(timeout=TIMEOUT)
        lesson = page.locator(".jp-NotebookPanel .jp-Notebook")
        expect(lesson).to_contain_text("One step back", timeout=TIMEOUT)
        expect(page).to_have_url(re.compile(r"02_one_step_back\.ipynb"))
