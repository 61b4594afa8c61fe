"""One run with one student: their cells are run in a room, and then the room is asked.

What ends the room (a loop that ignores its end, a crash) is left out, and the rest is done again
without it: one cell costs what it was to earn, and not the others. Of a cell that did not end,
later rooms run the statements that had ended, so that all exercises see the same of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from microkit.course.grade.work.patience import Patience
from microkit.course.grade.work.plan import CellToRun
from microkit.course.sandbox import Outcome

DESK = "microkit.course.grade.desk.desk:open_desk"
MOST_BEGINNINGS = 6
MOST_STATEMENTS = 100_000  # of a cell; what a room says of itself may be anything
GRACE = 2.0  # seconds after which a cell that ignores its end is ended from outside


class Rooms(Protocol):
    """What gives out rooms: a `Sandbox`, or what stands in for one."""

    def open(self, entry: str, request: Any = ..., files: Any = ..., limits: Any = ...) -> Any:
        """Return a session."""


@dataclass
class Told:
    """What came of one cell: what went wrong, if anything did, and what it printed."""

    trouble: dict[str, str] | None = None
    output: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A cell that is not run again: how that was, and how many of its statements had ended.

    Later rooms run these, and nothing of the cell if there are none, or if nobody knows (None).
    """

    outcome: Outcome
    statements: int | None = None


@dataclass
class Talk:
    """A run with one student.

    Parameters
    ----------
    rooms : Rooms
        Where it takes place.
    lesson : int
        The lesson's number.
    cells : sequence of CellToRun
        What is run first.
    files : sequence of (str, bytes)
        The data files.
    patience : Patience
        How long each cell, and each answer, may take.
    passed : collection of str, optional
        The exercises that have passed already.
    left_out : dict, optional
        Cells that are not run again, since they did not end or ended everything. The runs of one
        submission share it.
    """

    rooms: Rooms
    lesson: int
    cells: Sequence[CellToRun]
    files: Sequence[tuple[str, bytes]]
    patience: Patience
    passed: Collection[str] = ()
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    _session: Any = None
    _beginnings: int = 0
    _last: Outcome | None = None

    def ask(self, message: dict[str, Any], seconds: float | None = None) -> Outcome:
        """Return what the room answers; the cells are run first if they have not been."""
        if not self._ready():
            return self._last or Outcome(problem="crash", sentence="The code crashed Python.")
        outcome = self._session.ask(message, seconds or self.patience.seconds)
        if outcome.problem == "time":
            self.patience.was_late()
        if not self._session.alive:
            self._last = outcome
        return outcome

    def begin(self) -> None:
        """Run the cells, unless that has been done."""
        if not self._beginnings:
            self._ready()

    def close(self) -> None:
        """End the room."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _ready(self) -> bool:
        """Say whether there is a room in which the cells have been run."""
        while self._session is None or not self._session.alive:
            self.close()
            if self._beginnings >= MOST_BEGINNINGS:
                return False
            self._beginnings += 1
            self._begin()
        return True

    def _begin(self) -> None:
        request = {"lesson": self.lesson, "passed": sorted(self.passed)}
        self._session = self.rooms.open(DESK, request, self.files)
        if not self._session.alive:
            self._last = self._session.opening
            return
        for cell in self.cells:
            known = self.left_out.get(cell.id)
            if known and not known.statements:
                continue
            seconds = self.patience.seconds
            message = {"do": "cell", "source": cell.source, "name": cell.id, "seconds": seconds}
            if known:
                message["statements"] = known.statements
            outcome = self._session.ask(message, seconds + GRACE)
            trouble = _trouble(outcome)
            if not known:
                self.told[cell.id] = Told(trouble, outcome.output)
            if trouble and trouble["kind"] == "time":
                self.patience.was_late()
                self.left_out[cell.id] = LeftOut(outcome, _ended(outcome))
            if not self._session.alive:
                self.left_out[cell.id] = LeftOut(outcome)
                self._last = outcome
                return


def _ended(outcome: Outcome) -> int | None:
    """Return how many statements of a cell had ended when it was broken off, if the room says."""
    said = outcome.answer.get("statements") if isinstance(outcome.answer, dict) else None
    return said if type(said) is int and 0 <= said < MOST_STATEMENTS else None


def _trouble(outcome: Outcome) -> dict[str, str] | None:
    """Return what went wrong in a cell; student code may have written it, in any form."""
    told = outcome.answer
    if not outcome.ok:
        told = {"kind": outcome.problem, "text": outcome.sentence}
    if not isinstance(told, dict):
        return None
    return {key: str(told.get(key, ""))[:300] for key in ("kind", "text", "line", "shows")}
