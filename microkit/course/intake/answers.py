"""One answer: which of a student's cells it is, and what comes over from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from microkit.course.finding import Finding
from microkit.course.intake.commitment import commit
from microkit.course.intake.given import Given
from microkit.course.intake.match import grade_id_of, is_prediction
from microkit.course.intake.sentences import found
from microkit.course.intake.text import squeeze, tidy

_ONE = "The one that had been written in was taken."
_LAST = "Several had been written in. The last was taken, and the ones above it stay above it."
_SAME = "The same stood in all of them."


@dataclass(frozen=True)
class Answer:
    """What a student has written in one cell of the lesson.

    Parameters
    ----------
    source : str
        What the cell holds now.
    given : Given
        The cell that it was taken from.
    earlier : tuple of Given
        Other attempts, which stood above it.
    findings : tuple of Finding
        What there is to say.
    is_written : bool
        Whether anything was written at all.
    """

    source: str
    given: Given
    earlier: tuple[Given, ...]
    findings: tuple[Finding, ...]
    is_written: bool


def take_answer(released: NotebookNode, name: str, candidates: Sequence[Given]) -> Answer:
    """Return the answer that a student's cells hold for one cell of the lesson.

    Parameters
    ----------
    released : NotebookNode
        A cell that the student fills in.
    name : str
        How to call it.
    candidates : sequence of Given
        The cells that were handed in for it, at least one, in their order.
    """
    cell = grade_id_of(released)
    written = [one for one in candidates if _is_written(released, one)]
    given = written[-1] if written else candidates[0]
    attempts = {tidy(one.source): one for one in written}
    findings = []
    if len(candidates) > 1:
        done = _LAST if len(attempts) > 1 else _ONE if len(written) == 1 else _SAME
        words = {"name": name, "count": len(candidates), "done": done}
        findings.append(found("doubled", cell=cell, look=len(attempts) > 1, **words))
    if given.mended:
        findings.append(found("odd-characters", cell=cell, name=name))
    source = given.source if written or not candidates[0].source.strip() else released.source
    if is_prediction(released):
        source = released.source
        if written:
            source, said = commit(released.source, given.source)
            findings.extend([found(said, cell=cell, name=name)] if said else [])
    elif tidy(source) == tidy(released.source):
        source = released.source
    earlier = tuple(
        one for one in attempts.values() if one is not given and not is_prediction(released)
    )
    return Answer(source, given, earlier, tuple(findings), bool(written))


def _is_written(released: NotebookNode, given: Given) -> bool:
    """Say whether a cell holds more than a stub, of this release or of an older one."""
    if not given.source.strip() or tidy(given.source) == tidy(released.source):
        return False
    if is_prediction(released):
        return squeeze(given.source) != squeeze(released.source)
    return not given.is_untouched
