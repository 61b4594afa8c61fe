"""Feedback pages: nbgrader's, as one file each that needs no network and in which nothing runs.

nbgrader's `generate_feedback` uses it where `nbgrader_config.py` names it:

    c.GenerateFeedback.exporter_class = "microkit.course.grade.feedback.FeedbackExporter"
"""

from __future__ import annotations

import mimetypes
from base64 import b64encode
from collections.abc import Generator, Iterable
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from jinja2 import pass_context
from jinja2.runtime import Context
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests
from nbgrader.utils import is_grade, is_solution
from traitlets.config import Config

from microkit.course.grade.hide import hide_tests
from microkit.course.grade.scores import coded, points, score_rows
from microkit.course.grade.tame import fenced, has_tags, tame
from microkit.course.intake import read_inside
from microkit.course.intake.disk import RefusedError
from microkit.course.page.exporter import TEMPLATE as PAGE_TEMPLATE
from microkit.course.page.exporter import PageExporter, look_of, place_of
from microkit.course.page.formulas import inline
from microkit.course.slides.choose import heading_of
from microkit.course.slides.deck import PAGE
from microkit.course.slides.loads import loads

TEMPLATE = Path(__file__).parent / "feedback_page"
_VIEW = "application/vnd.jupyter.widget-view+json"
_RUNS = (_VIEW, "application/javascript", "text/vnd.mermaid", "application/pdf")
_LARGEST = 2_000_000  # bytes of a picture beside the notebook


class FeedbackExporter(PageExporter):
    """Turn a graded notebook into its feedback page.

    The marks stand at the top, with nbgrader's comments and penalty; each check's report stands
    in its cell, with its picture. Light or dark is what the reader's system says. The page's policy
    lets nothing run or load that came with the submission; hidden tests are left out.
    """

    folder = TEMPLATE

    def default_filters(self) -> Generator[tuple[str, Any], Any, None]:
        """Yield nbconvert's filters, and two of ours."""
        yield from super().default_filters()
        yield from (("points", points), ("coded", coded))

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """Return Markdown as HTML of which nothing runs."""
        html = super().markdown2html(context, source)
        return tame(html, styles=False) if has_tags(source) else html

    def with_pictures(self, page: str, name: str, folder: Path) -> str:
        """Put the pictures that lie beside the notebook into the page; others are not shown."""
        for address in dict.fromkeys(loads(page)):
            kind = mimetypes.guess_type(address)[0] or ""
            if address.startswith("data:") or not kind.startswith("image/"):
                continue
            try:
                picture = read_inside(folder, PurePosixPath(unquote(address)), _LARGEST)
            except RefusedError:
                continue
            page = page.replace(f'"{address}"', f'"{inline(picture, kind)}"')
        return page

    def dress(self, notebook: NotebookNode, resources: dict[str, Any]) -> dict[str, Any]:
        """Make a notebook harmless that nbgrader has put the marks into; return the frame."""
        hiding = ClearHiddenTests(config=Config(ClearHiddenTests=self.config.ClearHiddenTests))
        for cell in notebook.cells:
            judged = is_grade(cell) and not is_solution(cell)
            if judged:
                hide_tests(cell, hiding.begin_test_delimeter, hiding.end_test_delimeter)
            for output in cell.get("outputs", []):
                _still(output, judged)
        notebook.metadata.pop("widgets", None)
        sheets, scripts = look_of(
            notebook,
            [PAGE / "colors.css", PAGE_TEMPLATE / "page.css", TEMPLATE / "feedback.css"],
            [PAGE / "formulas.js", TEMPLATE / "feedback.js"],
        )
        known = resources.get("nbgrader", {})
        penalty = known.get("late_penalty") or 0
        return {
            "title": heading_of(notebook) or place_of(resources)[0],
            "score": points(known.get("score")),
            "points": points(known.get("max_score")),
            "penalty": points(penalty) if penalty > 0 else "",
            "rows": score_rows(notebook),
            "styles": sheets,
            "scripts": scripts,
            "policy": _policy(scripts),
        }


def _still(output: NotebookNode, judged: bool) -> None:
    """Leave of an output what stands still; what student code has made stays behind its fence."""
    data = output.get("data", {})
    for kind in _RUNS:
        data.pop(kind, None)
    if not judged and "text/html" in data:
        data["text/html"] = fenced("".join(data["text/html"]))


def _policy(scripts: Iterable[str]) -> str:
    """Return what a browser allows the page: its own scripts, styles, and pictures inside it.

    Examples
    --------
    >>> _policy(["1"]).split("; ")[1]
    "script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"
    """
    hashes = (b64encode(sha256(script.encode()).digest()).decode() for script in scripts)
    known = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return (
        f"default-src 'none'; script-src {known}; style-src 'unsafe-inline'; img-src data:; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )
