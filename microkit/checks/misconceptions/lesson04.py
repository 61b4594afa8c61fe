"""Lesson 04: wrong ways to check a rule; those of the curves stand in tables of their own."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception
from microkit.checks.misconceptions.lesson04_curves import CURVES
from microkit.checks.misconceptions.lesson04_habits import HABITS

_EVERY = (
    Misconception(
        "CHECK-NO-ABS",
        "a difference with its sign",
        "A gradient that is too small gives a negative difference, and the largest of those looks "
        "like no difference at all. Ask how far apart the two numbers are.",
        "04.check_rule",
        (("check_rule", "abs(v.grad - nudged)", "v.grad - nudged"),),
    ),
    Misconception(
        "CHECK-LAST",
        "the last difference in place of the largest",
        "Your answer tells about the last x alone. A rule that is wrong at the first x and right "
        "at the last would pass.",
        "04.check_rule",
        (("check_rule", "max(worst, abs(v.grad - nudged))", "abs(v.grad - nudged)"),),
    ),
    Misconception(
        "CHECK-FIRST",
        "stops after the first x",
        "Your answer tells about the first x alone: does a `return` stand inside the loop?",
        "04.check_rule",
        (("check_rule", "    return worst", "        return worst"),),
    ),
    Misconception(
        "CHECK-SMALLEST",
        "the smallest difference in place of the largest",
        "You kept the smallest difference. One x at which the rule happens to be right would then "
        "hide all the others.",
        "04.check_rule",
        (("check_rule", "worst = 0.0", "worst = float('inf')"),
         ("check_rule", "max(worst, ", "min(worst, ")),
    ),
    Misconception(
        "CHECK-SUM",
        "the differences added up",
        "You added the differences up. Then many tiny ones look like a large one; keep the largest "
        "alone.",
        "04.check_rule",
        (("check_rule", "max(worst, abs(v.grad - nudged))", "worst + abs(v.grad - nudged)"),),
    ),
    Misconception(
        "CHECK-MEAN",
        "the mean of the differences",
        "You took the mean. One bad x among a hundred good ones would nearly vanish in it; keep "
        "the largest difference.",
        "04.check_rule",
        (("check_rule", "max(worst, abs(v.grad - nudged))",
          "worst + abs(v.grad - nudged) / len(xs)"),),
    ),
    Misconception(
        "CHECK-CARRIES-GRAD",
        "the gradient of the x before is still there",
        "With one x your answer is right, with several it is not: the gradients of all x add up. "
        "Start each x with a Value whose gradient is 0.",
        "04.check_rule",
        (("check_rule", "    for x in xs:\n        v = Value(x)\n",
          "    v = Value(0.0)\n    for x in xs:\n        v.data = x\n"),),
    ),
    Misconception(
        "CHECK-DATA",
        "the value in place of the gradient",
        "You compared the *value* of the curve with its slope. What backward has found stands in "
        "the `.grad` of the input.",
        "04.check_rule",
        (("check_rule", "v.grad - nudged", "out.data - nudged"),),
    ),
    Misconception(
        "CHECK-OUT-GRAD",
        "the gradient of the result",
        "You looked at the gradient of the *result*, which is 1, whatever the rule does. The "
        "rule's work arrives at the input.",
        "04.check_rule",
        (("check_rule", "v.grad - nudged", "out.grad - nudged"),),
    ),
    Misconception(
        "CHECK-NO-BACKWARD",
        "backward was never called",
        "The input's gradient is still 0, so what you compared with the slope is 0. Call "
        "`backward()` on the result first.",
        "04.check_rule",
        (("check_rule", "        out.backward()\n", ""),),
    ),
    Misconception(
        "CHECK-FORWARD",
        "nudges to one side only",
        "For a right rule your answer is around 1e-5, too large to tell a small mistake from none. "
        "Nudge to both sides, as `slope` of lesson 00 does.",
        "04.check_rule",
        (("check_rule", "slope(lambda x: op(Value(x)).data, x)",
          "(op(Value(x + 1e-5)).data - op(Value(x)).data) / 1e-5"),),
    ),
    Misconception(
        "CHECK-BOOL",
        "yes or no in place of the difference",
        "You answered yes or no. The number itself tells more: 1e-11 is rounding, 1e-5 is a clumsy "
        "nudge, 0.3 is a wrong rule.",
        "04.check_rule",
        (("check_rule", "return worst", "return worst < 1e-6"),),
    ),
    Misconception(
        "CHECK-LIST",
        "all differences in place of the largest",
        "You returned a list of all differences. One number is asked for: the largest of them.",
        "04.check_rule",
        (("check_rule", "worst = 0.0", "worst = []"),
         ("check_rule", "worst = max(worst, abs(v.grad - nudged))",
          "worst.append(abs(v.grad - nudged))")),
    ),
    Misconception(
        "CHECK-RELATIVE",
        "divided by the slope",
        "You divided the difference by the slope. That tells how many percent the two are apart, "
        "and breaks down where the slope is 0. Here the difference itself is asked for.",
        "04.check_rule",
        (("check_rule", "abs(v.grad - nudged)", "abs((v.grad - nudged) / nudged)"),),
    ),
)  # fmt: skip


def _by_id(id_: str) -> Misconception:
    return next(entry for entry in _EVERY if entry.id == id_)


ENTRIES = (
    *CURVES,
    *HABITS,
    *_EVERY,
    _by_id("CHECK-NO-ABS").also(("check_rule", "abs(v.grad - nudged)", "nudged - v.grad")),
    _by_id("CHECK-BOOL").also(("check_rule", "return worst", "return worst > 1e-6")),
    _by_id("CHECK-SMALLEST").also(("check_rule", "max(worst, ", "min(worst, ")),
)  # fmt: skip
