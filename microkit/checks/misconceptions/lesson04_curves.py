"""Lesson 04: the wrong formulas of curves, and what to tell about each."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception

_EXP = (
    Misconception(
        "EXP-INPUT",
        "the input where the output is meant",
        "You used x itself as the slope. At x = 0.5 the curve has reached 1.65: nudge x by "
        "0.001 there, and see by how much it rises. The slope of exp is a number it knows already.",
        "04.exp",
    ),
    Misconception(
        "EXP-AS-POWER",
        "the rule of x ** n for e ** x",
        "This is the rule of a power: there the base moves and the exponent stays. In e ** x the "
        "exponent moves. Compare the slope at x = 0 with your formula: the power's rule says 0.",
        "04.exp",
    ),
    Misconception(
        "EXP-AS-LOG",
        "the slope of log",
        "1 / x is the slope of log, which gets flatter and flatter. exp gets steeper and steeper.",
        "04.exp",
    ),
    Misconception(
        "EXP-TWICE",
        "exp of the result",
        "You took exp once more, of a number that is exp(x) already. Which number does the slope "
        "at x need: the one that went in, or the one that came out?",
        "04.exp",
    ),
    Misconception(
        "EXP-AS-SUM",
        "the gradient passes unchanged",
        "Your slope is 1 everywhere, as for a plus gate. exp is that steep at x = 0 alone; at "
        "x = 2 a nudge of 0.001 moves it by more than 0.007.",
        "04.exp",
    ),
    Misconception(
        "EXP-BASE",
        "another base than e",
        "The number that is raised to the power x is e = 2.718..., and yours is another one. Only "
        "for e is the curve its own slope.",
        "04.exp",
    ),
)
_LOG = (
    Misconception(
        "LOG-OUTPUT",
        "the output where the input is meant",
        "You divided by the result. Nudge x = 100 by 1: the result, 4.6, rises by 0.01 only. Which "
        "of the two numbers is that one divided by?",
        "04.log",
    ),
    Misconception(
        "LOG-INPUT",
        "multiplies by x where it should divide",
        "Your slope grows with x. The curve of log gets flatter as x grows: at x = 100 it has "
        "nearly stopped rising.",
        "04.log",
    ),
    Misconception(
        "LOG-AS-EXP",
        "the slope of exp",
        "That a curve is its own slope is the rule of exp. log is exp read backward: where exp is "
        "steep, log is flat.",
        "04.log",
    ),
    Misconception(
        "LOG-AS-INVERSE",
        "one slope too many",
        "-1 / x**2 is the slope of 1 / x. You took the slope of a slope; log always rises, so its "
        "own slope is never negative.",
        "04.log",
    ),
    Misconception(
        "LOG-AS-SUM",
        "the gradient passes unchanged",
        "Your slope is 1 everywhere. log is that steep at x = 1 alone. Nudge x = 4 by 0.001: it "
        "moves by a quarter of that.",
        "04.log",
    ),
    Misconception(
        "LOG-BASE",
        "another base than e",
        "This is a logarithm to another base. Here log means the natural one, which undoes exp: "
        "the log of e is 1.",
        "04.log",
    ),
    Misconception(
        "LOG-SHIFTED",
        "log of 1 + x",
        "You computed the log of 1 + x. The log of 1 should be 0: what is yours?",
        "04.log",
    ),
)
_TANH = (
    Misconception(
        "TANH-NO-SQUARE",
        "the square is missing",
        "You used 1 - t. At x = 0 it gives 1, as it should. Far to the left, where t is -1 and the "
        "curve is flat, it gives 2.",
        "04.tanh",
    ),
    Misconception(
        "TANH-INPUT",
        "the input where the output is meant",
        "The formula is right, with the wrong number in it: you squared x. Far to the right the "
        "curve is flat, and 1 - x**2 falls below -100 at x = 11. Which number stays near 1 there?",
        "04.tanh",
    ),
    Misconception(
        "TANH-SQUARE-OUTSIDE",
        "the square of the difference",
        "You squared 1 - t as a whole. The square belongs to t alone, and Python takes a power "
        "before a minus.",
        "04.tanh",
    ),
    Misconception(
        "TANH-PLUS",
        "plus where a minus is meant",
        "Your slope is largest far out. There tanh is flat: its t is near 1 or -1, and the slope "
        "should be near 0.",
        "04.tanh",
    ),
    Misconception(
        "TANH-SIGN",
        "the sign is turned",
        "tanh rises everywhere, from -1 to 1, so its slope is never negative. Yours always is.",
        "04.tanh",
    ),
    Misconception(
        "TANH-PRECEDENCE",
        "missing parentheses around 1 - t**2",
        "Python multiplies before it subtracts: in `1 - t**2 * ...`, the 1 stands alone, and "
        "nothing from above reaches it. Put the slope in parentheses.",
        "04.tanh",
    ),
    Misconception(
        "TANH-AS-SIG",
        "the slope of sigmoid",
        "t times (1 - t) is the rule of sigmoid, which lies between 0 and 1. tanh lies between -1 "
        "and 1: at x = 0 your rule says flat, and there tanh is at its steepest.",
        "04.tanh",
    ),
    Misconception(
        "TANH-HALF",
        "e ** x where e ** (2 * x) is meant",
        "You got tanh of half of x: there is a factor of 2 in the exponent that got lost.",
        "04.tanh",
    ),
    Misconception(
        "TANH-UPSIDE-DOWN",
        "numerator and denominator have changed places",
        "Your result is larger than 1 or smaller than -1. tanh stays between them: divide the "
        "smaller number by the larger one.",
        "04.tanh",
    ),
    Misconception(
        "TANH-AS-TAN",
        "tan in place of tanh",
        "`math.tan` belongs to triangles; `math.tanh`, with an h, is the curve that flattens.",
        "04.tanh",
    ),
    Misconception(
        "TANH-OVERFLOW",
        "too large a number on the way",
        "Far out, tanh is -1 or 1, and on the way there your e ** x became too large for a float. "
        "It costs nothing here; `math.tanh` knows a way around.",
        "04.tanh",
        severity="note",
    ),
)
_SIGMOID = (
    Misconception(
        "SIG-INPUT",
        "the input where the output is meant",
        "The formula is right, with the wrong number in it. At x = 3 yours says -6, and the curve "
        "rises everywhere. Which number lies between 0 and 1?",
        "04.sigmoid",
    ),
    Misconception(
        "SIG-AS-TANH",
        "the slope of tanh",
        "1 - s**2 is the rule of tanh. At x = 0, where s is 0.5, it says 0.75. Nudge there: "
        "sigmoid rises a quarter as fast as x.",
        "04.sigmoid",
    ),
    Misconception(
        "SIG-ONE-FACTOR",
        "one of two factors is missing",
        "There are two factors, s and 1 - s: one makes the curve flat on the left, the other on "
        "the right. With one of them alone, your curve stays steep on one side.",
        "04.sigmoid",
    ),
    Misconception(
        "SIG-SIGN",
        "the sign is turned",
        "sigmoid rises everywhere, from 0 to 1, so its slope is never negative. Yours always is.",
        "04.sigmoid",
    ),
    Misconception(
        "SIG-FLIPPED",
        "the minus in front of x is missing",
        "Your curve falls: far to the right it is 0. One sign in the exponent is missing.",
        "04.sigmoid",
    ),
    Misconception(
        "SIG-PRECEDENCE",
        "missing parentheses around 1 + exp(-x)",
        "Python divides before it adds: `1 / 1 + ...` is `(1 / 1) + ...`. Put the denominator in "
        "parentheses.",
        "04.sigmoid",
    ),
    Misconception(
        "SIG-RULE-PRECEDENCE",
        "missing parentheses around 1 - s",
        "Python multiplies before it subtracts: in `s * 1 - s * ...`, the 1 belongs to the first s "
        "alone. Put the factor in parentheses.",
        "04.sigmoid",
    ),
    Misconception(
        "SIG-OVERFLOW",
        "too large a number on the way",
        "Far to the left, sigmoid is 0, and on the way there your e ** -x became too large for a "
        "float. It costs nothing here; a network that has gone astray will meet it.",
        "04.sigmoid",
        severity="note",
    ),
)
_RELU = (
    Misconception(
        "RELU-VALUE",
        "multiplies by relu(x) where a gate of 0 or 1 is meant",
        "You multiplied by the result. On the right side relu is the line x: how steep is that "
        "line, at x = 3 and at x = 5?",
        "04.relu",
    ),
    Misconception(
        "RELU-GATE-UPSTREAM",
        "the gate looks at the gradient's sign",
        "Your gate opens when the message from above is positive. It should ask what went *in*: "
        "where x is above 0, relu passes every message, also a negative one.",
        "04.relu",
    ),
    Misconception(
        "RELU-INVERTED",
        "the gate is the wrong way round",
        "Your gate is open where relu is flat, and closed where it rises.",
        "04.relu",
    ),
    Misconception(
        "RELU-NO-GATE",
        "there is no gate",
        "Everything passes, on both sides of 0. To the left, relu is flat: a nudge there moves "
        "nothing.",
        "04.relu",
    ),
    Misconception(
        "RELU-AS-ABS",
        "a slope of -1 to the left",
        "This is the slope of the size of a number, |x|, which rises on both sides. relu is flat "
        "to the left of 0.",
        "04.relu",
    ),
    Misconception(
        "RELU-INPUT",
        "multiplies by x",
        "You multiplied by x. To the right of 0, relu is the line x: how steep is it? To the left "
        "it is flat.",
        "04.relu",
    ),
    Misconception(
        "RELU-LEAKY",
        "a leak on the left side",
        "To the left of 0 yours still rises a little: that is called leaky relu, and it is used, "
        "too. relu itself is flat there.",
        "04.relu",
    ),
    Misconception(
        "RELU-FLIPPED",
        "the smaller one in place of the larger",
        "You kept the negative numbers, and made the positive ones 0. relu does it the other way "
        "round.",
        "04.relu",
    ),
    Misconception(
        "RELU-ABS",
        "the size of a number",
        "Your relu(-2) is 2. relu makes every negative number 0.",
        "04.relu",
    ),
    Misconception(
        "RELU-STEP",
        "0 or 1 in place of the number",
        "Your result is 0 or 1. That is the gate; the result is the number itself where the gate "
        "is open.",
        "04.relu",
    ),
    Misconception(
        "RELU-AT-ZERO",
        "a slope at exactly 0 other than 0",
        "At exactly 0 relu has a corner, and every slope between 0 and 1 is right there. Most "
        "libraries take 0, and so does the kit.",
        "04.relu",
        severity="note",
    ),
)
CURVES = (*_EXP, *_LOG, *_TANH, *_SIGMOID, *_RELU)
