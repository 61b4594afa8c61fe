"""The card under a check: the verdict, the points, the graph, and each question, as HTML.

The text of a check stands above it, and says what to do. So the card shows what text cannot, and
keeps the sentences behind folds: nobody reads them twice, and they are there where it stands alone.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from microkit.checks.judges.picture import Pair
from microkit.checks.lines import halves
from microkit.checks.points import points
from microkit.graph import Trace, layout, to_svg
from microkit.graph.labels import clean

if TYPE_CHECKING:
    from microkit.checks.exercise import Question
    from microkit.checks.report import Report

_BOX = (
    "border:1px solid var(--jp-border-color1,#8a929c);border-left:6px {style} {tone};"
    "border-radius:4px;padding:0.6em 1em;margin:0.3em 0;max-width:52em;box-sizing:border-box;"
    "line-height:1.45;font-family:var(--jp-content-font-family,system-ui,sans-serif);"
    "color:var(--jp-content-font-color1,inherit)"
)
# The tone is only a bar; the verdict is a word, and the bar is dashed where something is missing.
_LOOKS = {
    "PASS": ("solid", "var(--jp-success-color1,#388e3c)"),
    "NOTE": ("solid", "var(--jp-info-color1,#0288d1)"),
    "LOOK": ("dashed", "var(--jp-warn-color1,#e65100)"),
}
_HEAD = "display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1em"
_PAIR = "display:flex;flex-wrap:wrap;gap:0.6em 1em;margin:0.7em 0"
_LIST = "list-style:none;padding:0;margin:0.6em 0 0"
_ROW = "display:grid;grid-template-columns:4.4em minmax(0,1fr) auto;gap:0 0.8em;margin:0.2em 0"
_NUMBERS = (
    "display:flex;flex-wrap:wrap;gap:0 1.6em;overflow-wrap:anywhere;font-size:0.92em;"
    "font-family:var(--jp-code-font-family,ui-monospace,monospace)"
)
_FOLD = "display:list-item;cursor:pointer"  # nbgrader's pages take the triangle away
_WIDE = 560.0  # px; a wider picture may have to scroll


def card(report: Report) -> str:
    """Return the report as a piece of HTML that reads in light and in dark."""
    style, tone = _LOOKS[report.verdict]
    title = f"{report.exercise.id} {report.exercise.title}"
    state = "" if report.written else f": {report.unwritten}"
    pair = _pair(report.picture) if report.picture else ""
    return (
        f'<div role="group" aria-label="{escape(report.verdict)}, {escape(title)}" '
        f'style="{_BOX.format(style=style, tone=tone)}">'
        f'<div style="{_HEAD}"><span><strong>{report.verdict}</strong>&ensp;{escape(title)}'
        f"{escape(state)}</span><span>{escape(report.earned)}</span></div>"
        f"{_told(report)}{pair}{_questions(report)}</div>"
    )


def _told(report: Report) -> str:
    """Return each idea that is missing, and each note, behind a fold with its title."""
    folds = []
    if not report.passed:
        folds += [
            (f"The idea that is missing: {idea.id}", idea.message) for idea in report.ideas
        ] or [("What to try", report.advice)]
    if report.untold:
        folds.append(("More ideas", report.untold))
    folds += [("A note: it costs no points", note) for note in report.notes]
    return "".join(
        _fold(escape(title), f'<p style="margin:0.2em 0 0.4em 1.1em">{_marked(text)}</p>')
        for title, text in folds
    )


def _fold(summary: str, inside: str) -> str:
    return (
        f'<details style="margin:0.4em 0 0"><summary style="{_FOLD}">{summary}</summary>'
        f"{inside}</details>"
    )


def _marked(text: str) -> str:
    """Return a message as HTML: `code` and *stress* are written as in the text of a report."""
    coded = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(clean(text)))
    return re.sub(r"(?<!\S)\*([A-Za-z]+)\*(?!\w)", r"<em>\1</em>", coded)


def _pair(pair: Pair) -> str:
    """Return both pictures, side by side where there is room."""
    about = f'<p style="margin:0.7em 0 0">{escape(clean(pair.about))}</p>' if pair.about else ""
    marked = [dict.fromkeys(side, "differs") for side in zip(*pair.differing, strict=True)]
    mine, other = marked or ({}, {})
    return (
        f'{about}<div style="{_PAIR}">{_figure("your gradients", pair.yours, mine)}'
        f"{_figure(pair.how, pair.right, other)}</div>"
    )


def _figure(caption: str, graph: Trace, marks: dict[int, str]) -> str:
    wide = layout(graph).width
    picture = to_svg(graph, f"Graph with the gradients: {caption}", marks=marks, legend=False)
    focus = ""
    if wide > _WIDE:
        # By keyboard too; Jupyter would take the arrow keys for itself.
        focus = (
            f' tabindex="0" data-lm-suppress-shortcuts="true" role="group" '
            f'aria-label="{escape(caption)}, scrolls sideways"'
        )
    return (
        f'<figure style="margin:0;flex:1 1 {0.78 * wide:.0f}px;min-width:0;max-width:{wide:.0f}px">'
        f'<figcaption style="margin:0 0 0.2em"><strong>{escape(caption)}</strong></figcaption>'
        f'<div style="overflow-x:auto"{focus}>{picture}</div></figure>'
    )


def _questions(report: Report) -> str:
    """Return the questions, each with yes or not yet; behind a fold unless some of them failed."""
    shown: set[str] = set()
    rows = "".join(_row(report, question, shown) for question in report.exercise.questions)
    rows = f'<ul style="{_LIST}">{rows}</ul>'
    if report.written and not report.passed:
        return rows
    count = len(report.exercise.questions)
    named = f"{count} questions" if count > 1 else "1 question"
    summary = f"{named}, {'all ' if count > 1 else ''}answered" if report.passed else named
    return _fold(summary, rows)


def _row(report: Report, question: Question, shown: set[str]) -> str:
    """Return one question: its answer, its points, and its numbers where no row above has them."""
    failed = question.id in report.failed_questions
    whole = question.share * report.points
    answer = "<strong>not yet</strong>" if failed else "yes"
    lines = [line for line in report.evidence.get(question.id, []) if line not in shown]
    shown.update(lines)
    return (
        f'<li style="{_ROW}"><span>{answer}</span><div>{escape(question.text)}'
        f"{''.join(map(_numbers, lines))}</div>"
        f"<span>{points(whole - report.lost(question))} of {points(whole)}</span></li>"
    )


def _numbers(line: str) -> str:
    parts = "".join(f"<span>{escape(clean(part))}</span>" for part in halves(line))
    return f'<div style="{_NUMBERS}">{parts}</div>'
