"""Cells that are not the student's to change: the release's stand, and changes are reported."""

from __future__ import annotations

from collections.abc import Sequence

from nbformat import NotebookNode
from nbgrader.utils import is_solution

from microkit.course.finding import Finding
from microkit.course.intake.given import Given
from microkit.course.intake.match import grade_id_of
from microkit.course.intake.sentences import found
from microkit.course.intake.text import squeeze, tidy

_FLAGS = ("grade", "solution", "locked", "task")


def is_outdated(released: NotebookNode, given: Given) -> bool:
    """Say whether a cell comes from an older release of the lesson.

    nbgrader writes a checksum into each of its cells. Where it is not today's, and a locked cell
    still fits it, the cell was released so.

    Parameters
    ----------
    released : NotebookNode
        The cell of the present release.
    given : Given
        The cell as it was handed in.
    """
    checksum = released.metadata.get("nbgrader", {}).get("checksum")
    if not checksum or not given.checksum or given.checksum == checksum:
        return False
    return is_solution(released) or given.is_untouched


def about_locked(released: NotebookNode, name: str, candidates: Sequence[Given]) -> list[Finding]:
    """Return what there is to say about the copies of a locked cell's text.

    Parameters
    ----------
    released : NotebookNode
        A cell with nbgrader's metadata that is no answer.
    name : str
        How to call it.
    candidates : sequence of Given
        The cells that were handed in for it.
    """
    ours = released.source
    if any(tidy(cell.source) == tidy(ours) for cell in candidates):
        return []
    if any(squeeze(cell.source) == squeeze(ours) for cell in candidates):
        return [found("locked-spaces", cell=grade_id_of(released), name=name)]
    if any(is_outdated(released, cell) for cell in candidates):
        return []
    return [found("locked-edited", cell=grade_id_of(released), name=name)]


def about_settings(released: NotebookNode, name: str, given: Given) -> list[Finding]:
    """Return what there is to say about a cell's type, flags and points.

    Parameters
    ----------
    released : NotebookNode
        The cell of the lesson.
    name : str
        How to call it.
    given : Given
        The cell that was taken for it.
    """
    cell, findings = grade_id_of(released), []
    if given.kind != released.cell_type:
        kinds = {"released": released.cell_type, "given": given.kind}
        findings.append(found("retyped", cell=cell, name=name, **kinds))
    ours = released.metadata.get("nbgrader", {})
    theirs = given.nbgrader
    changed = [
        flag for flag in _FLAGS if flag in theirs and bool(theirs[flag]) != bool(ours.get(flag))
    ]
    if "points" in ours and "points" in theirs and not _is_equal(ours["points"], theirs["points"]):
        changed.append("points")
    if ours and changed and not is_outdated(released, given):
        findings.append(found("metadata-changed", cell=cell, name=name, others=changed))
    return findings


def _is_equal(ours: float, theirs: object) -> bool:
    return isinstance(theirs, (int, float)) and float(ours) == float(theirs)
