"""Lesson 00: wrong ways to nudge."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception

ENTRIES = (
    Misconception(
        "SLOPE-FORWARD",
        "nudges to one side only",
        "You nudge to the right and not to the left. On a curve that leans to one side: the slope "
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
    Misconception(
        "PARTIAL-CHANGES-ARGS",
        "changes the caller's list",
        "Your function nudged the list that it was given, and did not put it back. Whoever called "
        "it now holds other numbers. Work on a copy.",
        "00.partial",
        (
            (
                "partial",
                "up, down = list(args), list(args)\n    up[i] += h\n    down[i] -= h",
                "args[i] += h\n    up, down = list(args), list(args)\n    down[i] -= 2 * h",
            ),
        ),
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
    Misconception(
        "GRADIENT-SUM",
        "one number for all arguments",
        "You added the slopes up. A gradient keeps them apart: one for each argument, in a list.",
        "00.gradient",
        (
            (
                "gradient",
                "return [partial(f, args, i) for i in range(len(args))]",
                "return [sum(partial(f, args, i) for i in range(len(args)))]",
            ),
        ),
    ),
    Misconception(
        "GRADIENT-LAST-MISSING",
        "stops one argument too early",
        "One slope is missing at the end: `range(n)` already stops before n.",
        "00.gradient",
        (("gradient", "range(len(args))", "range(len(args) - 1)"),),
    ),
)
