"""Turn a notebook into one HTML file. nbconvert's own loads the widgets from the network."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode

from microkit.course.page.formulas import inline, katex
from microkit.course.slides.choose import heading_of
from microkit.course.slides.deck import PAGE, has_formulas
from microkit.course.slides.embed import embed_widgets
from microkit.course.slides.loads import loads, pictures, with_loads

TEMPLATE = Path(__file__).parent / "template"
_LINK = re.compile(r'<a class="anchor-link" href="[^"]*" ?/>')


class PageExporter(HTMLExporter):
    """Turn a notebook into one HTML file that needs no network and no kernel.

    Its widgets compute in the page. One that shows a student's own code stands still, and says so;
    one whose state the notebook does not hold, since it was not run, stays a static picture. Light
    or dark is what the reader's system says. `nbconvert` can use it, too:

        jupyter nbconvert --execute --to microkit lesson.ipynb
    """

    export_from_notebook = None  # no entry in JupyterLab's menu
    folder = TEMPLATE

    def __init__(self, **options: Any) -> None:
        super().__init__(
            template_name=self.folder.name,
            extra_template_basedirs=[str(self.folder.parent)],
            anchor_link_text="",
            exclude_input_prompt=True,
            exclude_output_prompt=True,
            **options,
        )

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page and nbconvert's resources; the notebook stays as it is.

        Raises
        ------
        CourseError
            If the page would load something from the network, or a file that is not there.
        """
        page, resources = super().from_notebook_node(nb, resources, **options)
        return self.with_pictures(page, *place_of(resources)), resources

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """Return Markdown as HTML whose headings have ids, which links lead to, and no links."""
        return _LINK.sub("", super().markdown2html(context, source))

    def with_pictures(self, page: str, name: str, folder: Path) -> str:
        """Put the pictures that lie beside a notebook into its page."""
        files = pictures(page, folder, f"{name}.ipynb", part="A cell")
        instead = {}
        for address in loads(page):
            if (place := Path(unquote(address))) in files:
                kind = mimetypes.guess_type(place.name)[0] or "application/octet-stream"
                instead[address] = inline(files[place], kind)
        return with_loads(page, instead)

    def dress(self, notebook: NotebookNode, resources: dict[str, Any]) -> dict[str, Any]:
        """Take the widgets out of a notebook, and return what the template puts around it."""
        sheets, scripts = look_of(
            notebook,
            [PAGE / "colors.css", TEMPLATE / "page.css"],
            [PAGE / "formulas.js", PAGE / "widgets.js", TEMPLATE / "page.js"],
        )
        return {
            "title": heading_of(notebook) or place_of(resources)[0],
            "styles": sheets,
            "scripts": scripts,
            "widgets": embed_widgets(notebook),
        }

    def _preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Dress a notebook, once nbconvert has run it where it was asked to."""
        notebook, resources = super()._preprocess(nb, resources)
        resources["page"] = self.dress(notebook, resources)
        return notebook, resources


def look_of(
    notebook: NotebookNode, sheets: Iterable[Path], scripts: Iterable[Path]
) -> tuple[list[str], list[str]]:
    """Return style sheets and scripts as texts, with KaTeX's where there may be formulas."""
    styles = [path.read_text(encoding="utf-8") for path in sheets]
    code = [path.read_text(encoding="utf-8") for path in scripts]
    if has_formulas(notebook):
        sheet, parts = katex()
        return [sheet, *styles], [*parts, *code]
    return styles, code


def place_of(resources: Mapping[str, Any]) -> tuple[str, Path]:
    """Return a notebook's name and folder, as far as nbconvert knows them."""
    about = resources.get("metadata", {})
    return about.get("name", "notebook"), Path(about.get("path", "."))
