"""A wrong turn: how a right cell of a lesson becomes wrong, and what the check must call it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Turn:
    """One wrong turn of a student.

    Parameters
    ----------
    cell : str
        The grade_id of the solution cell, such as ``"mul-backward"``.
    edits : tuple of (str, str)
        What stands in the solved cell, and what the student writes instead.
    exercise : str
        The exercise whose check must say LOOK, such as ``"02.mul"``.
    misconception : str
        The id that its report names first.
    """

    cell: str
    edits: tuple[tuple[str, str], ...]
    exercise: str
    misconception: str

    def taken(self, solved: str) -> str:
        """Return the source of the cell with this wrong turn in it."""
        for right, wrong in self.edits:
            if right not in solved:
                raise ValueError(f"{self.cell} does not hold {right!r}")
            solved = solved.replace(right, wrong)
        return solved
