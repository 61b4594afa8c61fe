"""What came out of one run in the sandbox, and the sentences for what may go wrong there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from microkit.course.sandbox.limits import MEGABYTE, Limits

PROBLEMS = (
    "time",
    "memory",
    "processes",
    "disk",
    "output",
    "crash",
    "exit",
    "error",
    "bad answer",
)


@dataclass(frozen=True)
class Outcome:
    """What one run gave back: an answer, or a problem with a sentence on it.

    Parameters
    ----------
    answer : object
        Plain data (None, booleans, finite numbers, texts, lists, dicts); None if there is a
        problem. Student code may have written it: it is a claim, not a mark.
    problem : str
        ``""`` if all went well, else one of `PROBLEMS`.
    sentence : str
        The problem in plain English, ``""`` if there is none.
    output : str
        What was printed, up to the limit.
    seconds : float
        How long it took, by the clock on the wall.
    """

    answer: Any = None
    problem: str = ""
    sentence: str = ""
    output: str = ""
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether there is an answer and no problem."""
        return not self.problem


def sentence_for(problem: str, limits: Limits, detail: str = "") -> str:
    """Return a plain sentence for a problem.

    Examples
    --------
    >>> sentence_for("time", Limits(seconds=2))
    'The code had not ended after 2 seconds: does a loop go on for ever?'
    >>> sentence_for("error", Limits(), "ZeroDivisionError: division by zero")
    'The code ended with an error. ZeroDivisionError: division by zero'
    """
    text = {
        "time": f"The code had not ended after {limits.seconds:g} seconds: "
        "does a loop go on for ever?",
        "processor": f"The code used more than {limits.processor_seconds:g} seconds of processor "
        "time: does a loop go on for ever?",
        "memory": f"The code needed more than {_size(limits.memory)} of memory.",
        "processes": f"The code started more than {limits.processes} processes or threads.",
        "disk": f"The code wrote more than fits: {_size(limits.file_size)} in one file, "
        f"{_size(limits.disk)} in all.",
        "output": f"The code printed more than {_size(limits.output)}.",
        "crash": "The code crashed Python.",
        "exit": "The code ended Python before there was an answer.",
        "error": "The code ended with an error.",
        "bad answer": "What came back is not an answer that can be read.",
    }[problem]
    return f"{text} {detail}".strip()


def _size(number: float) -> str:
    """Return a number of bytes in the unit that suits it."""
    if number >= MEGABYTE:
        return f"{number / MEGABYTE:,.4g} MB"
    return f"{number / 1024:,.4g} kB"
