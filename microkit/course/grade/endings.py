"""How a cell ended where it did not end well: the names that stand in a graded notebook."""

from __future__ import annotations

DID_NOT_END = "Did not end"
NOTHING_TO_GRADE = "Nothing to grade"
NOT_RUN = "Not run"
NO_ANSWER = "No answer"
THEIRS = "in the student's code:"  # the line above such an error
# By the sandbox's own names.
_PLAIN = {
    "time": DID_NOT_END,
    "memory": "Too much memory",
    "processes": "Too many processes",
    "disk": "Too much written",
    "output": "Too much printed",
    "crash": "Crashed",
    "exit": "Ended too early",
    "error": "Ended with an error",
    "bad answer": NO_ANSWER,
}
_OURS = {*_PLAIN.values(), NOTHING_TO_GRADE, NOT_RUN}


def plain(kind: str) -> str:
    """Return how a cell ended, in plain words; the name of a Python error stays.

    Examples
    --------
    >>> plain("time"), plain("KeyError")
    ('Did not end', 'KeyError')
    """
    return _PLAIN.get(kind, kind)


def in_a_sentence(name: str) -> str:
    """Return the same as a part of a sentence.

    Examples
    --------
    >>> in_a_sentence("Did not end"), in_a_sentence("KeyError")
    ('did not end', 'stopped with KeyError')
    """
    return name.lower() if name in _OURS else f"stopped with {name}"
