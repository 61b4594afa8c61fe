"""Lesson 04: wrong habits, which look the same in the rule of every curve."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception
from microkit.checks.misconceptions.lesson04_formulas import PREFIX


def _habits(op: str) -> tuple[Misconception, ...]:
    prefix, exercise = PREFIX[op], f"04.{op}"
    return (
        Misconception(
            f"{prefix}-NO-UPSTREAM",
            "the gradient from above is forgotten",
            "The local slope alone arrived at a, whatever came from above. The chain rule "
            f"multiplies the two. Try (5 * a.{op}()).backward(): a should hear five times as much.",
            exercise,
        ),
        Misconception(
            f"{prefix}-OVERWRITE",
            "`=` where `+=` is meant",
            "What was in a.grad before is lost. A value that is used twice gets two messages, and "
            f"they add up. Try a.{op}() + a.{op}(): a should hear both.",
            exercise,
        ),
        Misconception(
            f"{prefix}-SELFGRAD",
            "the input's own gradient in place of the result's",
            "The rule multiplies by the gradient of its *input*, which is still 0, so nothing "
            "arrives. The message from above has arrived at the result: it waits in `out.grad`.",
            exercise,
        ),
        Misconception(
            f"{prefix}-PLUS-UPSTREAM",
            "the gradient from above is added, not multiplied",
            "You added the local slope and the message from above. Think of two gears: if the "
            "first turns the second twice, and the second the third five times, how often does the "
            "third one turn?",
            exercise,
        ),
    )


def _data_for_grad(op: str) -> Misconception:
    return Misconception(
        f"{PREFIX[op]}-DATA-FOR-GRAD",
        "the result's value where its gradient is meant",
        "The slope is right, and it was multiplied by the *value* of the result. The message from "
        "above is the result's grad.",
        f"04.{op}",
    )


_RESULT = (
    Misconception(
        "FLOAT-OUT",
        "a plain number in place of a Value",
        "Your method returns a plain number. It has no parents and no rule, so every message from "
        "above ends there. Wrap the number in a Value, with `self` as its parent.",
        "04.tanh",
    ),
    Misconception(
        "IN-PLACE",
        "changes the number of its input",
        "Afterwards a.data is another number. Somebody else may still need the old one, also a "
        "rule that runs later. Make a new Value for the result, and leave a alone.",
        "04.relu",
    ),
)
HABITS = (
    *(habit for op in PREFIX for habit in _habits(op)),
    *(_data_for_grad(op) for op in PREFIX if op != "relu"),
    *_RESULT,
)
