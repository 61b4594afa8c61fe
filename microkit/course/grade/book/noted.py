"""What was found about a submission, as one cell at the top of its graded notebook."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict

from nbformat import NotebookNode

from microkit.course.finding import Finding

CELL = "needs-a-look"
_KEY = "microkit_findings"
_MARKS = re.compile(r"([\\`*_\[\]<>#|$&~!])")  # what Markdown and HTML read as more than a letter


def note(notebook: NotebookNode, findings: Iterable[Finding]) -> None:
    """Put findings into a notebook, where the feedback page and the formgrader show them.

    Parameters
    ----------
    notebook : NotebookNode
        The notebook. A cell of this kind that is there already is replaced.
    findings : iterable of Finding
        Each is said once, the first ones first.
    """
    once = list(dict.fromkeys(findings))
    take_notes(notebook)
    if not once:
        return
    cell = NotebookNode(
        cell_type="markdown",
        metadata=NotebookNode({_KEY: [NotebookNode(asdict(one)) for one in once]}),
        source=_text(once),
    )
    if notebook.get("nbformat_minor", 0) >= 5:
        cell.id = CELL
    notebook.cells.insert(0, cell)


def noted(notebook: NotebookNode) -> list[Finding]:
    """Return the findings that stand in a graded notebook."""
    if not notebook.cells:
        return []
    return [Finding(**one) for one in notebook.cells[0].metadata.get(_KEY, [])]


def take_notes(notebook: NotebookNode) -> list[Finding]:
    """Return the findings that stand in a notebook, and take their cell out of it."""
    found = noted(notebook)
    if found:
        del notebook.cells[0]
    return found


def _text(findings: list[Finding]) -> str:
    r"""Return the cell's text.

    Examples
    --------
    >>> print(_text([Finding("a", "It is called <b>.", True), Finding("b", "Mended.", False)]))
    **Needs a look:**
    <BLANKLINE>
    - It is called \<b\>.
    <BLANKLINE>
    **Noted:**
    <BLANKLINE>
    - Mended.
    """
    parts = []
    for title, look in (("Needs a look", True), ("Noted", False)):
        sentences = [one.sentence for one in findings if one.look == look]
        if sentences:
            lines = (f"- {_MARKS.sub(_ESCAPED, ' '.join(text.split()))}" for text in sentences)
            parts.append("\n".join([f"**{title}:**", "", *lines]))
    return "\n\n".join(parts)


_ESCAPED = r"\\\1"
