"""One wrong idea, as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Misconception:
    """One wrong idea, and what to tell a student who has it.

    Parameters
    ----------
    id : str
        Stands in brackets in the report, and in the class's table: ``"MUL-OWN"``.
    title : str
        A few words for an instructor's table.
    message : str
        One or two sentences for the student. They name the idea and never hold the answer's code.
    """

    id: str
    title: str
    message: str
