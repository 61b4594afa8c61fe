"""Take in one submission: find its notebook, read it, and rebuild it from the release."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from microkit.course.finding import Finding
from microkit.course.intake.choose import about_name, about_refused, notebooks_in, rank
from microkit.course.intake.clock import read_time
from microkit.course.intake.decode import read_json
from microkit.course.intake.disk import MAX_BYTES, Entry, RefusedError, list_folder, read_inside
from microkit.course.intake.files import judge_files
from microkit.course.intake.finding import Intake
from microkit.course.intake.given import read_cells
from microkit.course.intake.rebuild import Rebuilt, rebuild
from microkit.course.intake.sentences import found

_MAX_NOTEBOOKS = 5  # so many are compared where none has the right name
_NO_FOLDER = {"missing": "no-folder", "link": "linked-folder"}
_REFUSED = {"huge": "huge-notebook", "link": "linked-notebook", "special": "special-notebook"}


@dataclass(frozen=True)
class _Read:
    entry: Entry
    rebuilt: Rebuilt
    findings: tuple[Finding, ...]
    is_read: bool


def take_in(released: NotebookNode, submitted: Path, lesson: str, zone: str = "") -> Intake:
    """Return a submission as it can be graded: the released notebook with the student's answers.

    Nothing that stands in the folder makes this raise. No link is followed, no more than a set size
    is read, and nothing is executed.

    Parameters
    ----------
    released : NotebookNode
        The lesson as it was released. It is not changed.
    submitted : Path
        The folder ``submitted/STUDENT/LESSON``.
    lesson : str
        The lesson's name, such as ``"02_one_step_back"``.
    zone : str, optional
        The exchange's time zone, such as ``"Asia/Tokyo"``.

    Returns
    -------
    Intake
        The notebook, the findings (none for honest work), and when it was handed in.

    Examples
    --------
    >>> from nbformat.v4 import new_notebook
    >>> take_in(new_notebook(), Path("submitted/nobody/02"), "02").findings[0].kind
    'no-folder'
    """
    try:
        return _take_in(released, submitted, lesson, zone)
    except Exception as error:  # one student's files must never end the class's run
        why = found("unexpected", why=type(error).__name__)
        return Intake(deepcopy(released), (why,), None)


def _take_in(released: NotebookNode, submitted: Path, lesson: str, zone: str) -> Intake:
    listing = list_folder(submitted)
    if listing.kind != "folder":
        kind = _NO_FOLDER.get(listing.kind, "unreadable-folder")
        return Intake(deepcopy(released), (found(kind),), None)
    if not listing.entries:
        return Intake(deepcopy(released), (found("empty-folder"),), None)
    named = notebooks_in(listing, lesson)
    time, about_time = read_time(submitted, zone=zone)
    beside = [
        *(finding for entry in named for finding in about_refused(entry)),
        *judge_files(listing, {entry.inside for entry in named}),
        *about_time,
    ]
    read = _read_best(released, submitted, lesson, [entry for entry in named if _is_file(entry)])
    if read is None:
        missing = found("missing-notebook", name=f"{lesson}.ipynb")
        return Intake(deepcopy(released), (missing, *beside), time)
    others = [str(entry.inside) for entry in named if entry != read.entry and _is_file(entry)]
    several = []
    if others:
        look = rank(read.entry.inside, lesson) > 1 or not read.rebuilt.answers
        words = {"file": read.entry.inside, "others": others}
        several.append(found("several-notebooks", look=look, **words))
    findings = (
        *about_name(read.entry.inside, lesson),
        *several,
        *read.findings,
        *read.rebuilt.findings,
        *beside,
    )
    return Intake(read.rebuilt.notebook, findings, time)


def _is_file(entry: Entry) -> bool:
    return entry.kind == "file"


def _read_best(
    released: NotebookNode, submitted: Path, lesson: str, named: list[Entry]
) -> _Read | None:
    """Return the notebook with the right name, or else that with the most answers."""
    if not named:
        return None
    first = _read(released, submitted, named[0])
    if len(named) == 1 or (first.is_read and rank(first.entry.inside, lesson) == 0):
        return first
    rest = [_read(released, submitted, entry) for entry in named[1:_MAX_NOTEBOOKS]]
    found_there = [first, *rest]
    return max(found_there, key=lambda read: (read.is_read, read.rebuilt.answers))


def _read(released: NotebookNode, submitted: Path, entry: Entry) -> _Read:
    """Read one notebook's file."""
    file = str(entry.inside)
    try:
        raw = read_inside(submitted, entry.inside)
    except RefusedError as refused:
        kind = _REFUSED.get(refused.kind, "unreadable-notebook")
        why = found(kind, file=file, limit=MAX_BYTES // 1_000_000)
        return _Read(entry, Rebuilt(deepcopy(released)), (why,), False)
    data, findings = read_json(raw, file)
    if any(finding.look for finding in findings) and data is None:
        return _Read(entry, Rebuilt(deepcopy(released)), tuple(findings), False)
    cells, more = read_cells(data, file)
    return _Read(entry, rebuild(released, cells), (*findings, *more), bool(cells))
