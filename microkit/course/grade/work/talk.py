"""One run with one student: their cells are run in a room, and then the room is asked.

What ends the room (a loop that ignores its end, a crash) is left out, and the rest is done again
without it: one cell costs what it was to earn, and not the others.
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
        Cells that are not run, since they did not end or ended everything, and how that was. The
        runs of one submission share it.
    """

    rooms: Rooms
    lesson: int
    cells: Sequence[CellToRun]
    files: Sequence[tuple[str, bytes]]
    patience: Patience
    passed: Collection[str] = ()
    left_out: dict[str, Outcome] = field(default_factory=dict)
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
            if cell.id in self.left_out:
                continue
            seconds = self.patience.seconds
            message = {"do": "cell", "source": cell.source, "name": cell.id, "seconds": seconds}
            outcome = self._session.ask(message, seconds + GRACE)
            told = self.told[cell.id] = Told(_trouble(outcome), outcome.output)
            if told.trouble and told.trouble["kind"] == "time":
                self.patience.was_late()
                self.left_out[cell.id] = outcome
            if not self._session.alive:
                self.left_out[cell.id] = self._last = outcome
                return


def _trouble(outcome: Outcome) -> dict[str, str] | None:
    """Return what went wrong in a cell; student code may have written it, in any form."""
    if not outcome.ok:
        return {"kind": outcome.problem, "text": outcome.sentence, "line": ""}
    if not isinstance(outcome.answer, dict):
        return None
    return {key: str(outcome.answer.get(key, ""))[:300] for key in ("kind", "text", "line")}
