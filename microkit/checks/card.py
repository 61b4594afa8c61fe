"""The card under a check: the verdict, the points, and each question with its answer, as HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from microkit.checks.report import Report

_BOX = (
    "border:1px solid var(--jp-border-color1,#bdbdbd);border-left:6px {style} {tone};"
    "border-radius:4px;padding:0.6em 1em;margin:0.3em 0;max-width:46em;"
    "font-family:var(--jp-content-font-family,system-ui,sans-serif);"
    "color:var(--jp-content-font-color1,inherit)"
)
# The tone is only a bar; the verdict is a word, and the bar is dashed where something is missing.
_LOOKS = {
    "PASS": ("solid", "var(--jp-success-color1,#388e3c)"),
    "NOTE": ("solid", "var(--jp-info-color1,#0288d1)"),
    "LOOK": ("dashed", "var(--jp-warn-color1,#e65100)"),
}


def card(report: Report) -> str:
    """Return the report as a small piece of HTML that reads in light and in dark."""
    style, tone = _LOOKS[report.verdict]
    title = f"{report.exercise.id} {report.exercise.title}"
    return (
        f'<div role="group" aria-label="{escape(report.verdict)}, {escape(title)}" '
        f'style="{_BOX.format(style=style, tone=tone)}">'
        f"<strong>{report.verdict}</strong>&ensp;{escape(title)}&ensp;"
        f"<span>{escape(report.earned)}</span>{_questions(report)}</div>"
    )


def _questions(report: Report) -> str:
    """Return the questions, each with yes or not yet; behind a fold unless some of them failed."""
    rows = "".join(
        f'<li style="display:flex;gap:0.8em;margin:0.15em 0"><span style="min-width:4em">'
        f"{'not yet' if question.id in report.failed_questions else 'yes'}</span>"
        f"<span>{escape(question.text)}</span></li>"
        for question in report.exercise.questions
    )
    rows = f'<ul style="list-style:none;padding:0;margin:0.5em 0 0">{rows}</ul>'
    if report.written and not report.passed:
        return rows
    count = len(report.exercise.questions)
    summary = f"{count} questions, all answered" if report.passed else f"{count} questions"
    return f"<details><summary>{summary}</summary>{rows}</details>"
