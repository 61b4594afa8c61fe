"""What a judge finds, before it becomes a report."""

from __future__ import annotations

from dataclasses import dataclass, field

from microkit.checks.judges.picture import Pair

STOPPED = "Your code stopped before its end. Mend that first, then check again."
NOTHING = "It returns nothing. Is there a `return`?"


@dataclass
class Judgment:
    """Which questions failed, with which evidence, and which ideas explain it.

    Parameters
    ----------
    where : str
        The inputs of the first failing run, for the report's first line.
    failed : dict of str to list of str
        Question id to the lines that show the numbers.
    ideas : list of str
        Ids of misconceptions, best match first.
    written : bool
        False where there is nothing to judge yet.
    unwritten : str
        What the first line says then.
    advice : str
        What to do, where no misconception says it.
    notes : list of str
        Conventions: worth a word, never a point.
    picture : Pair, optional
        The graph on which it failed, where there is one to draw.
    """

    where: str = ""
    failed: dict[str, list[str]] = field(default_factory=dict)
    ideas: list[str] = field(default_factory=list)
    written: bool = True
    unwritten: str = "not written yet"
    advice: str = ""
    notes: list[str] = field(default_factory=list)
    picture: Pair | None = None

    def fail(self, question: str, *lines: str) -> None:
        """Note that a question failed; the first evidence is kept."""
        self.failed.setdefault(question, list(lines))

    def blame(self, idea: str) -> None:
        """Note a misconception, once."""
        if idea not in self.ideas:
            self.ideas.append(idea)
