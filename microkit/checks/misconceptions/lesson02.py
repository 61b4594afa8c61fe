"""Lesson 02: the wrong formulas and the wrong habits, and what to tell about each.

A wrong formula is recognized by what it computes: `SLOPES` lists, for each operation and input,
what the wrong local slope would be. A wrong habit (the gradient from above forgotten, `=` for `+=`)
looks the same in every rule, so its entry is made once for each operation.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from microkit.checks.misconceptions.entry import Misconception

PREFIX = {"+": "ADD", "-": "SUB", "*": "MUL", "/": "DIV", "**": "POW", "neg": "NEG"}
WRITTEN = {"+": "a + a", "-": "a - a", "*": "a * a", "/": "a / a", "**": "a ** 2 + a ** 3",
           "neg": "(-a) + (-a)"}  # fmt: skip

# (operation, input) -> (id, the wrong local slope, from a, b and the result)
Formula = Callable[[float, float, float], float]
SLOPES: dict[tuple[str, int], tuple[tuple[str, Formula], ...]] = {
    ("+", 0): (
        ("ADD-MUL-RULE", lambda a, b, out: b),
        ("ADD-SIGN", lambda a, b, out: -1.0),
    ),
    ("+", 1): (
        ("ADD-MUL-RULE", lambda a, b, out: a),
        ("ADD-SIGN", lambda a, b, out: -1.0),
    ),
    ("*", 0): (
        ("MUL-OWN", lambda a, b, out: a),
        ("MUL-OUT", lambda a, b, out: out),
        ("MUL-ADD-RULE", lambda a, b, out: 1.0),
    ),
    ("*", 1): (
        ("MUL-OWN", lambda a, b, out: b),
        ("MUL-OUT", lambda a, b, out: out),
        ("MUL-ADD-RULE", lambda a, b, out: 1.0),
    ),
    ("**", 0): (
        ("POW-NO-COEFF", lambda a, n, out: a ** (n - 1)),
        ("POW-PRECEDENCE", lambda a, n, out: n * (a**n - 1)),
        ("POW-INTEGRAL", lambda a, n, out: n * a ** (n + 1)),
        ("POW-SAME-POWER", lambda a, n, out: n * a**n),
        ("POW-AS-EXP", lambda a, n, out: out * math.log(abs(n))),
    ),
    ("/", 0): (
        ("DIV-AS-MUL", lambda a, b, out: b),
        ("DIV-SWAPPED", lambda a, b, out: -a / b**2),
    ),
    ("/", 1): (
        ("DIV-SIGN", lambda a, b, out: a / b**2),
        ("DIV-NO-SQUARE", lambda a, b, out: -a / b),
        ("DIV-NO-NUMERATOR", lambda a, b, out: -1 / b**2),
        ("DIV-SWAPPED", lambda a, b, out: 1 / b),
        ("DIV-AS-MUL", lambda a, b, out: a),
    ),
    ("-", 0): (("SUB-BOTH-NEG", lambda a, b, out: -1.0),),
    ("-", 1): (("SUB-AS-ADD", lambda a, b, out: 1.0),),
    ("neg", 0): (("NEG-SIGN", lambda a, b, out: 1.0),),
}

# (operation, input) -> (id, the whole wrong message, from a, b, the result and what has arrived)
Message = Callable[[float, float, float, float], float]
MESSAGES: dict[tuple[str, int], tuple[tuple[str, Message], ...]] = {
    ("**", 0): (("POW-PRECEDENCE", lambda a, n, out, g: n * a**n - g),),
}

_ENTRIES = (
    Misconception(
        "ADD-MUL-RULE",
        "the product's rule for a sum",
        "This is the rule of the times gate. Nudge a by 0.001: the sum moves by 0.001, whatever b "
        "is. What is the slope of a sum, then?",
    ),
    Misconception(
        "ADD-SIGN",
        "a minus in the rule of a sum",
        "When one of the two grows, the sum grows. Its slope cannot be negative.",
    ),
    Misconception(
        "MUL-OWN",
        "its own value in place of the other's",
        "How fast does a * b grow when a grows? Once for every b. Each input's slope is the "
        "*other* input; yours uses the input itself, and looks right only where the two are equal.",
    ),
    Misconception(
        "MUL-OUT",
        "the result in place of the other input",
        "You multiplied by the result, a * b. A nudge of a by 0.001 moves the product by 0.001 "
        "times the other input alone.",
    ),
    Misconception(
        "MUL-ADD-RULE",
        "the sum's rule for a product",
        "This passes the message on unchanged, as a plus gate does. A times gate scales it: by "
        "how much does the bill rise when the price rises by one?",
    ),
    Misconception(
        "MUL-GRAD-FOR-DATA",
        "the other's gradient where its value is meant",
        "The slope of a * b with respect to a is the *value* of b: its data, not its grad.",
    ),
    Misconception(
        "DIV-SIGN",
        "no minus for the denominator",
        "Share the same cake among more people: each share gets smaller. So the slope with respect "
        "to the denominator is negative.",
    ),
    Misconception(
        "DIV-AS-MUL",
        "multiplies where it should divide",
        "a / b is a times (1 / b). The slope with respect to a is what a is multiplied with.",
    ),
    Misconception(
        "DIV-SWAPPED",
        "the two slopes have changed places",
        "Both formulas are there, and each went to the wrong input. Nudge the numerator on its "
        "own: which of the two fits?",
    ),
    Misconception(
        "DIV-NO-SQUARE",
        "the denominator is not squared",
        "Write a / b as a times b ** -1 and use the rule of the power: the exponent -1 goes down "
        "by one more.",
    ),
    Misconception(
        "DIV-NO-NUMERATOR",
        "the numerator is missing from the denominator's slope",
        "Twice the cake, twice the loss for each guest who joins: the slope with respect to b must "
        "contain a.",
    ),
    Misconception(
        "RDIV-ORDER",
        "`6 / a` computed as `a / 6`",
        "Python calls `a.__rtruediv__(6)` for `6 / a`: there, `other` is the numerator.",
    ),
    Misconception(
        "RSUB-ORDER",
        "`6 - a` computed as `a - 6`",
        "Python calls `a.__rsub__(6)` for `6 - a`: there, `other` comes first.",
    ),
    Misconception(
        "POW-NO-COEFF",
        "the exponent does not come down as a factor",
        "The power x ** (n - 1) is there. The exponent also comes down in front, as a factor.",
    ),
    Misconception(
        "POW-PRECEDENCE",
        "missing parentheses around n - 1",
        "Python takes powers first, then products, and minus last: it reads `x ** n - 1` as "
        "`(x ** n) - 1`. Put the new exponent in parentheses.",
    ),
    Misconception(
        "POW-INTEGRAL",
        "the exponent goes up",
        "For a slope, the exponent goes down by one. It goes up when one integrates.",
    ),
    Misconception(
        "POW-SAME-POWER",
        "the exponent stays as it is",
        "The exponent came down as a factor, and then the power itself must go down by one, too.",
    ),
    Misconception(
        "POW-AS-EXP",
        "the slope of n ** x",
        "This is the rule for a fixed base and an exponent that moves. Here the base moves, and "
        "the exponent is fixed.",
    ),
    Misconception(
        "SUB-BOTH-NEG",
        "a minus on both sides",
        "In a - b, raising a raises the result: only b gets the minus.",
    ),
    Misconception(
        "SUB-AS-ADD",
        "no minus for b",
        "In a - b, raising b lowers the result: its slope is negative.",
    ),
    Misconception(
        "NEG-SIGN",
        "the gradient passes unchanged",
        "-a falls when a rises. What slope is that?",
    ),
    Misconception(
        "CALLED-NOT-STORED",
        "the rule was called, and its result stored",
        "`out._backward = _backward()` calls the rule at once and stores what it returns, None. "
        "Store the function itself: no parentheses.",
    ),
    Misconception(
        "NOT-ATTACHED",
        "the rule was never attached",
        "The result has no rule of its own, so nobody can call yours. After the rule, attach it to "
        "`out` under the name `_backward`.",
    ),
    Misconception(
        "PARENTS-MISSING",
        "an input is missing among the parents",
        "An input gets its gradient, and `_prev` does not list it. Whatever stands above it in a "
        "larger graph would never be reached.",
    ),
    Misconception(
        "PARENTS-ARE-DATA",
        "numbers stored as parents",
        "`_prev` holds plain numbers. It must hold the parent Values themselves, or no message can "
        "travel on.",
    ),
    Misconception(
        "RULE-WRITES-DATA",
        "the message is written into data",
        "The rule changed the number of an input. A message says how much an input matters, and "
        "not what it is: it belongs in its `.grad`, not in its `.data`.",
    ),
    Misconception(
        "NO-WRAP",
        "a plain number is not wrapped",
        "A plain number stands beside the Value, and it has no `.data`. Turn plain numbers into "
        "Values first.",
    ),
)


def _habits(op: str) -> tuple[Misconception, ...]:
    prefix = PREFIX[op]
    return (
        Misconception(
            f"{prefix}-NO-UPSTREAM",
            "the gradient from above is forgotten",
            "What arrived from above was not used. The chain rule multiplies it with the local "
            "slope; a rule that forgets it looks right only when the gradient from above is 1.",
        ),
        Misconception(
            f"{prefix}-OVERWRITE",
            "`=` where `+=` is meant",
            "The share is right, and it *replaces* what was there. A value that is used twice gets "
            f"two messages, and they add up. Try {WRITTEN[op]}.",
        ),
        Misconception(
            f"{prefix}-SELFGRAD",
            "an input's own gradient in place of the result's",
            "The rule multiplies by a gradient of its *inputs*, which is still 0. The message from "
            "above has arrived at the result: it waits in `out.grad`.",
        ),
    )


MISCONCEPTIONS: dict[str, Misconception] = {
    entry.id: entry for entry in (*_ENTRIES, *(habit for op in PREFIX for habit in _habits(op)))
}
