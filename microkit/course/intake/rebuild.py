"""Rebuild a submission: the released notebook, with the student's answers and added cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass

from nbformat import NotebookNode

from microkit.course.finding import Finding
from microkit.course.intake.answers import take_answer
from microkit.course.intake.commitment import asked_in
from microkit.course.intake.given import Given
from microkit.course.intake.locked import about_locked, about_settings, is_outdated
from microkit.course.intake.match import (
    Matching,
    grade_id_of,
    is_answer,
    is_prediction,
    match_cells,
)
from microkit.course.intake.sentences import found
from microkit.course.intake.text import squeeze, tidy

_OURS = "The lesson's own text counts."
_TAG = re.compile(r"<(?=[a-zA-Z/!?])")
_LINK = re.compile(r"\](?=[(:](?!\s*(?:https?://|mailto:|#)))", re.IGNORECASE)
_APART = "\\g<0>\N{WORD JOINER}"  # looks the same, in text and in code, and begins nothing


@dataclass(frozen=True)
class Rebuilt:
    """A rebuilt notebook, what was found in it, and how many answers had been written."""

    notebook: NotebookNode
    findings: tuple[Finding, ...] = ()
    answers: int = 0


def rebuild(released: NotebookNode, given: Sequence[Given]) -> Rebuilt:
    """Return the released notebook with a student's answers.

    Parameters
    ----------
    released : NotebookNode
        The lesson. It is not changed.
    given : sequence of Given
        The cells that were handed in.
    """
    notebook = deepcopy(released)
    if not given:
        return Rebuilt(notebook)
    if not any(cell.source.strip() for cell in given):
        return Rebuilt(notebook, (found("no-cells"),))
    matching = match_cells(released.cells, given)
    if _is_another(released, given, matching):
        return Rebuilt(notebook, (found("another-notebook"),))
    return _Rebuilding(notebook, given, matching).run()


class _Rebuilding:
    """The work on one notebook: each cell adds to the findings and to the added cells."""

    def __init__(self, notebook: NotebookNode, given: Sequence[Given], matching: Matching) -> None:
        self.notebook = notebook
        self.unmatched = [
            cell for cell in given if cell.place not in matching.released_of and cell.source.strip()
        ]
        self.matching = matching
        self.candidates = {
            index: [given[place] for place in places]
            for index, places in matching.candidates().items()
        }
        self.outdated = any(
            is_outdated(notebook.cells[index], cell)
            for index, cells in self.candidates.items()
            for cell in cells
        )
        self.findings: list[Finding] = []
        self.added: dict[int, list[Given]] = defaultdict(list)  # by the released cell above
        self.edited: list[str] = []
        self.removed: list[str] = []
        self.lost = 0
        self.answers = 0

    def run(self) -> Rebuilt:
        """Go through the lesson's cells in order."""
        stubs = {
            tidy(cell.source)
            for cell in self.notebook.cells
            if is_answer(cell) and cell.source.strip()
        }
        for cell in self.unmatched:
            if tidy(cell.source) not in stubs:
                self._add(cell, self._above(cell.place))
        for index, cell in enumerate(self.notebook.cells):
            candidates = self.candidates.get(index, [])
            if not candidates:
                self._missing(cell)
            elif is_answer(cell):
                self._answer(index, cell, candidates)
            elif grade_id_of(cell):
                self._locked(cell, candidates)
            else:
                self._plain(index, cell, candidates)
        whole = self._about_the_whole()
        self._put_added_cells()
        return Rebuilt(self.notebook, (*whole, *self.findings), self.answers)

    def _missing(self, cell: NotebookNode) -> None:
        if is_answer(cell):
            name = name_of(cell)
            # It may stand in one of the cells that the student added.
            look = any(given.kind == cell.cell_type for given in self.unmatched)
            self.findings.append(
                found("missing-answer", cell=grade_id_of(cell), look=look, name=name)
            )
        elif cell.source.strip() and not self.outdated:
            self.removed.append(name_of(cell))

    def _answer(self, index: int, cell: NotebookNode, candidates: list[Given]) -> None:
        name = name_of(cell)
        answer = take_answer(cell, name, candidates)
        if answer.source != cell.source:
            cell.source = _still(cell.cell_type, answer.source)
        self.answers += answer.is_written
        for attempt in answer.earlier:
            self._add(attempt, min(index - 1, self._above(attempt.place)))
        self.findings.extend(answer.findings)
        self._about_names(cell, answer.given)
        if index in self.matching.unsure:
            self.findings.append(found("unsure", cell=grade_id_of(cell), name=name))

    def _locked(self, cell: NotebookNode, candidates: list[Given]) -> None:
        name = name_of(cell)
        if len(candidates) > 1:
            words = {"name": name, "count": len(candidates), "done": _OURS}
            self.findings.append(found("doubled", cell=grade_id_of(cell), **words))
        self.findings.extend(about_locked(cell, name, candidates))
        self._about_names(cell, candidates[0])

    def _plain(self, index: int, cell: NotebookNode, candidates: list[Given]) -> None:
        """Take a cell that anyone may edit: changed code stays below it, for the answers' sake."""
        if self.outdated or any(tidy(one.source) == tidy(cell.source) for one in candidates):
            return
        self.edited.append(name_of(cell))
        for one in candidates:
            if one.kind == "code" and squeeze(one.source) != squeeze(cell.source):
                self.added[index].insert(0, one)

    def _about_names(self, cell: NotebookNode, given: Given) -> None:
        """Note what is wrong with a cell's names, type, flags and points."""
        name, cell_id = name_of(cell), grade_id_of(cell)
        other = self.matching.renamed.get(given.place)
        if other:
            self.findings.append(found("renamed", cell=cell_id, name=name, other=other))
        # Older formats have no ids: as long as nbgrader's names are there, all is well.
        by_text = given.place in self.matching.by_text and not is_prediction(cell)
        self.lost += by_text or bool(cell_id and not given.nbgrader)
        self.findings.extend(about_settings(cell, name, given))

    def _about_the_whole(self) -> Iterable[Finding]:
        """Return what there is to say about many cells at once."""
        if self.outdated:
            yield found("outdated")
        if self.lost:
            yield found("ids-lost", count=self.lost)
        places = [
            self.candidates[index][0].place
            for index, cell in enumerate(self.notebook.cells)
            if index in self.candidates and (is_answer(cell) or grade_id_of(cell))
            if len(self.candidates[index]) == 1
        ]
        if places != sorted(places):
            yield found("order")
        if self.removed:
            yield found("missing-cells", others=self.removed)
        if self.edited:
            yield found("edited", others=self.edited)

    def _above(self, place: int) -> int:
        """Return the released cell under which something stood; -1 at the very top."""
        for before in range(place - 1, -1, -1):
            if before in self.matching.released_of:
                return self.matching.released_of[before]
        return -1

    def _add(self, cell: Given, index: int) -> None:
        self.added[index].append(cell)

    def _put_added_cells(self) -> None:
        """Put the student's own cells at their places, with ids that are always the same."""
        has_ids = self.notebook.get("nbformat_minor", 0) >= 5
        taken = {cell.get("id") for cell in self.notebook.cells}
        ids = (name for n in range(1, 10**6) if (name := f"added-{n}") not in taken)
        cells = []
        for index in range(-1, len(self.notebook.cells)):
            cells.extend(self.notebook.cells[index : index + 1] if index >= 0 else [])
            for given in self.added.get(index, []):
                cells.append(_new_cell(given, next(ids) if has_ids else None))
        self.notebook.cells = cells


def _is_another(released: NotebookNode, given: Sequence[Given], matching: Matching) -> bool:
    """Say whether a notebook is another lesson's: few of its cells are known, few of ours there.

    Lessons have some cells in common, so a single one is not enough.
    """
    certain = matching.released_of.keys() - matching.likely
    known = set(matching.released_of.values()) - matching.unsure
    written = sum(bool(cell.source.strip()) for cell in given)
    return len(certain) < len(released.cells) / 5 and len(known) < written / 4


def name_of(cell: NotebookNode) -> str:
    """Return how to call a released cell in a sentence."""
    return grade_id_of(cell) or asked_in(cell.source) or cell.get("id") or "without a name"


def _still(kind: str, source: str) -> str:
    """Return a student's cell, in whose prose HTML and odd links are text: no script in it runs.

    The formgrader shows prose as it stands, with the teacher's rights.
    """
    if kind != "markdown":
        return source
    return _LINK.sub(_APART, _TAG.sub(_APART, source))


def _new_cell(given: Given, cell_id: str | None) -> NotebookNode:
    source = _still(given.kind, given.source)
    cell = NotebookNode(cell_type=given.kind, metadata=NotebookNode(), source=source)
    if given.kind == "code":
        cell.outputs, cell.execution_count = [], None
    if cell_id:
        cell.id = cell_id
    return cell
