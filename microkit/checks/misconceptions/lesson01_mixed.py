"""Lesson 01: wrong ways to subtract, and to stand on the right of a plain number."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception

_SUB = 'return Value(self.data - other.data, (self, other), "-")'
_NEG = "return self * -1.0"
_RADD = "other: float) -> Value:\n        return self + other"
_RMUL = "other: float) -> Value:\n        return self * other"
_RSUB = "return wrapped(other) - self"

_DEF_SUB = "def __sub__(self, other: Any) -> Value:"

_LOOPS = Misconception(
    "REFLECTED-LOOPS",
    "asks the plain number again",
    "Python asked the plain number first. It knows no Values, so Python came to you. You hand the "
    "same question back to it, and so on for ever. Turn it round: start with `self`, or wrap the "
    "number first.",
    "01.mixed",
)
_MIXED_NUMBER = Misconception(
    "MIXED-IS-NUMBER",
    "the result is a plain number",
    "Your result is a plain number: it has forgotten where it came from. A minus "
    "must give a Value, just as a plus does.",
    "01.mixed",
)
_MIXED_NO_PARENTS = Misconception(
    "MIXED-NO-PARENTS",
    "a minus that cuts the trail",
    "Your result is a Value that says it was made of nothing. Follow `_prev` from it: you never "
    "arrive at a. Use the `+` and `*` that you have, or hand the parents on.",
    "01.mixed",
)
MIXED = (
    Misconception(
        "RSUB-ORDER",
        "`6 - a` computed as `a - 6`",
        "Python calls `a.__rsub__(6)` for `6 - a`: there, `other` comes first.",
        "01.mixed",
        (("Value", _RSUB, "return self - other"),),
    ),
    Misconception(
        "SUB-ORDER",
        "`a - b` computed as `b - a`",
        "You take the first from the second. Try 5 - 3: is it 2, or -2?",
        "01.mixed",
        (("Value", _SUB, 'return Value(other.data - self.data, (self, other), "-")'),),
    ),
    Misconception(
        "SUB-ADDS",
        "a difference that adds",
        "Your `a - b` gives the sum. Where is the minus?",
        "01.mixed",
        (("Value", _SUB, "return self + other"),),
    ),
    Misconception(
        "RSUB-ADDS",
        "`6 - a` computed as `6 + a`",
        "Your `6 - a` gives 6 + a. It is the reflected form of a *minus*: a is taken away.",
        "01.mixed",
        (("Value", _RSUB, "return self + other"),),
    ),
    Misconception(
        "NEG-UNCHANGED",
        "-a is a",
        "Your -a holds the same number as a. The minus should turn its sign: 3 becomes -3, and -3 "
        "becomes 3.",
        "01.mixed",
        (("Value", _NEG, "return self * 1.0"),),
    ),
    Misconception(
        "NEG-ABS",
        "-a is always negative",
        "The minus in front of a number that is negative already makes it positive: -(-3) is 3.",
        "01.mixed",
        (("Value", _NEG, "return self * (-1.0 if self.data > 0 else 1.0)"),),
    ),
    Misconception(
        "NEG-CHANGES-SELF",
        "-a changes a",
        "After `-a`, a itself has another sign. Whoever used a before now holds a wrong number. "
        "Make a new Value, and leave a alone.",
        "01.mixed",
        (("Value", _NEG, "self.data = -self.data\n        return self"),),
    ),
    Misconception(
        "SUB-CHANGES-SELF",
        "a - b changes a",
        "After `a - b`, a itself holds the difference. Make a new Value, and leave a alone.",
        "01.mixed",
        (("Value", _SUB, "self.data -= other.data\n        return self"),),
    ),
    Misconception(
        "RMUL-ADDS",
        "`2 * a` computed as `2 + a`",
        "Your `2 * a` gives 2 + a. The reflected methods look alike: this one is a times.",
        "01.mixed",
        (("Value", _RMUL, "other: float) -> Value:\n        return self + other  # times"),),
    ),
    Misconception(
        "SUB-NO-WRAP",
        "a - 2.5 does not work",
        "`a - b` works, and in `a - 2.5` the second is a plain number, which has no `.data`. Turn "
        "it into a Value first, as you did for the plus.",
        "01.mixed",
        (("Value", f"{_DEF_SUB}\n        other = wrapped(other)", _DEF_SUB),),
    ),
    _MIXED_NUMBER.also(("Value", _NEG, "return -self.data")),
    _MIXED_NUMBER.also(("Value", _SUB, "return self.data - other.data")),
    _MIXED_NUMBER.also(("Value", _RSUB, "return other - self.data")),
    _MIXED_NUMBER.also(
        ("Value", _NEG, "return -self.data"), ("Value", _SUB, "return self.data - other.data")
    ),
    _MIXED_NO_PARENTS.also(("Value", _NEG, "return Value(-self.data)")),
    _MIXED_NO_PARENTS.also(("Value", _SUB, "return Value(self.data - other.data)")),
    _MIXED_NO_PARENTS.also(
        ("Value", _NEG, "return Value(-self.data)"),
        ("Value", _SUB, "return Value(self.data - other.data)"),
    ),
    _MIXED_NO_PARENTS.also(("Value", _RSUB, "return Value(other - self.data)")),
    _LOOPS.also(("Value", _RADD, "other: float) -> Value:\n        return other + self")),
    _LOOPS.also(("Value", _RMUL, "other: float) -> Value:\n        return other * self")),
    _LOOPS.also(("Value", _RSUB, "return other - self")),
    _LOOPS.also(
        ("Value", _RADD, "other: float) -> Value:\n        return other + self"),
        ("Value", _RMUL, "other: float) -> Value:\n        return other * self"),
        ("Value", _RSUB, "return other - self"),
    ),
)
