"""One wrong idea, as data."""

from __future__ import annotations

from dataclasses import dataclass, replace


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
    exercise : str, optional
        The exercise in which it shows, without ``.fresh``.
    edits : tuple of (str, str, str), optional
        The wrong program, as changes of the right one in `microkit.checks.references`: in the
        function or class of the first name, the second text becomes the third. The judge runs it
        on the same inputs, and compares what it computes. An empty second text replaces the whole.
    severity : str, optional
        ``"error"``, or ``"note"`` for a convention, which costs nothing.
    """

    id: str
    title: str
    message: str
    exercise: str = ""
    edits: tuple[tuple[str, str, str], ...] = ()
    severity: str = "error"

    def also(self, *edits: tuple[str, str, str]) -> Misconception:
        """Return the same idea in another guise: other edits that people make with it."""
        return replace(self, edits=edits)
