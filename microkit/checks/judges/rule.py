"""Judge a rule: ask the questions one after the other, of every set of operands."""

from __future__ import annotations

from typing import Any

from microkit.checks.exercise import Exercise
from microkit.checks.judges.judgment import Judgment
from microkit.checks.judges.measure import GRADIENT, Round, measure, rounds_of
from microkit.checks.judges.reference import result
from microkit.checks.judges.slips import name_habits, name_slopes
from microkit.checks.plain import close, written
from microkit.checks.probes import rule_trials
from microkit.guard import told


def judge_rule(exercise: Exercise, answers: dict[str, Any], seed: str) -> Judgment:
    """Return which questions failed, and the ideas that explain what was computed."""
    found = Judgment()
    rounds = rounds_of(rule_trials(exercise, seed), answers["trials"])
    for round_ in rounds:
        before = len(found.failed)
        if _ask_forward(found, round_) and _ask_for_a_rule(found, round_):
            _ask_gradients(found, round_)
        _ask_numbers(found, round_)
        _ask_graph(found, round_)
        if len(found.failed) > before and not found.where:
            found.where = round_.where
    name_habits(found, rounds)
    name_slopes(found, rounds)
    found.written = any(round_.moved or round_.trouble for round_ in rounds)
    if not found.written:
        found.advice = (
            f"No input got anything. Write the lines in section {exercise.section}, run that cell, "
            "and check again. If they are there, look at what they change: it must be the `.grad` "
            "of each input."
        )
    return found


def _ask_forward(found: Judgment, round_: Round) -> bool:
    """Ask (a) and (b): the value and the type. False where there is no gradient to ask about."""
    answer = round_.plain
    if "out" not in answer:
        return _stop(found, round_, "forward", _stopped(answer))
    expected = result(round_.op, round_.operands)
    if not close(answer["out"], expected):
        line = f"out.data = {written(answer['out'])}   expected {written(expected)}"
        found.fail("forward", line)
    return True


def _ask_for_a_rule(found: Judgment, round_: Round) -> bool:
    answer = round_.plain
    if answer["rule"] == "none":
        found.blame("CALLED-NOT-STORED")
        return _stop(found, round_, None, "out._backward is None   expected a function")
    if answer["rule"] in ("missing", "not callable"):
        found.blame("NOT-ATTACHED")
        line = f"out._backward is {answer['rule']}   expected a function"
        return _stop(found, round_, None, line)
    if not round_.measurable:
        first = next(answer for _, answer in round_.runs.values() if answer["trouble"])
        return _stop(found, round_, None, _stopped(first))
    if not round_.moved:
        if answer["rule"] == "default":
            found.blame("NOT-ATTACHED")
            found.unwritten = "nothing moves"
        return _stop(found, round_, None, "no input got anything   expected one message for each")
    return True


def _ask_gradients(found: Judgment, round_: Round) -> None:
    """Ask (c) to (f), of each input on its own."""
    measured = measure(round_)
    if not any(m.arrives for m in measured):
        for question in ("upstream", "accumulate"):
            found.fail(question, "nothing arrived at any input")
    for m in measured:
        got = f"{m.name}.grad = {written(m.delta)}"
        if not m.arrives:
            found.fail("everyone", f"{got}   expected {written(m.expected)}")
            found.fail("slope", f"nothing arrived at {m.name}")
            continue
        if not m.linear:
            found.fail("upstream", f"{got}   expected {written(m.expected)}")
        if not m.adds:
            found.fail(
                "accumulate",
                f"{m.name}.grad was {written(m.already)}, and is {written(m.after)}   "
                f"expected {written(m.already + m.expected)}",
            )
        if m.slope is None or not close(m.slope, m.true_slope):
            found.fail("slope", f"{got}   expected {written(m.expected)}")
    _ask_alias(found, round_)


def _ask_alias(found: Judgment, round_: Round) -> None:
    """Ask `a * a`, where everything that was asked so far is right."""
    if "aliased" not in round_.runs or any(question in found.failed for question in GRADIENT):
        return
    trial, answer = round_.runs["aliased"]
    both = f"a {round_.op} a with a = {written(trial.operands[0])}"
    if answer["trouble"] or not answer.get("is_value"):
        found.fail("accumulate", f"{both}: {_stopped(answer)}")
        return
    expected = sum(round_.slopes_at(trial.operands)) * trial.upstream
    if not close(answer["grads"][0], expected):
        got = f"{both}: a.grad = {written(answer['grads'][0])}"
        found.fail("accumulate", f"{got}   expected {written(expected)}")


def _ask_numbers(found: Judgment, round_: Round) -> None:
    """Ask `a * 3.7` and `3.7 * a`: the value, and the gradient where the rule is right."""
    for kind in ("number right", "number left"):
        if kind not in round_.runs:
            continue
        trial, answer = round_.runs[kind]
        text, given = _expression(round_.op, kind, trial.operands)
        if "out" not in answer:
            found.fail("numbers", f"{text} with {given}: {_stopped(answer)}")
            continue
        expected = result(round_.op, trial.operands)
        if not close(answer["out"], expected):
            if "forward" not in found.failed:
                line = f"{text} is {written(answer['out'])} with {given}"
                found.fail("numbers", f"{line}   expected {written(expected)}")
            continue
        position = 0 if kind == "number right" else 1
        gradient = round_.slopes_at(trial.operands)[position] * trial.upstream
        if any(question in found.failed for question in GRADIENT):
            continue
        if answer["trouble"]:
            found.fail("numbers", f"{text} with {given}: {told(answer['trouble'])}")
        elif not close(answer["grads"][0], gradient):
            got = f"{text} with {given}: a.grad = {written(answer['grads'][0])}"
            found.fail("numbers", f"{got}   expected {written(gradient)}")


def _ask_graph(found: Judgment, round_: Round) -> None:
    """Ask (g): whether a walk through `_prev` finds every input."""
    answer = round_.plain
    if "parents" not in answer:
        found.fail("graph", "there is no result to look at")
    elif answer["odd_parents"]:
        found.blame("PARENTS-ARE-DATA")
        kinds = ", ".join(answer["odd_parents"])
        found.fail("graph", f"out._prev holds {kinds}   expected Values")
    elif not all(answer["parents"]):
        found.blame("PARENTS-MISSING")
        lost = [name for name, seen in zip("ab", answer["parents"], strict=False) if not seen]
        found.fail("graph", f"out._prev does not lead to {' and '.join(lost)}")


def _stop(found: Judgment, round_: Round, question: str | None, line: str) -> bool:
    """Fail the questions that cannot be asked any more."""
    if round_.trouble:
        found.advice = "Your code stopped before its end. Mend that first, then check again."
    for each in ((question,) if question else ()) + GRADIENT:
        found.fail(each, line)
    return False


def _expression(op: str, kind: str, operands: tuple[float, ...]) -> tuple[str, str]:
    left, right = map(written, operands)
    if kind == "number right":
        return f"a {op} {right}", f"a = {left}"
    return f"{left} {op} a", f"a = {right}"


def _stopped(answer: dict[str, Any]) -> str:
    """Return why a run has no number to compare."""
    if answer["trouble"]:
        return told(answer["trouble"])
    return f"the result is of type {answer.get('type')}   expected a Value"
