"""Prose of a student's: shown as text wherever a teacher reads it, and never run."""

import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook
from traitlets.config import Config

from microkit.course.intake.given import Given
from microkit.course.intake.rebuild import rebuild

EVIL = (
    "<script>fetch('/formgrader/api/grade/1', {method: 'PUT'})</script>",
    "<img src=x onerror=alert(1)>",
    "`code` <svg/onload=alert(1)>",
    "```\n</pre><script>alert(1)</script>\n```",
    "<!-- --><iframe src=javascript:alert(1)>",
    "[a link](javascript:alert(1)) <a href='javascript:alert(1)'>another</a>",
    "[a][1] [b]\n\n[1]: JavaScript:alert(1)\n[b]: &#106;avascript:alert(1)",
    "[a](&#106;avascript:alert(1)) [b]( <javascript:alert(1)>) ![c](data:text/html,<script>)",
    "$a<script>alert(1)</script>$ and a<b",
)


def shown(*prose: str) -> BeautifulSoup:
    """Return a student's prose, an answer and an added cell, as the formgrader shows it."""
    marks = {"grade_id": "why", "solution": True, "grade": True, "locked": False, "points": 1}
    marks |= {"schema_version": 3, "task": False}
    released = new_notebook(
        cells=[
            new_markdown_cell("Why? Write <b>here</b>.", id="w", metadata={"nbgrader": marks}),
            new_markdown_cell("The <i>end</i>.", id="e"),
        ]
    )
    given = [
        Given(0, "markdown", prose[0], "w", dict(marks)),
        Given(1, "markdown", "The <i>end</i>.", "e"),
        *(Given(2 + i, "markdown", text) for i, text in enumerate(prose[1:])),
    ]
    config = Config({"HTMLExporter": {"template_name": "classic"}})
    page, _ = HTMLExporter(config=config).from_notebook_node(rebuild(released, given).notebook)
    return BeautifulSoup(page, "html.parser").find("div", id="notebook-container")


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_in_it_runs(evil: str) -> None:
    body = shown(f"Mine: {evil}", f"More: {evil}")
    assert "Mine:" in body.text
    assert "More:" in body.text
    assert body.select("script, iframe, svg, img") == []
    for tag in body.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")]
        assert not str(tag.get("href", "")).startswith("javascript:")


def test_what_was_written_can_be_read_and_the_lessons_own_markup_stays() -> None:
    body = shown("Since 1 < 2, and a<b: <b>bold</b>")
    assert "Since 1 < 2, and a<b: <b>bold</b>" in body.text.replace("\N{WORD JOINER}", "")
    assert body.find("b") is None
    link = shown("See [the docs](https://docs.python.org).").find("a", string="the docs")
    assert link["href"] == "https://docs.python.org"
    assert body.find("i").text == "end"
    assert shown("Why? Write <b>here</b>.").find("b").text == "here"
