"""Judge the chain by hand: the seed, the order, and that nobody fired twice."""

from __future__ import annotations

from typing import Any

from microkit.checks.exercise import Exercise
from microkit.checks.judges.judgment import Judgment
from microkit.checks.plain import close, written
from microkit.checks.probes import chain_operands
from microkit.guard import told


def judge_chain(exercise: Exercise, answers: dict[str, Any], seed: str) -> Judgment:
    """Return what went wrong in ``d = a*b + c``, seen from who fired when, and holding what."""
    a, b, c = chain_operands(exercise, seed)
    found = Judgment(where=f"a = {written(a)}, b = {written(b)}, c = {written(c)}")
    log = [entry for entry in answers["log"] if entry["fired"] != "leaf"]
    found.written = bool(log or answers["trouble"] or answers["seed"] not in (None, 0.0))
    if answers["trouble"]:
        for question in exercise.questions:
            found.fail(question.id, told(answers["trouble"]))
        found.advice = "Your function stopped before the end. Mend this line first."
        return found
    if not close(answers["out"], a * b + c):
        line = f"it returned {written(answers['out'])}   expected d = {written(a * b + c)}"
        for question in exercise.questions:
            found.fail(question.id, line)
        found.advice = "Return d, the last result, after the calls."
        return found
    if not close(answers["seed"], 1.0):
        found.fail("seed", f"d.grad = {written(answers['seed'])}   expected 1")
        found.advice = "How much does d move when d moves by one? Write that into d.grad first."
    fired = [entry["fired"] for entry in log]
    times_entry = next((entry for entry in log if entry["fired"] == "*"), None)
    in_order = "+" in fired and times_entry is not None and times_entry["grad"] != 0.0
    if not in_order or fired.index("+") > fired.index("*"):
        found.fail("order", f"fired: {', then '.join(fired) or 'nobody'}   expected: +, then *")
        found.advice = found.advice or (
            "A gate can pass on only what has arrived. Start at the end, and go back step by step."
        )
    if len(fired) != len(set(fired)) or not fired:
        found.fail("once", f"fired: {', '.join(fired) or 'nobody'}   expected each gate once")
        found.advice = found.advice or "A gate that fires twice sends its message twice."
    expected = (b, a, 1.0)
    if not found.failed and not all(map(close, answers["grads"], expected)):
        got = ", ".join(written(grad) for grad in answers["grads"])
        line = f"the gradients of a, b, c are {got}   expected {', '.join(map(written, expected))}"
        found.fail("order", line)
        found.advice = "Let the gates write the gradients of a, b and c; write only d.grad."
    return found
