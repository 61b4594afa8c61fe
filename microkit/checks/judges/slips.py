"""Name the slip: compare what a rule computed with the table of wrong formulas and wrong habits."""

from __future__ import annotations

from collections import defaultdict

from microkit.checks.judges.judgment import Judgment
from microkit.checks.judges.measure import Measurement, Round, measure
from microkit.checks.judges.reference import result
from microkit.checks.misconceptions.lesson02 import PREFIX, SLOPES
from microkit.checks.plain import close

_WRONG_WAY_ROUND = {"/": "RDIV-ORDER", "-": "RSUB-ORDER"}


def name_habits(found: Judgment, rounds: list[Round]) -> None:
    """Blame the habits that look the same in every rule."""
    for round_ in rounds:
        prefix = PREFIX[round_.op]
        _name_numbers(found, round_)
        if not (round_.moved and round_.measurable):
            continue
        for m in measure(round_):
            if not m.arrives:
                _name_borrowed(found, round_, m, prefix)
            elif m.constant:
                found.blame(f"{prefix}-NO-UPSTREAM")
            if m.arrives and m.replaces:
                found.blame(f"{prefix}-OVERWRITE")


def name_slopes(found: Judgment, rounds: list[Round]) -> None:
    """Blame a wrong formula where it fits an input in every round."""
    measured: dict[tuple[str, int], list[tuple[Round, Measurement]]] = defaultdict(list)
    for round_ in rounds:
        if round_.moved and round_.measurable:
            for m in measure(round_):
                measured[round_.op, m.position].append((round_, m))
    for key, cases in measured.items():
        if all(m.slope is not None and close(m.slope, m.true_slope) for _, m in cases):
            continue
        for idea, formula in SLOPES[key]:
            if all(_fits(m, formula(*_inputs(round_))) for round_, m in cases):
                found.blame(idea)
                break


def _fits(m: Measurement, wrong: float) -> bool:
    return m.arrives and m.slope is not None and close(m.slope, float(wrong))


def _inputs(round_: Round) -> tuple[float, float, float]:
    first, second = (*round_.operands, 0.0)[:2]
    return first, second, round_.plain["out"]


def _name_borrowed(found: Judgment, round_: Round, m: Measurement, prefix: str) -> None:
    """Blame rules that read an input's own gradient: seen only where one is already there."""
    loaded, answer = round_.runs["loaded"]
    if close(m.after, m.already):
        return
    other = 1 - m.position
    if round_.op == "*":
        # The first line may have changed the other's gradient before the second line reads it.
        for borrowed in (loaded.preload[other], answer["grads"][other]):
            if isinstance(borrowed, float) and close(
                m.after, m.already + borrowed * loaded.upstream
            ):
                found.blame("MUL-GRAD-FOR-DATA")
                return
    if close(m.after, m.already + m.true_slope * m.already):
        found.blame(f"{prefix}-SELFGRAD")


def _name_numbers(found: Judgment, round_: Round) -> None:
    for kind in ("number right", "number left"):
        if kind not in round_.runs:
            continue
        trial, answer = round_.runs[kind]
        trouble = answer["trouble"]
        if trouble and trouble["kind"] == "AttributeError" and "out" in round_.plain:
            found.blame("NO-WRAP")
        elif (
            kind == "number left"
            and round_.op in _WRONG_WAY_ROUND
            and answer.get("is_value")
            and close(answer["out"], result(round_.op, trial.operands[::-1]))
        ):
            found.blame(_WRONG_WAY_ROUND[round_.op])
