"""Which file of a submission is the notebook."""

from __future__ import annotations

import re
from pathlib import PurePath

from microkit.course.finding import Finding
from microkit.course.intake.disk import Entry, Listing
from microkit.course.intake.sentences import found

_NOTEBOOK = re.compile(r".*\.ipynb(\.(txt|json))?", re.IGNORECASE | re.DOTALL)
_REFUSED = {
    "link": "linked-notebook",
    "special": "special-notebook",
    "unreadable": "unreadable-notebook",
}


def notebooks_in(listing: Listing, lesson: str) -> list[Entry]:
    """Return everything with a notebook's name, files or not, the likeliest first.

    Parameters
    ----------
    listing : Listing
        All that lies in the submission.
    lesson : str
        The lesson's name, which the notebook should have.
    """
    found_there = [
        entry
        for entry in listing.entries
        if entry.kind != "folder"
        and not any(part.startswith((".", "__")) for part in entry.inside.parts)
        and (
            _NOTEBOOK.fullmatch(entry.inside.name)
            or entry.inside.name.casefold() == f"{lesson}.json".casefold()
        )
    ]
    return sorted(found_there, key=lambda entry: (rank(entry.inside, lesson), str(entry.inside)))


def rank(inside: PurePath, lesson: str) -> int:
    """Return how far a notebook's path is from what it should be; 0 if it is the right one.

    Examples
    --------
    >>> names = ("02.ipynb", "02.IPYNB", "week/02.ipynb", "Untitled.ipynb")
    >>> [rank(PurePath(name), "02") for name in names]
    [0, 1, 2, 4]
    """
    right = f"{lesson}.ipynb"
    deep = 0 if len(inside.parts) == 1 else 2
    if inside.name == right:
        return deep
    if inside.name.casefold() == right.casefold():
        return deep + 1
    return deep + 4


def about_refused(entry: Entry) -> list[Finding]:
    """Return what there is to say about a notebook's name that is not an ordinary file."""
    kind = _REFUSED.get(entry.kind)
    return [found(kind, file=entry.inside)] if kind else []


def about_name(inside: PurePath, lesson: str) -> list[Finding]:
    """Return what there is to say about the path of the notebook that was taken."""
    findings = []
    if inside.name != f"{lesson}.ipynb":
        findings.append(found("misnamed", file=inside.name, name=f"{lesson}.ipynb"))
    if len(inside.parts) > 1:
        findings.append(found("subfolder", file=inside))
    return findings
