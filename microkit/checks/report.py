"""Report: what a check found, as text, as a card, as a number for the gradebook, and as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from microkit.checks.exercise import Exercise, Question
from microkit.checks.judges.judgment import Judgment
from microkit.checks.judges.picture import Pair
from microkit.checks.lines import paragraph
from microkit.checks.misconceptions import misconception
from microkit.checks.misconceptions.entry import Misconception
from microkit.checks.points import out_of

MOST_TOLD = 3
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
    unwritten, where, advice : str
        What the text says: the state, the inputs, and what to do.
    evidence : dict of str to list of str
        For each question that failed: the lines that show the numbers.
    notes : list of str
        Conventions: they cost nothing.
    picture : Pair or None
        The graph on which it failed, for the card.
    """

    exercise: Exercise
    score: float
    misconceptions: list[str] = field(default_factory=list)
    failed_questions: list[str] = field(default_factory=list)
    written: bool = True
    unwritten: str = ""
    where: str = ""
    evidence: dict[str, list[str]] = field(default_factory=dict)
    advice: str = ""
    notes: list[str] = field(default_factory=list)
    picture: Pair | None = None

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
            evidence={q.id: found.failed[q.id] for q in failed},
            advice=found.advice or (failed[0].hint if failed else ""),
            notes=found.notes,
            picture=found.picture,
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
        return out_of(self.score, self.points)

    def lost(self, question: Question) -> float:
        """Return how many points a question has cost; each one does where nothing is written."""
        if self.written and question.id not in self.failed_questions:
            return 0.0
        return round(question.share * self.points, 4)

    @property
    def ideas(self) -> list[Misconception]:
        """The ideas that are told: the first few."""
        return [misconception(id_) for id_ in self.misconceptions[:MOST_TOLD]]

    @property
    def untold(self) -> str:
        """A sentence on the ideas that fit too, where there are more than are told."""
        more = [f"[{id_}]" for id_ in self.misconceptions[MOST_TOLD:]]
        if not more:
            return ""
        return f"And {len(more)} more: {' '.join(more)}. Mend these first, then check again."

    def lines(self) -> list[str]:
        """Return what the report says after its first line, one paragraph a line."""
        notes = [f"Note, no points lost: {note}" for note in self.notes]
        if self.passed:
            return notes
        told = [f"{idea.message}  [{idea.id}]" for idea in self.ideas] or [self.advice]
        told += [self.untold] if self.untold else []
        if not self.written:
            return told
        # A line of numbers for each idea, and at least one.
        shown = [lines for lines in self.evidence.values() if lines][: max(1, len(self.ideas))]
        numbers = dict.fromkeys(line for lines in shown for line in lines)
        again = f"Look again at section {self.exercise.section}."
        return [*numbers, *told, *notes, again]

    def headline(self) -> str:
        """Return the first line, without the verdict."""
        name = f"{self.exercise.id}  {self.exercise.title}"
        if self.passed:
            count = len(self.exercise.questions)
            answered = f"all {count} questions" if count > 1 else "the question is"
            return f"{name}: {answered} answered. {self.earned}."
        if not self.written:
            return f"{name}: {self.unwritten}. {self.earned}."
        what = f"{self.exercise.id}  {self.where}" if self.where else name
        return f"{what}. {self.earned}."

    def __str__(self) -> str:
        first = paragraph(f"{self.verdict}  {self.headline()}", hanging=True)
        return "\n".join([*first, *(row for line in self.lines() for row in paragraph(line))])

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
            "lost": {q.id: lost for q in self.exercise.questions if (lost := self.lost(q))},
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Return the score as text, which is nbgrader's partial credit, and the card as HTML."""
        from microkit.checks.card import card

        return {"text/plain": repr(self.score), "text/html": card(self), MIME: self.to_json()}
