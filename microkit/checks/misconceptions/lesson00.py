"""Lesson 00: wrong ways to nudge."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception

_STEP = "(f(*up) - f(*down)) / (2 * h)"
_PARTIAL_FORWARD = Misconception(
    "PARTIAL-FORWARD",
    "nudges to one side only",
    "You nudge argument number i to one side only. On a curve that leans to one side, the slope "
    "comes out a little too steep or too flat. Take one point on each side, or ask your `slope`.",
    "00.partial",
    (("partial", _STEP, "(f(*up) - f(*args)) / h"),),
)
_NUDGE = "up, down = list(args), list(args)\n    up[i] += h\n    down[i] -= h"
_CHANGES_ARGS = Misconception(
    "PARTIAL-CHANGES-ARGS",
    "changes the caller's list",
    "Your function nudged the list that it was given, and afterwards it is not exactly what it "
    "was: even a nudge that is taken away again leaves a rounding error behind. Whoever called it "
    "now holds other numbers. Work on a copy.",
    "00.partial",
    (
        (
            "partial",
            _NUDGE,
            "args[i] += h\n    up, down = list(args), list(args)\n    down[i] -= 2 * h",
        ),
    ),
)
_GRADIENT = "return [partial(f, args, i) for i in range(len(args))]"
_GRADIENT_SUM = Misconception(
    "GRADIENT-SUM",
    "one number for all arguments",
    "You added the slopes up. A gradient keeps them apart: one for each argument, in a list.",
    "00.gradient",
    (("gradient", _GRADIENT, "return sum(partial(f, args, i) for i in range(len(args)))"),),
)
_GRADIENT_FIRST = Misconception(
    "GRADIENT-FIRST-ONLY",
    "returns inside the loop",
    "Only the first slope comes back. A `return` inside a loop ends it in its first round. Collect "
    "the slopes of all arguments in a list, and return it after the loop.",
    "00.gradient",
    (("gradient", _GRADIENT, "return partial(f, args, 0)"),),
)
_BEST_H = (
    Misconception(
        "BEST-H-ZERO",
        "a nudge of 0",
        "A nudge of 0 moves nothing: the two points are one, and their distance is 0. Nothing can "
        "be divided by that. Which row of the table has the smallest error?",
        "00.best_h",
        (("best_h", "1e-5", "0.0"),),
    ),
    Misconception(
        "BEST-H-NEGATIVE",
        "a size below 0",
        "The size of a nudge is a distance, and no distance is below 0. The minus in a number such "
        "as `1e-3` belongs to the exponent, and the number is above 0.",
        "00.best_h",
        (("best_h", "1e-5", "-1e-5"),),
    ),
    Misconception(
        "BEST-H-TEXT",
        "a text in place of a number",
        "In quotes, it is a text, and nobody can compute with it. Leave the quotes away.",
        "00.best_h",
        (("best_h", "1e-5", '"1e-5"'),),
    ),
)

ENTRIES = (
    Misconception(
        "SLOPE-FORWARD",
        "nudges to one side only",
        "You nudge to the right and not to the left. On a curve that leans to one side, the slope "
        "comes out a little too steep or too flat. Take one point on each side of x.",
        "00.slope",
        (("slope", "(f(x + h) - f(x - h)) / (2 * h)", "(f(x + h) - f(x)) / h"),),
    ),
    Misconception(
        "SLOPE-BACKWARD",
        "nudges to the left only",
        "You nudge to the left and not to the right. Take one point on each side of x.",
        "00.slope",
        (("slope", "(f(x + h) - f(x - h)) / (2 * h)", "(f(x) - f(x - h)) / h"),),
    ),
    Misconception(
        "SLOPE-HALF-STEP",
        "divides by h where the distance is 2h",
        "The two points lie one h to the left and one h to the right. How far are they apart? Your "
        "slope is twice as large as it should be.",
        "00.slope",
        (("slope", "(2 * h)", "h"),),
    ),
    Misconception(
        "SLOPE-NO-DIVISION",
        "the rise without the distance",
        "You found by how much f rises. A slope is the rise for each step to the right: divide by "
        "the distance between the two points.",
        "00.slope",
        (("slope", " / (2 * h)", ""),),
    ),
    Misconception(
        "SLOPE-SIGN",
        "left minus right",
        "The sign is turned: take the value on the right minus the value on the left.",
        "00.slope",
        (("slope", "f(x + h) - f(x - h)", "f(x - h) - f(x + h)"),),
    ),
    Misconception(
        "SLOPE-PRECEDENCE",
        "missing parentheses around 2 * h",
        "Python reads `/ 2 * h` as: divide by 2, then multiply by h. Put the distance in "
        "parentheses.",
        "00.slope",
        (("slope", "(2 * h)", "2 * h"),),
    ),
    Misconception(
        "SLOPE-FIXED-H",
        "its own nudge in place of the given one",
        "Your function has a nudge of its own, and does not listen to `h`.",
        "00.slope",
        (("slope", "    return", "    h = 1e-5\n    return"),),
    ),
    Misconception(
        "SLOPE-TINY-H",
        "a nudge that is too small",
        "With a nudge near 1e-15, the two values of f agree in almost all of their digits. What is "
        "left is noise. Section 0.5 finds a size that works.",
        "00.slope",
        (("slope", "h: float = 1e-5", "h: float = 1e-15"),),
    ),
    Misconception(
        "PARTIAL-NUDGES-ALL",
        "nudges every argument",
        "All arguments moved together. To see what one of them does, move that one and hold the "
        "others still.",
        "00.partial",
        (
            (
                "partial",
                "up[i] += h\n    down[i] -= h",
                "up = [x + h for x in up]\n    down = [x - h for x in down]",
            ),
        ),
    ),
    _CHANGES_ARGS,
    _CHANGES_ARGS.also(
        (
            "partial",
            _NUDGE,
            "args[i] += h\n    up = list(args)\n    args[i] -= 2 * h\n    down = list(args)\n"
            "    args[i] += h",
        )
    ),
    _PARTIAL_FORWARD,
    _PARTIAL_FORWARD.also(("partial", _STEP, "(f(*args) - f(*down)) / h")),
    *(
        _PARTIAL_FORWARD.also(
            ("partial", "h = 1e-5", f"h = {h}"), ("partial", _STEP, "(f(*up) - f(*args)) / h")
        )
        for h in (1e-3, 1e-4)
    ),
    Misconception(
        "PARTIAL-FIRST-ONLY",
        "always the first argument",
        "You always move the first argument. `i` says which one should move.",
        "00.partial",
        (("partial", "up[i] += h\n    down[i] -= h", "up[0] += h\n    down[0] -= h"),),
    ),
    Misconception(
        "PARTIAL-HALF-STEP",
        "divides by h where the distance is 2h",
        "The two points are two nudges apart, not one.",
        "00.partial",
        (("partial", "(2 * h)", "h"),),
    ),
    _GRADIENT_SUM,
    _GRADIENT_SUM.also(
        ("gradient", _GRADIENT, "return [sum(partial(f, args, i) for i in range(len(args)))]")
    ),
    _GRADIENT_FIRST,
    _GRADIENT_FIRST.also(("gradient", _GRADIENT, "return [partial(f, args, 0)]")),
    Misconception(
        "GRADIENT-LAST-MISSING",
        "stops one argument too early",
        "One slope is missing at the end: `range(n)` already stops before n.",
        "00.gradient",
        (("gradient", "range(len(args))", "range(len(args) - 1)"),),
    ),
    *_BEST_H,
)
