"""Feedback pages: nbgrader's, as one file each that needs no network and in which nothing runs.

nbgrader's `generate_feedback` uses it where `nbgrader_config.py` names it:

    c.GenerateFeedback.exporter_class = "microkit.course.grade.pages.FeedbackExporter"
"""

from __future__ import annotations

import mimetypes
from base64 import b64encode
from collections.abc import Callable, Generator, Iterable
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import TemplateExporter
from nbconvert.filters import Highlight2HTML, clean_html
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests
from nbgrader.utils import is_grade, is_solution
from traitlets.config import Config

from microkit.checks.points import in_points, out_of
from microkit.course.grade.pages.hide import hide_tests
from microkit.course.grade.pages.remembered import remembered
from microkit.course.grade.pages.scores import coded, score_rows
from microkit.course.grade.pages.tame import fenced, has_tags, tame
from microkit.course.intake import read_inside
from microkit.course.intake.disk import RefusedError
from microkit.course.page.exporter import TEMPLATE as PAGE_TEMPLATE
from microkit.course.page.exporter import PageExporter, look_of, place_of
from microkit.course.page.formulas import inline
from microkit.course.slides.choose import heading_of
from microkit.course.slides.deck import PAGE
from microkit.course.slides.loads import loads, with_loads

TEMPLATE = Path(__file__).parent / "page"
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

    def __init__(self, **options: Any) -> None:
        self._colored: dict[str, Callable[[str], str]] = {}  # by language
        self._prose = remembered(lambda source: self._html({}, source))
        super().__init__(**options)

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page and nbconvert's resources; the notebook stays as it is.

        nbconvert's own reads the whole page once more, to give pictures a text in place of them.
        Here each part has it already.
        """
        about = nb.metadata.get("language_info", {})
        language = str(about.get("pygments_lexer") or about.get("name") or "ipython3")
        self.register_filter("highlight_code", self._coloring(language))
        page, resources = TemplateExporter.from_notebook_node(
            self, nb, self._init_resources(resources), **options
        )
        return self.with_pictures(page, *place_of(resources)), resources

    def default_filters(self) -> Generator[tuple[str, Any], Any, None]:
        """Yield nbconvert's filters, and ours."""
        yield from super().default_filters()
        yield from (("out_of", out_of), ("coded", coded), ("clean_html", remembered(clean_html)))

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """Return Markdown as HTML of which nothing runs."""
        if self.embed_images or context.get("cell", {}).get("attachments"):
            return self._html(context, source)
        return self._prose(source)

    def with_pictures(self, page: str, name: str, folder: Path) -> str:
        """Put the pictures that lie beside the notebook into the page; others are not shown."""
        instead = {}
        for address in dict.fromkeys(loads(page)):
            kind = mimetypes.guess_type(address)[0] or ""
            if address.startswith("data:") or not kind.startswith("image/"):
                continue
            try:
                picture = read_inside(folder, PurePosixPath(unquote(address)), _LARGEST)
            except RefusedError:
                continue
            instead[address] = inline(picture, kind)
        return with_loads(page, instead) if instead else page

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
            "marks": out_of(known.get("score"), known.get("max_score")),
            "penalty": in_points(penalty) if penalty > 0 else "",
            "rows": score_rows(notebook),
            "styles": sheets,
            "scripts": scripts,
            "policy": _policy(scripts),
        }

    def _html(self, context: Any, source: str) -> str:
        html = super().markdown2html(context, source)
        return tame(html, styles=False) if has_tags(source) else html

    def _coloring(self, language: str) -> Callable[..., str]:
        if language not in self._colored:
            color = Highlight2HTML(pygments_lexer=language, parent=self)
            self._colored[language] = remembered(lambda source: str(color(source)))
        colored = self._colored[language]
        return lambda source, metadata=None: colored(source)


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
