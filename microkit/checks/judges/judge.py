"""judge: an exercise and plain answers in, a Report out. No student code runs here."""

from __future__ import annotations

from typing import Any

from microkit.checks.exercise import Exercise
from microkit.checks.judges.chain import judge_chain
from microkit.checks.judges.experiment import judge_experiment
from microkit.checks.judges.judgment import Judgment
from microkit.checks.judges.predictions import judge_predictions
from microkit.checks.judges.rule import judge_rule
from microkit.checks.lessons import find_exercise
from microkit.checks.report import Report

JUDGES = {
    "rule": judge_rule,
    "chain": judge_chain,
    "predictions": judge_predictions,
    "experiment": judge_experiment,
}


def judge(
    exercise: str | Exercise, answers: dict[str, Any], seed: str | int | None = None
) -> Report:
    """Compare answers with the reference, and say what is right and which idea is missing.

    Parameters
    ----------
    exercise : str or Exercise
        The exercise that was collected.
    answers : dict
        What `microkit.checks.collect` returned, or the same after a way through JSON.
    seed : str or int, optional
        The seed that was collected with.

    Examples
    --------
    >>> from microkit import Value
    >>> from microkit.checks import collect
    >>> report = judge("02.mul", collect("02.mul", {"Value": Value}, seed=7), seed=7)
    >>> report.verdict, report.score
    ('PASS', 2.0)
    """
    chosen = find_exercise(exercise)
    if "problem" in answers:
        return Report.of(chosen, _nothing_to_judge(chosen, answers))
    return Report.of(chosen, JUDGES[chosen.kind](chosen, answers, str(seed)))


def _nothing_to_judge(exercise: Exercise, answers: dict[str, Any]) -> Judgment:
    names = ", ".join(answers["names"])
    wanted = ", ".join(exercise.names)
    advice = {
        "missing": f"{names} is not there yet. Run the cells above from the top, then this one.",
        "not a class": f'The check wants the class {wanted} itself: check("{exercise.id}", '
        f"{wanted}). It got something of type {names}.",
        "not a function": f"{wanted} must be a function. It is of type {names}.",
    }[answers["problem"]]
    found = Judgment(written=False, unwritten="nothing to check yet", advice=advice)
    for question in exercise.questions:
        found.fail(question.id)
    return found
