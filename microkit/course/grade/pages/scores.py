"""The table at the top of a feedback page: what was marked, how it went, what to look at."""

from __future__ import annotations

import re
from html import escape
from typing import Any, NamedTuple

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution, is_task

from microkit.checks.lessons import find_exercise
from microkit.checks.misconceptions import misconceptions
from microkit.checks.points import points
from microkit.course.grade.endings import in_a_sentence
from microkit.course.marks import report_of
from microkit.errors import MicrokitError
from microkit.graph.labels import clean, shorten

_LONGEST = 60


class ScoreRow(NamedTuple):
    """One line: a name, the id it leads to, the points, and a few words."""

    what: str
    anchor: str
    marks: str
    told: str
    look: str


def score_rows(notebook: NotebookNode) -> list[ScoreRow]:
    """Return a row for each graded cell and for each comment, in the order of the notebook.

    Parameters
    ----------
    notebook : NotebookNode
        With the marks and comments that nbgrader's `GetGrades` puts into it.
    """
    titles = {idea.id: idea.title for idea in misconceptions()}
    rows, above = [], ""
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        name = str(about.get("grade_id", ""))
        if is_grade(cell) or is_task(cell):
            rows.append(_row(cell, about, name, titles, above))
        elif is_solution(cell):
            above = _ending(cell)
        if about.get("comment"):
            said = shorten(clean(" ".join(str(about["comment"]).split())), _LONGEST, mark="...")
            rows.append(ScoreRow(f"A comment on {name}", f"comment-{name}", "", said, ""))
    return rows


def coded(text: str) -> str:
    """Return words as HTML in which `code` stands out.

    Examples
    --------
    >>> coded("`a < b` & c")
    '<code>a &lt; b</code> &amp; c'
    """
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _row(cell: NotebookNode, about: Any, name: str, titles: dict[str, str], above: str) -> ScoreRow:
    report = report_of(cell)
    score, most = about.get("score") or 0.0, about.get("points") or 0.0
    look = "look" if score < most else ""
    marks = f"{points(score)} of {points(most)}"
    return ScoreRow(
        _what(cell, report, name), name, marks, look and _told(cell, report, titles, above), look
    )


def _what(cell: NotebookNode, report: dict[str, Any], name: str) -> str:
    """Return how a row is called: an exercise by its title, another cell by its id."""
    try:
        exercise = find_exercise(str(report["exercise"]))
    except (KeyError, MicrokitError):
        pass
    else:
        return f"{exercise.id}: {exercise.title}"
    if is_task(cell):
        return f"Task {name}"
    return f"Answer {name}" if is_solution(cell) else f"Check {name}"


def _ending(cell: NotebookNode) -> str:
    """Return how a cell ended where it did not end well."""
    names = [one.ename for one in cell.get("outputs", []) if one.output_type == "error"]
    return in_a_sentence(names[0]) if names else ""


def _told(cell: NotebookNode, report: dict[str, Any], titles: dict[str, str], above: str) -> str:
    """Return why points are missing, in a few words; `above` is how the answer above it ended."""
    if report.get("written") is False:
        return f"the answer {above}" if above else "nothing written yet"
    known = [
        f"{idea}: {titles[idea]}" for idea in map(str, report["misconceptions"]) if idea in titles
    ]
    if known:
        return "; ".join(known[:2])
    return _ending(cell)
