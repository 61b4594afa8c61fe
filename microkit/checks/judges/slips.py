"""Name the slip: compare what a rule computed with the table of wrong formulas and wrong habits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from microkit.checks.judges.judgment import Judgment
from microkit.checks.judges.measure import Measurement, Round, measure
from microkit.checks.judges.reference import result
from microkit.checks.misconceptions.rules import IDEAS, MESSAGES, PREFIX, SLOPES, VALUES
from microkit.checks.plain import close

_WRONG_WAY_ROUND = {"/": "RDIV-ORDER", "-": "RSUB-ORDER"}
Formula = Callable[[float, float, float], float]
Message = Callable[[float, float, float, float], float]
Cases = list[tuple[Round, Measurement]]


def name_slips(found: Judgment, rounds: list[Round]) -> None:
    """Blame every idea that explains what was computed: habits, then slopes, then values."""
    for round_ in rounds:
        _name_numbers(found, round_)
    by_input = _cases(rounds)
    for (op, position), cases in by_input.items():
        _name_use_of_upstream(found, PREFIX[op], cases)
        _name_borrowed(found, (op, position), cases)
        _name_message(found, (op, position), cases)
        if any(m.replaces for _, m in cases):
            found.blame(f"{PREFIX[op]}-OVERWRITE")
    for key, cases in by_input.items():
        if "IN-PLACE" not in found.ideas:
            _name_slope(found, key, cases)
    _name_values(found, rounds)


def _cases(rounds: list[Round]) -> dict[tuple[str, int], Cases]:
    """Return what every input of every operation got, round by round."""
    cases: dict[tuple[str, int], Cases] = defaultdict(list)
    for round_ in rounds:
        if round_.moved and round_.measurable:
            for m in measure(round_):
                cases[round_.op, m.position].append((round_, m))
    return cases


def _name_use_of_upstream(found: Judgment, prefix: str, cases: Cases) -> None:
    """Blame what was done with the gradient from above, in place of multiplying by it."""
    data = f"{prefix}-DATA-FOR-GRAD"
    if data in IDEAS and all(_read_data(round_, m) for round_, m in cases):
        found.blame(data)
    elif any(m.constant and m.arrives for _, m in cases):
        found.blame(f"{prefix}-NO-UPSTREAM")
    if any(m.added for _, m in cases):
        _blame_if_told(found, f"{prefix}-PLUS-UPSTREAM")
    if all(_gated(m) for _, m in cases):
        _blame_if_told(found, f"{prefix}-GATE-UPSTREAM")


def _read_data(round_: Round, m: Measurement) -> bool:
    """Say whether the value of the result stands where its gradient is meant."""
    out = round_.plain["out"]
    read = isinstance(out, float) and m.same(m.slope, m.read_slope * out)
    return read and m.constant and m.arrives


def _gated(m: Measurement) -> bool:
    """Say whether gradients from above passed where they are positive, and nothing else."""
    return m.same(m.delta, max(m.upstream, 0.0)) and m.same(m.doubled, max(-2 * m.upstream, 0.0))


def _blame_if_told(found: Judgment, idea: str) -> None:
    """Blame an idea that is told about for some operations only."""
    if idea in IDEAS:
        found.blame(idea)


def _name_message(found: Judgment, key: tuple[str, int], cases: Cases) -> None:
    """Blame a slip that mixes the slope and what comes from above, where it fits every time."""
    for idea, formula in MESSAGES.get(key, ()):
        if all(_sends(m, formula, round_) for round_, m in cases):
            found.blame(idea)


def _sends(m: Measurement, formula: Message, round_: Round) -> bool:
    def sent(upstream: float) -> float | None:
        return _wrong_slope(lambda a, b, out: formula(a, b, out, upstream), round_)

    return m.same(m.delta, sent(m.upstream)) and m.same(m.doubled, sent(-2 * m.upstream))


def _name_slope(found: Judgment, key: tuple[str, int], cases: Cases) -> None:
    """Blame a wrong formula where it fits an input in every round."""
    if all(m.right for _, m in cases):
        return
    for idea, formula in SLOPES[key]:
        if all(_fits(m, formula, round_) for round_, m in cases):
            found.blame(idea)
            break


def _fits(m: Measurement, formula: Formula, round_: Round) -> bool:
    return m.same(m.slope, _wrong_slope(formula, round_))


def _wrong_slope(formula: Formula, round_: Round) -> float | None:
    """Return what a wrong formula gives; None where it has no value."""
    first, second = (*round_.operands, 0.0)[:2]
    try:
        return float(formula(first, second, round_.plain["out"]))
    except (ArithmeticError, TypeError, ValueError):
        return None


def _name_borrowed(found: Judgment, key: tuple[str, int], cases: Cases) -> None:
    """Blame rules that read an input's own gradient: seen only where one is already there."""
    op = key[0]
    borrowed = [(round_, m) for round_, m in cases if not m.same(m.after, m.already)]
    if not borrowed or any(m.arrives for _, m in cases):
        return
    if op == "*" and all(_from_the_other(round_, m) for round_, m in borrowed):
        found.blame("MUL-GRAD-FOR-DATA")
        return
    right = all(m.same(m.after, m.already + m.true_slope * m.already) for _, m in borrowed)
    if right or all(m.same(m.after, m.true_slope * m.already) for _, m in borrowed):
        found.blame(f"{PREFIX[op]}-SELFGRAD")
        if not right:
            found.blame(f"{PREFIX[op]}-OVERWRITE")
        return
    for idea, formula in SLOPES[key]:
        wrong = [(m, _wrong_slope(formula, round_)) for round_, m in borrowed]
        if all(s is not None and m.same(m.after, m.already * (1 + s)) for m, s in wrong):
            found.blame(f"{PREFIX[op]}-SELFGRAD")
            found.blame(idea)
            return


def _from_the_other(round_: Round, m: Measurement) -> bool:
    """Say whether the other input's gradient was read, as it was or as the line before left it."""
    loaded, answer = round_.runs["loaded"]
    other = 1 - m.position
    return any(
        isinstance(borrowed, float) and m.same(m.after, m.already + borrowed * loaded.upstream)
        for borrowed in (loaded.preload[other], answer["grads"][other])
    )


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
            and close(answer["out"], result(round_.op, trial.operands[::-1]), round_.tolerance)
        ):
            found.blame(_WRONG_WAY_ROUND[round_.op])


def _name_values(found: Judgment, rounds: list[Round]) -> None:
    """Blame a wrong value of the result where it fits every time."""
    for op in dict.fromkeys(round_.op for round_ in rounds):
        runs = [(r.operands, r.plain.get("out", r.plain.get("number")), r.tolerance)
                for r in rounds if r.op == op]  # fmt: skip
        if all(close(out, result(op, operands), tolerance) for operands, out, tolerance in runs):
            continue
        for idea, formula in VALUES.get(op, ()):
            if all(close(out, _value(formula, *operands), tolerance)
                   for operands, out, tolerance in runs):  # fmt: skip
                found.blame(idea)
                break


def _value(formula: Callable[[float], float], operand: float) -> float | None:
    try:
        return float(formula(operand))
    except (ArithmeticError, TypeError, ValueError):
        return None
