"""Which submitted cell is which released one: by grade id, by id, and then by what stands there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbgrader.utils import is_solution

from microkit.course.intake.commitment import asked_in
from microkit.course.intake.given import Given
from microkit.course.intake.text import Likeness, tidy

_LIKELY = 0.5  # so much of a released cell must stand in another for the two to be the same
_POSSIBLE = 0.25  # the same, where its neighbors are its neighbors
_CLOSE = 0.1  # two that are nearer to each other than this cannot be told apart


@dataclass
class Matching:
    """Pairs of submitted and released cells, by their places in the two notebooks.

    Parameters
    ----------
    released_of : dict from int to int
        The released cell of each submitted one that has one.
    renamed : dict from int to str
        Submitted cells that carried another cell's name, and that name.
    by_text : set of int
        Submitted cells that were recognized only by what stands in them or around them.
    likely : set of int
        Those of them in which something else stands by now.
    unsure : set of int
        Released cells whose submitted cell may be another one.
    """

    released_of: dict[int, int] = field(default_factory=dict)
    renamed: dict[int, str] = field(default_factory=dict)
    by_text: set[int] = field(default_factory=set)
    likely: set[int] = field(default_factory=set)
    unsure: set[int] = field(default_factory=set)

    def candidates(self) -> dict[int, list[int]]:
        """Return the submitted cells of each released one, in their order."""
        found: dict[int, list[int]] = defaultdict(list)
        for place, index in sorted(self.released_of.items()):
            found[index].append(place)
        return found


def is_prediction(cell: NotebookNode) -> bool:
    """Say whether a released cell asks for a prediction."""
    return cell.cell_type == "code" and "predict" in cell.metadata.get("tags", [])


def is_answer(cell: NotebookNode) -> bool:
    """Say whether a released cell is the student's to fill in."""
    return is_solution(cell) or is_prediction(cell)


def grade_id_of(cell: NotebookNode) -> str:
    """Return a released cell's grade id, or nothing."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def match_cells(released: Sequence[NotebookNode], given: Sequence[Given]) -> Matching:
    """Return which submitted cell belongs to which released one.

    Parameters
    ----------
    released : sequence of NotebookNode
        The cells of the lesson.
    given : sequence of Given
        The cells that were handed in.
    """
    matching = Matching()
    likeness = Likeness(cell.source for cell in released)
    _by_names(released, given, matching, likeness)
    _by_question(released, given, matching)
    _by_same_text(released, given, matching)
    _by_likeness(released, given, matching, likeness)
    _by_place(released, given, matching)
    return matching


def _by_names(
    released: Sequence[NotebookNode],
    given: Sequence[Given],
    matching: Matching,
    likeness: Likeness,
) -> None:
    """Pair cells by grade id and by id. Where the two disagree, what stands in them decides."""
    by_grade_id = {grade_id_of(cell): i for i, cell in enumerate(released) if grade_id_of(cell)}
    by_id = {cell.id: i for i, cell in enumerate(released) if cell.get("id")}
    for cell in given:
        named, identified = by_grade_id.get(cell.grade_id), by_id.get(cell.cell_id)
        index = identified if named is None else named
        if index is None:
            continue
        if named is not None and identified is not None and named != identified:
            shares = [likeness(released[i].source, cell.source) for i in (named, identified)]
            index = identified if shares[1] > shares[0] else named
            if abs(shares[1] - shares[0]) < _CLOSE and is_answer(released[index]):
                matching.unsure.add(index)
        if cell.grade_id and grade_id_of(released[index]) != cell.grade_id:
            matching.renamed[cell.place] = cell.grade_id
        matching.released_of[cell.place] = index


def _by_question(
    released: Sequence[NotebookNode], given: Sequence[Given], matching: Matching
) -> None:
    """Pair predictions by the question that they answer."""
    taken = set(matching.released_of.values())
    questions = {
        asked_in(cell.source): i
        for i, cell in enumerate(released)
        if i not in taken and is_prediction(cell)
    }
    for cell in _left(given, matching):
        if (question := asked_in(cell.source)) and question in questions:
            matching.released_of[cell.place] = questions[question]
            matching.by_text.add(cell.place)


def _by_same_text(
    released: Sequence[NotebookNode], given: Sequence[Given], matching: Matching
) -> None:
    """Pair cells in which the same stands, if it stands as often here as there."""
    ours: dict[str, list[int]] = defaultdict(list)
    theirs: dict[str, list[int]] = defaultdict(list)
    for index in _missing(released, matching):
        ours[tidy(released[index].source)].append(index)
    for cell in _left(given, matching):
        theirs[tidy(cell.source)].append(cell.place)
    for text, indices in ours.items():
        if len(theirs[text]) == len(indices):
            matching.released_of.update(zip(theirs[text], indices, strict=True))
            matching.by_text.update(theirs[text])


def _by_likeness(
    released: Sequence[NotebookNode],
    given: Sequence[Given],
    matching: Matching,
    likeness: Likeness,
) -> None:
    """Pair cells by the lines that are still there, the likeliest pair first."""
    missing, left = _missing(released, matching), _left(given, matching)
    scored = []
    for index in missing:
        low, high = _gap(index, matching)
        for cell in left:
            share = likeness(released[index].source, cell.source)
            near = low < cell.place < high
            if share >= (_POSSIBLE if near else _LIKELY):
                scored.append((share + _CLOSE * near, -index, -cell.place))
    scored.sort(reverse=True)
    taken: set[int] = set()
    for score, index, place in scored:
        if -place in matching.released_of or -index in taken:
            continue
        rivals = [
            other
            for other, i, p in scored
            if (i == index) != (p == place)
            and -p not in matching.released_of
            and -i not in taken
            and other > score - _CLOSE
        ]
        taken.add(-index)
        matching.released_of[-place] = -index
        matching.by_text.add(-place)
        matching.likely.add(-place)
        if (rivals or score < _LIKELY) and is_answer(released[-index]):
            matching.unsure.add(-index)


def _by_place(released: Sequence[NotebookNode], given: Sequence[Given], matching: Matching) -> None:
    """Pair an answer with the only cell that stands between the answer's neighbors."""
    for index in _missing(released, matching):
        if not is_answer(released[index]) or is_prediction(released[index]):
            continue
        low, high = _gap(index, matching)
        between = [
            cell.place
            for cell in _left(given, matching)
            if low < cell.place < high and cell.kind == released[index].cell_type
        ]
        if len(between) == 1 and low >= 0:
            matching.released_of[between[0]] = index
            matching.by_text.add(between[0])
            matching.likely.add(between[0])
            matching.unsure.add(index)


def _missing(released: Sequence[NotebookNode], matching: Matching) -> list[int]:
    """Return the released cells that have no submitted one yet."""
    taken = set(matching.released_of.values())
    return [index for index in range(len(released)) if index not in taken]


def _left(given: Sequence[Given], matching: Matching) -> list[Given]:
    """Return the submitted cells that have no released one yet, and are not blank."""
    return [
        cell for cell in given if cell.place not in matching.released_of and cell.source.strip()
    ]


def _gap(index: int, matching: Matching) -> tuple[int, int]:
    """Return the places of the nearest cells before and after a released one that are there."""
    before = [(i, place) for place, i in matching.released_of.items() if i < index]
    after = [(i, -place) for place, i in matching.released_of.items() if i > index]
    low = max(before, default=(0, -1))[1]
    high = -min(after, default=(0, -(1 << 30)))[1]
    return low, high
