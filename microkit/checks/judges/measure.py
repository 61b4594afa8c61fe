"""From raw answers to measurements: what arrived at each input, and how it depends on the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from microkit.checks.judges.compare import DOUBLE, SINGLE
from microkit.checks.judges.reference import slopes
from microkit.checks.plain import close, written
from microkit.checks.probes import EDGE_KINDS, UNARY, Trial

GRADIENT = ("everyone", "upstream", "accumulate", "slope")


@dataclass(frozen=True)
class Round:
    """All runs of one operation on one set of operands, by the trial's kind."""

    op: str
    runs: dict[str, tuple[Trial, dict[str, Any]]]

    @property
    def operands(self) -> tuple[float, ...]:
        """The numbers of the plain run."""
        return self.runs["plain"][0].operands

    @property
    def plain(self) -> dict[str, Any]:
        """The answer of the plain run."""
        return self.runs["plain"][1]

    @property
    def where(self) -> str:
        """The inputs in words, for the report's first line."""
        trial = self.runs["plain"][0]
        names = ("a", "n") if self.op == "**" else ("a", "b")
        inputs = ", ".join(
            f"{n} = {written(x)}" for n, x in zip(names, self.operands, strict=False)
        )
        what = f"{names[0]} {self.op} {names[1]}"
        if self.op in UNARY:
            what = "-a" if self.op == "neg" else f"a.{self.op}()"
        return f"{what} with {inputs}, gradient from above = {written(trial.upstream)}"

    @property
    def moved(self) -> bool:
        """Whether any gradient changed in any run: the sign of a rule that somebody wrote."""
        return any(
            not close(grad, before, self.tolerance)
            for trial, answer in self.runs.values()
            for grad, before in zip(answer.get("grads", ()), trial.preload, strict=False)
        )

    @property
    def measurable(self) -> bool:
        """Whether the runs that gradients are measured in came to their end."""
        kinds = ("plain", "doubled", "loaded")
        return all(kind in self.runs and not self.runs[kind][1]["trouble"] for kind in kinds)

    @property
    def tolerance(self) -> float:
        """How far two numbers may differ: more, where the student keeps single precision."""
        single = any(answer.get("single") for _, answer in self.runs.values())
        return SINGLE if single else DOUBLE

    def slopes_at(self, operands: tuple[float, ...]) -> tuple[float, ...]:
        """Return the true local slopes at other operands."""
        return slopes(self.op, operands)


@dataclass(frozen=True)
class Measurement:
    """What one input of one round got."""

    name: str
    position: int
    true_slope: float
    read_slope: float  # the right rule's, if it reads the result that the student got
    expected: float
    delta: Any
    doubled: Any
    already: float
    after: Any
    upstream: float
    tolerance: float

    @property
    def arrives(self) -> bool:
        """Whether anything arrives at an input whose gradient starts at 0."""
        return not (self.same(self.delta, 0.0) and self.same(self.doubled, 0.0))

    @property
    def linear(self) -> bool:
        """Whether -2 times the gradient from above brings -2 times as much."""
        return isinstance(self.delta, float) and self.same(self.doubled, -2 * self.delta)

    @property
    def constant(self) -> bool:
        """Whether the gradient from above makes no difference."""
        return self.same(self.doubled, self.delta)

    @property
    def added(self) -> bool:
        """Whether the gradient from above is added, where it should be multiplied."""
        if not isinstance(self.delta, float) or not isinstance(self.doubled, float):
            return False
        return self.same(self.delta - self.doubled, 3 * self.upstream) and not self.linear

    @property
    def adds(self) -> bool:
        """Whether what was there is kept."""
        if not isinstance(self.delta, float) or not isinstance(self.after, float):
            return False
        # One of the sides may be a difference of nearly equal numbers, and as rough as they are.
        return self.same(self.after, self.already + self.delta) or self.same(
            self.after - self.already, self.delta
        )

    @property
    def replaces(self) -> bool:
        """Whether what was there is lost."""
        return self.same(self.after, self.delta) and not self.adds

    @property
    def slope(self) -> float | None:
        """The local slope that the rule used, where it can be told."""
        if self.linear:
            return self.delta / self.upstream
        if self.added:
            return self.delta - self.upstream
        return self.delta if self.constant else None

    @property
    def right(self) -> bool:
        """Whether the local slope is right, or would be if the result were."""
        return self.same(self.slope, self.true_slope) or self.same(self.slope, self.read_slope)

    def same(self, got: Any, wanted: Any) -> bool:
        """Say whether two numbers are the same, as closely as the student's precision allows."""
        return close(got, wanted, self.tolerance)


def rounds_of(trials: list[Trial], answers: list[dict[str, Any]]) -> list[Round]:
    """Group trials and answers by operation and operands; a plain trial opens a round.

    There may be fewer answers than trials: collecting stops at code that never ends.
    """
    rounds: list[Round] = []
    for trial, answer in zip(trials, answers, strict=False):
        if trial.kind in EDGE_KINDS:
            continue
        if trial.kind == "plain":
            rounds.append(Round(trial.op, {}))
        rounds[-1].runs[trial.kind] = (trial, answer)
    return rounds


def measure(round_: Round) -> list[Measurement]:
    """Return one measurement for each input of a round that has a gradient."""
    plain, answer = round_.runs["plain"]
    true = slopes(round_.op, round_.operands)
    out = answer["out"] if isinstance(answer["out"], float) else None
    read = slopes(round_.op, round_.operands, out)
    return [
        Measurement(
            name="ab"[i],
            position=i,
            true_slope=true[i],
            read_slope=read[i],
            expected=true[i] * plain.upstream,
            delta=answer["grads"][i],
            doubled=round_.runs["doubled"][1]["grads"][i],
            already=round_.runs["loaded"][0].preload[i],
            after=round_.runs["loaded"][1]["grads"][i],
            upstream=plain.upstream,
            tolerance=round_.tolerance,
        )
        for i in range(len(answer["grads"]))
    ]
