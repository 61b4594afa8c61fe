"""Judge a rule: ask the questions one after the other, of every set of operands."""

from __future__ import annotations

from typing import Any

from microkit.checks.exercise import Exercise
from microkit.checks.judges.edges import ask_edges
from microkit.checks.judges.judgment import NOTHING, STOPPED, Judgment
from microkit.checks.judges.measure import GRADIENT, Round, measure, rounds_of
from microkit.checks.judges.picture import picture_of_rule
from microkit.checks.judges.reference import result
from microkit.checks.judges.slips import name_slips
from microkit.checks.plain import close, written
from microkit.checks.probes import CURVES, rule_trials
from microkit.guard import told


def judge_rule(exercise: Exercise, answers: dict[str, Any], seed: str) -> Judgment:
    """Return which questions failed, and the ideas that explain what was computed."""
    found = Judgment()
    trials = rule_trials(exercise, seed)
    rounds = rounds_of(trials, answers["trials"])
    if not rounds:
        raise ValueError("These answers hold nothing to judge.")
    silent = _silent(rounds)
    for round_ in rounds:
        before = set(found.failed)
        if _ask_forward(found, round_) and _ask_for_a_rule(found, round_, silent):
            _ask_gradients(found, round_, silent)
        _ask_numbers(found, round_)
        _ask_graph(found, round_)
        _say_where(found, round_, found.failed.keys() - before)
    name_slips(found, rounds)
    found.written = any(map(_is_written, rounds))
    if not found.written:
        if found.advice != NOTHING:
            found.advice = (
                f"No input got anything. Write the lines in section {exercise.section}, run that "
                "cell, and check again. If they are there, look at what they change: it must be "
                "the `.grad` of each input."
            )
        return found
    found.picture = picture_of_rule(rounds, found.where)
    ask_edges(found, trials, answers["trials"])
    return found


def _silent(rounds: list[Round]) -> set[tuple[str, int]]:
    """Return the inputs at which nothing arrives, whatever the numbers."""
    heard: dict[tuple[str, int], bool] = {}
    for round_ in rounds:
        if round_.measurable and "out" in round_.plain:
            for m in measure(round_):
                key = (round_.op, m.position)
                heard[key] = heard.get(key, False) or m.arrives
    return {key for key, arrived in heard.items() if not arrived}


def _inputs(round_: Round) -> list[tuple[str, int]]:
    return [(round_.op, position) for position in range(len(round_.plain["grads"]))]


def _is_written(round_: Round) -> bool:
    """Say whether somebody wrote something here, right or wrong."""
    stopped = any(
        answer["trouble"] and answer["trouble"]["kind"] != "NotImplementedError"
        for _, answer in round_.runs.values()
    )
    returned = round_.op in CURVES and round_.plain.get("number", "None") != "None"
    changed = not all(
        close(after, before, round_.tolerance)
        for before, after in zip(round_.operands, round_.plain.get("kept", ()), strict=False)
    )
    return round_.moved or stopped or returned or changed


def _is_number(round_: Round) -> bool:
    """Say whether a method returned a plain number."""
    return round_.op in CURVES and isinstance(round_.plain.get("number"), float)


def _say_where(found: Judgment, round_: Round, failed: set[str]) -> None:
    """Keep the inputs of the first failing round; what fails on other inputs names them."""
    if failed and not found.where:
        found.where = round_.where
    elif round_.where != found.where:
        for question in failed:
            found.failed[question].insert(0, f"{round_.where}:")


def _ask_forward(found: Judgment, round_: Round) -> bool:
    """Ask (a) and (b): the value and the type. False where there is no gradient to ask about."""
    answer = round_.plain
    expected = result(round_.op, round_.operands)
    if _is_number(round_):
        found.blame("FLOAT-OUT")
        if not close(answer["number"], expected, round_.tolerance):
            line = f"the result is {written(answer['number'])}   expected {written(expected)}"
            found.fail("forward", line)
        return _stop(found, round_, None, _stopped(answer))
    if "out" not in answer:
        if answer.get("type") == "NoneType":
            found.advice = NOTHING
        return _stop(found, round_, "forward", _stopped(answer))
    if not close(answer["out"], expected, round_.tolerance):
        line = f"out.data = {written(answer['out'])}   expected {written(expected)}"
        found.fail("forward", line)
    made = answer.get("before", round_.operands)
    for name, before, between, after in zip(
        "ab", round_.operands, made, answer.get("kept", ()), strict=False
    ):
        if not close(after, before, round_.tolerance):
            by_rule = close(between, before, round_.tolerance)
            found.blame("RULE-WRITES-DATA" if by_rule else "IN-PLACE")
            line = f"{name}.data was {written(before)}, and is {written(after)} afterwards"
            found.fail("forward", line)
    return True


def _ask_for_a_rule(found: Judgment, round_: Round, silent: set[tuple[str, int]]) -> bool:
    answer = round_.plain
    if not any(round_.slopes_at(round_.operands)) and round_.measurable:
        return True  # nothing has to arrive
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
    if not round_.moved and all(key in silent for key in _inputs(round_)):
        if answer["rule"] == "default":
            found.blame("NOT-ATTACHED")
            found.unwritten = "nothing moves"
        return _stop(found, round_, None, "no input got anything   expected one message for each")
    return True


def _ask_gradients(found: Judgment, round_: Round, silent: set[tuple[str, int]]) -> None:
    """Ask (c) to (f), of each input on its own."""
    measured = measure(round_)
    if all(key in silent for key in _inputs(round_)):
        if not any(m.expected for m in measured):
            return  # here nothing has to arrive
        for question in ("upstream", "accumulate"):
            found.fail(question, "nothing arrived at any input")
    for m in measured:
        got = f"{m.name}.grad = {written(m.delta)}"
        if (round_.op, m.position) in silent:
            found.fail("everyone", f"{got}   expected {written(m.expected)}")
            found.fail("slope", f"nothing arrived at {m.name}")
            continue
        if not m.linear:
            line = f"{got}   expected {written(m.expected)}"
            if m.same(m.delta, m.expected):
                line = (
                    f"{m.name}.grad = {written(m.doubled)} when {written(-2 * m.upstream)} comes "
                    f"from above   expected {written(-2 * m.expected)}"
                )
            found.fail("upstream", line)
        if not m.adds:
            found.fail(
                "accumulate",
                f"{m.name}.grad was {written(m.already)}, and is {written(m.after)}   "
                f"expected {written(m.already + m.expected)}",
            )
        if not m.right:
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
    first, second = (slope * trial.upstream for slope in round_.slopes_at(trial.operands))
    got = answer["grads"][0]
    # The shares of a - a cancel: what is left of one without the other can be compared.
    if not isinstance(got, float) or not close(got - first, second, round_.tolerance):
        line = f"{both}: a.grad = {written(got)}   expected {written(first + second)}"
        found.fail("accumulate", line)


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
        if not close(answer["out"], expected, round_.tolerance):
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
        elif not close(answer["grads"][0], gradient, round_.tolerance):
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
    elif not all(answer["parents"]) and any(round_.slopes_at(round_.operands)):
        found.blame("PARENTS-MISSING")
        lost = [name for name, seen in zip("ab", answer["parents"], strict=False) if not seen]
        found.fail("graph", f"out._prev does not lead to {' and '.join(lost)}")


def _stop(found: Judgment, round_: Round, question: str | None, line: str) -> bool:
    """Fail the questions that cannot be asked any more."""
    if not round_.measurable:
        found.advice = STOPPED
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
