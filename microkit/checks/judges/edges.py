"""Look at the edges of a curve: at a corner, and far out. What is seen is worth a remark."""

from __future__ import annotations

from typing import Any

from microkit.checks.judges.judgment import Judgment
from microkit.checks.judges.measure import GRADIENT
from microkit.checks.misconceptions import misconception
from microkit.checks.plain import close, written
from microkit.checks.probes import EDGE_KINDS, Trial
from microkit.guard import told

_FAR = {"sigmoid": "SIG-OVERFLOW", "tanh": "TANH-OVERFLOW"}


def ask_edges(found: Judgment, trials: list[Trial], answers: list[dict[str, Any]]) -> None:
    """Note conventions and limits; only a slope that no convention allows fails a question."""
    if any(question in found.failed for question in ("forward", *GRADIENT)):
        return
    for trial, answer in zip(trials, answers, strict=False):
        if trial.kind in EDGE_KINDS:
            (_ask_zero if trial.kind == "zero" else _ask_far)(found, trial, answer)


def _ask_zero(found: Judgment, trial: Trial, answer: dict[str, Any]) -> None:
    """At a corner, every slope between those of its two sides is right; 0 is the usual one."""
    grads = answer.get("grads")
    where = f"a.{trial.op}() with a = 0"
    if not grads or not isinstance(grads[0], float):
        got = told(answer["trouble"]) if answer["trouble"] else "there is no gradient"
        found.fail("slope", f"{where}: {got}")
        return
    slope = grads[0] / trial.upstream
    if not -1e-6 < slope < 1 + 1e-6:
        found.fail("slope", f"{where}: the slope is {written(slope)}   expected 0 to 1")
    elif not close(slope, 0.0):
        _note(found, "RELU-AT-ZERO", f"at 0 yours is {written(slope)}")


def _ask_far(found: Judgment, trial: Trial, answer: dict[str, Any]) -> None:
    """Far out, the exponential of a number may be larger than any float."""
    numbers = [answer.get("out"), *(answer.get("grads") or ["missing"])]
    if answer["trouble"] or not all(isinstance(number, float) for number in numbers):
        got = answer["trouble"]["kind"] if answer["trouble"] else written(numbers[0])
        _note(found, _FAR[trial.op], f"with a = {written(trial.operands[0])} yours gives {got}")


def _note(found: Judgment, idea: str, seen: str) -> None:
    note = f"{misconception(idea).message} ({seen[0].upper()}{seen[1:]}.)  [{idea}]"
    if not any(f"[{idea}]" in other for other in found.notes):
        found.notes.append(note)
