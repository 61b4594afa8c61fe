"""Every finding in words: what was found, and what was done about it."""

from __future__ import annotations

import re

from microkit.course.finding import Finding

_EMPTY = "It is graded as if nothing had been written."

# kind: (whether a person must look, the sentence)
_KINDS: dict[str, tuple[bool, str]] = {
    # the folder
    "no-folder": (True, f"There is no folder with this submission. {_EMPTY}"),
    "linked-folder": (
        True,
        "The folder of this submission is a link to another place. Links are never followed, so "
        "please hand in the files themselves. " + _EMPTY,
    ),
    "unreadable-folder": (True, f"The folder of this submission could not be read. {_EMPTY}"),
    "empty-folder": (True, f"The folder of this submission holds no files. {_EMPTY}"),
    "missing-notebook": (
        True,
        "No notebook could be read in this submission; it should be called {name}. " + _EMPTY,
    ),
    "misnamed": (
        False,
        "The notebook is called {file}, and should be called {name}. It was taken as it is.",
    ),
    "subfolder": (
        False,
        "The notebook lies in a subfolder: {file}. It was taken from there.",
    ),
    "several-notebooks": (
        False,
        "There is more than one notebook. {file} was taken, and these were not: {others}.",
    ),
    "linked-notebook": (
        True,
        "The notebook {file} is a link to another place. Links are never followed, so it was not "
        "read: please hand in the file itself.",
    ),
    "special-notebook": (
        True,
        "{file} has a notebook's name, and is not an ordinary file. It was not opened.",
    ),
    "unreadable-notebook": (True, "The notebook {file} could not be opened, so it was not read."),
    "huge-notebook": (
        True,
        "The notebook {file} is larger than {limit} MB and was not read. Clear its outputs, save "
        "it, and hand it in again.",
    ),
    # the files beside the notebook
    "links": (
        True,
        "The submission holds links to other places: {others}. They were not followed.",
    ),
    "special-files": (
        True,
        "The submission holds things that are not ordinary files: {others}. They were not opened.",
    ),
    "shadow": (
        True,
        "These files would take the place of a part of Python, of Jupyter or of the kit: {others}. "
        "They were left out.",
    ),
    "left-out": (
        False,
        "These files were left out, since grading only takes the notebook and data: {others}.",
    ),
    "too-many-files": (
        True,
        "The submission holds more than {limit} files and folders. Those after them were left out.",
    ),
    "timestamp": (
        True,
        "The time of the submission could not be used: {why}. It counts as not known.",
    ),
    # the text of the notebook's file
    "empty-file": (True, f"The notebook {{file}} is empty: it holds no text at all. {_EMPTY}"),
    "encoding": (
        False,
        "The notebook's file is written in {encoding} and not in plain UTF-8. It was converted.",
    ),
    "broken-json": (
        True,
        "The notebook's file is damaged, so Jupyter cannot open it. Cells that could be read: "
        "{count}.",
    ),
    "not-a-notebook": (
        True,
        f"{{file}} has a notebook's name, and is not a notebook: {{why}}. {_EMPTY}",
    ),
    "too-deep": (
        True,
        f"The notebook's file is nested too deeply, or has too many parts, to be read. {_EMPTY}",
    ),
    "old-format": (
        False,
        "The notebook is saved in the old format {version}. It was converted to format 4.",
    ),
    "newer-format": (
        False,
        "The notebook is saved in the newer format {version}. It was read as format 4.5.",
    ),
    "odd-cells": (
        False,
        "Cells that are not formed as Jupyter forms them: {count}. What could be read was kept.",
    ),
    "too-many-cells": (
        True,
        "The notebook has {count} cells. Only the first {limit} were read.",
    ),
    "no-cells": (True, f"Nothing stands in the notebook. {_EMPTY}"),
    "another-notebook": (
        True,
        "No cell of this notebook belongs to the lesson, so it may be another lesson's. " + _EMPTY,
    ),
    "unexpected": (
        True,
        f"The submission could not be read ({{why}}). {_EMPTY}",
    ),
    # the cells
    "outdated": (
        False,
        "The submission was made from an older release of the lesson. The answers were taken into "
        "the present one.",
    ),
    "ids-lost": (
        False,
        "Cells that had lost their names, as some programs remove them: {count}. They were "
        "recognized by what stands in them.",
    ),
    "unsure": (
        True,
        "It is not certain which cell holds the answer {name}. The likeliest one was taken.",
    ),
    "renamed": (
        False,
        "The cell {name} carried the name of another cell ({other}). It was put in its own place.",
    ),
    "order": (False, "The cells were in another order. They are back in the lesson's order."),
    "doubled": (False, "The cell {name} was there {count} times. {done}"),
    "retyped": (
        False,
        "The cell {name} had been turned from {released} into {given}. It was turned back.",
    ),
    "missing-answer": (
        False,
        "The answer cell {name} was not in the notebook. It was put back without an answer.",
    ),
    "missing-cells": (False, "These cells had been removed and are back: {others}."),
    "metadata-changed": (
        False,
        "The settings of the cell {name} had been changed ({others}). The lesson's own count.",
    ),
    "locked-spaces": (
        False,
        "Only spaces and line breaks of the locked cell {name} had changed. The lesson's own text "
        "counts.",
    ),
    "locked-edited": (
        True,
        "The locked cell {name} had been edited. The lesson's own text counts.",
    ),
    "edited": (
        False,
        "Cells that are not answers had been edited: {others}. The lesson's own text counts, and "
        "changed code was kept in a cell below it.",
    ),
    "odd-characters": (
        False,
        "The cell {name} held characters that no text may hold. They were taken out or replaced.",
    ),
    "prediction-edited": (
        False,
        "More than the answer had been changed in the prediction {name}. Only the answer was "
        "taken.",
    ),
    "prediction-unclear": (
        True,
        "The prediction {name} holds no single number or choice in place of the three dots, so "
        "none was taken.",
    ),
}

KINDS = frozenset(_KINDS)
_SHOWN = 5


def found(kind: str, *, cell: str = "", look: bool | None = None, **words: object) -> Finding:
    """Return a finding of this kind, in words.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    cell : str, optional
        The grade id of the cell that it is about.
    look : bool, optional
        Whether a person must look; by default what is usual for this kind.
    **words : str, int or list of str
        What the sentence names.

    Raises
    ------
    KeyError
        If there is no such kind, or the sentence names something that was not given.

    Examples
    --------
    >>> found("subfolder", file="week2/02.ipynb").sentence
    'The notebook lies in a subfolder: week2/02.ipynb. It was taken from there.'
    """
    usual, sentence = _KINDS[kind]
    said = {name: printable(value) for name, value in words.items()}
    return Finding(kind, sentence.format(**said), usual if look is None else look, cell)


def printable(value: object) -> str:
    r"""Return words for a sentence: a name can hold anything, and a list can be long.

    Examples
    --------
    >>> printable(["a", "b\n", "c", "d", "e", "f", "g"])
    'a, b?, c, d, e and 2 more'
    """
    if isinstance(value, (list, tuple)):
        more = f" and {len(value) - _SHOWN} more" if len(value) > _SHOWN else ""
        return ", ".join(printable(one) for one in value[:_SHOWN]) + more
    text = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", "?", str(value))
    return text if len(text) <= 80 else f"{text[:77]}..."
