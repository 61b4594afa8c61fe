"""Turn a notebook into one HTML file. nbconvert's own loads the widgets from the network."""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode

from microkit.course.slides.choose import heading_of
from microkit.course.slides.deck import PAGE, has_formulas
from microkit.course.slides.embed import embed_widgets
from microkit.course.slides.loads import pictures
from microkit.course.slides.vendor import VENDORED

TEMPLATE = Path(__file__).parent / "template"
_KATEX = VENDORED / "katex"
_LINK = re.compile(r'<a class="anchor-link" href="[^"]*" ?/>')
_FONTS = re.compile(r"url\((fonts/[^)]+\.woff2)\)[^;}]*")


class PageExporter(HTMLExporter):
    """Turn a notebook into one HTML file that needs no network and no kernel.

    Its widgets compute in the page. One that shows a student's own code stands still, and says so;
    one whose state the notebook does not hold, since it was not run, stays a static picture. Light
    or dark is what the reader's system says. `nbconvert` can use it, too:

        jupyter nbconvert --execute --to microkit lesson.ipynb
    """

    export_from_notebook = None  # no entry in JupyterLab's menu

    def __init__(self, **options: Any) -> None:
        super().__init__(
            template_name=TEMPLATE.name,
            extra_template_basedirs=[str(TEMPLATE.parent)],
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
        name, folder = _place(resources)
        return _with_pictures(page, folder, f"{name}.ipynb"), resources

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """Return Markdown as HTML whose headings have ids, which links lead to, and no links."""
        return _LINK.sub("", super().markdown2html(context, source))

    def _preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Take the widgets out of the notebook, once nbconvert has run it where it was asked to."""
        notebook, resources = super()._preprocess(nb, resources)
        styles, scripts = (
            [PAGE / "colors.css", TEMPLATE / "page.css"],
            ["formulas.js", "widgets.js"],
        )
        texts = [path.read_text(encoding="utf-8") for path in styles]
        code = [(PAGE / script).read_text(encoding="utf-8") for script in scripts]
        if has_formulas(notebook):
            texts.insert(0, _with_fonts((_KATEX / "katex.min.css").read_text(encoding="utf-8")))
            parts = ("katex.min.js", "auto-render.min.js")
            code[:0] = [(_KATEX / part).read_text(encoding="utf-8") for part in parts]
        resources["page"] = {
            "title": heading_of(notebook) or _place(resources)[0],
            "styles": texts,
            "scripts": [*code, (TEMPLATE / "page.js").read_text(encoding="utf-8")],
            "widgets": embed_widgets(notebook),
        }
        return notebook, resources


def _place(resources: Mapping[str, Any]) -> tuple[str, Path]:
    """Return a notebook's name and folder, as far as nbconvert knows them."""
    about = resources.get("metadata", {})
    return about.get("name", "notebook"), Path(about.get("path", "."))


def _with_fonts(sheet: str) -> str:
    """Put KaTeX's fonts into its style sheet."""
    return _FONTS.sub(lambda found: f"url({_inline(_KATEX / found[1], 'font/woff2')})", sheet)


def _with_pictures(page: str, folder: Path, name: str) -> str:
    """Put the pictures that lie beside a notebook into its page."""
    for place in pictures(page, folder, name, part="A cell"):
        kind = mimetypes.guess_type(place.name)[0] or "application/octet-stream"
        for spelled in {place.as_posix(), quote(place.as_posix())}:
            page = page.replace(f'"{spelled}"', f'"{_inline(folder / place, kind)}"')
    return page


def _inline(path: Path, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
