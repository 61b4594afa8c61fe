"""Report: what a check found, as text, as a card, as a number for the gradebook, and as JSON."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import Any

from microkit.checks.exercise import Exercise
from microkit.checks.judges.judgment import Judgment
from microkit.checks.misconceptions import misconception

WIDTH = 88
INDENT = " " * 6
MIME = "application/vnd.microkit.report+json"


@dataclass(frozen=True, repr=False)
class Report:
    """What a check found.

    Attributes
    ----------
    exercise : Exercise
        What was checked.
    score, points : float
        The points earned, and the points there are.
    misconceptions : list of str
        Ids of the ideas that explain what was computed, best match first.
    failed_questions : list of str
        Ids of the questions that failed, in the order in which they were asked.
    written : bool
        False where there is nothing to judge yet: such a report earns 0.
    unwritten, where, evidence, advice
        What the text says: the state, the inputs, the numbers, and what to do.
    notes : list of str
        Conventions: they cost nothing.
    """

    exercise: Exercise
    score: float
    misconceptions: list[str] = field(default_factory=list)
    failed_questions: list[str] = field(default_factory=list)
    written: bool = True
    unwritten: str = ""
    where: str = ""
    evidence: list[str] = field(default_factory=list)
    advice: str = ""
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, exercise: Exercise, found: Judgment) -> Report:
        """Return the report of a judgment: the shares of the questions passed, times the points."""
        failed = [q for q in exercise.questions if q.id in found.failed]
        earned = 1 - sum(q.share for q in failed) if found.written else 0.0
        return cls(
            exercise=exercise,
            score=float(round(max(earned, 0.0) * exercise.points, 2)),
            misconceptions=found.ideas,
            failed_questions=[q.id for q in failed],
            written=found.written,
            unwritten=found.unwritten,
            where=found.where,
            evidence=found.failed[failed[0].id] if failed else [],
            advice=found.advice or (failed[0].hint if failed else ""),
            notes=found.notes,
        )

    @property
    def points(self) -> float:
        """The points there are."""
        return self.exercise.points

    @property
    def passed(self) -> bool:
        """Whether every question was answered."""
        return not self.failed_questions

    @property
    def verdict(self) -> str:
        """``"PASS"``, ``"LOOK"``, or ``"NOTE"`` for a pass with a remark."""
        if not self.passed:
            return "LOOK"
        return "NOTE" if self.notes else "PASS"

    @property
    def earned(self) -> str:
        """The points in words: ``"1.6 of 2 points"``."""
        return f"{self.score:g} of {self.points:g} point{'s' if self.points != 1 else ''}"

    def lines(self) -> list[str]:
        """Return what the report says after its first line, one paragraph a line."""
        if self.passed:
            return list(self.notes)
        ideas = [misconception(id_) for id_ in self.misconceptions]
        told = [f"{idea.message}  [{idea.id}]" for idea in ideas] or [self.advice]
        if not self.written:
            return told
        again = f"Look again at section {self.exercise.section}."
        return [*self.evidence, *told, *self.notes, again]

    def headline(self) -> str:
        """Return the first line, without the verdict."""
        name = f"{self.exercise.id}  {self.exercise.title}"
        if self.passed:
            return f"{name}: all {len(self.exercise.questions)} questions answered. {self.earned}."
        if not self.written:
            return f"{name}: {self.unwritten}. {self.earned}."
        what = f"{self.exercise.id}  {self.where}" if self.where else name
        return f"{what}. {self.earned}."

    def __str__(self) -> str:
        first = textwrap.wrap(
            f"{self.verdict}  {self.headline()}",
            WIDTH,
            subsequent_indent=INDENT,
            break_on_hyphens=False,
        )
        rest = [
            textwrap.fill(
                line,
                WIDTH,
                initial_indent=INDENT,
                subsequent_indent=INDENT,
                break_on_hyphens=False,
            )
            for line in self.lines()
        ]
        text = "\n".join([*first, *rest])
        return text.encode("ascii", "backslashreplace").decode("ascii")

    def __repr__(self) -> str:
        return f"<Report {self.exercise.id} {self.verdict} {self.earned}>"

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain data: what the class's table is made of."""
        return {
            "exercise": self.exercise.id,
            "lesson": self.exercise.lesson,
            "verdict": self.verdict,
            "score": self.score,
            "points": self.points,
            "passed": self.passed,
            "written": self.written,
            "misconceptions": list(self.misconceptions),
            "failed_questions": list(self.failed_questions),
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Return the score as text, which is nbgrader's partial credit, and the card as HTML."""
        from microkit.checks.card import card

        return {"text/plain": repr(self.score), "text/html": card(self), MIME: self.to_json()}
