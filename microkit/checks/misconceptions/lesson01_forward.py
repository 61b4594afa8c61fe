"""Lesson 01: wrong ways to add and to multiply."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception

_ADD = 'return Value(self.data + other.data, (self, other), "+")'
_MUL = 'return Value(self.data * other.data, (self, other), "*")'


def _wrap_in(method: str) -> str:
    return f"def __{method}__(self, other: Any) -> Value:\n        other = wrapped(other)"


def _no_wrap_in(method: str) -> str:
    return f"def __{method}__(self, other: Any) -> Value:"


def _each_and_both(entry: Misconception, *edits: tuple[str, str, str]) -> tuple[Misconception, ...]:
    """Return an idea that shows in one of two methods, or in both."""
    return (*(entry.also(edit) for edit in edits), entry.also(*edits))


_NUMBER = Misconception(
    "RESULT-IS-NUMBER",
    "the result is a plain number",
    "Your result is a plain number: it has forgotten where it came from. A receipt "
    "must be a Value again, or nothing more can be written onto it.",
    "01.forward",
)
_NO_PARENTS = Misconception(
    "FORWARD-NO-PARENTS",
    "the result does not know its parents",
    "Nobody can tell how your result came about: its `_prev` is empty. Hand both inputs on when "
    "you make it.",
    "01.forward",
)
_PREV_NUMBERS = Misconception(
    "PREV-NUMBERS",
    "numbers in place of the parents themselves",
    "`_prev` holds plain numbers. A number does not know where *it* came from, so the trail ends "
    "there. Keep the two Values themselves.",
    "01.forward",
)
_PREV_ORDER = Misconception(
    "PREV-ORDER",
    "the parents in the wrong order",
    "`_prev` names b before a. For a sum that looks harmless; for a difference, which comes "
    "later, first and second are not the same. Keep the order in which they are written.",
    "01.forward",
)
_NO_OP = Misconception(
    "OP-MISSING",
    "the result does not know its operation",
    "The sign of the operation is missing: `_op` is empty. A picture of the graph could not say "
    "whether 6 came from 2 * 3 or from 2 + 4.",
    "01.forward",
)
_CHANGES_SELF = Misconception(
    "FORWARD-CHANGES-SELF",
    "writes the result into the first input",
    "After `a + b`, a itself has changed, and there is no new Value. Ask for `a + b` twice in a "
    "row: a price must not rise because somebody looked at a sum.",
    "01.forward",
)
_NO_WRAP = Misconception(
    "NO-WRAP",
    "a plain number is not wrapped",
    "A plain number stands beside the Value, and it has no `.data`. Turn plain numbers into "
    "Values first.",
    "01.forward",
)
_WRAPS_TWICE = Misconception(
    "WRAPS-EVERYTHING",
    "wraps what is a Value already",
    "You make a Value out of `other` in every case. Where it is one already, you get a Value that "
    "holds a Value. Wrap only what is no Value yet.",
    "01.forward",
)
_CALLS_ITSELF = Misconception(
    "FORWARD-CALLS-ITSELF",
    "adds the Values where their numbers are meant",
    "Inside the method you add or multiply the two Values themselves. That calls the same method "
    "again, and so on for ever. What is meant is the numbers that they hold: their `.data`.",
    "01.forward",
)
_COPIED_SIGN = Misconception(
    "OP-COPIED",
    "the sign of the operation was copied",
    "The number is a product, and the sign in `_op` says that it was a sum, or the other way "
    "round. That happens when one copies a method: look at its last argument.",
    "01.forward",
)
FORWARD = (
    *_each_and_both(
        _NUMBER,
        ("Value", _ADD, "return self.data + other.data"),
        ("Value", _MUL, "return self.data * other.data"),
    ),
    *_each_and_both(
        _NO_PARENTS,
        ("Value", _ADD, 'return Value(self.data + other.data, (), "+")'),
        ("Value", _MUL, 'return Value(self.data * other.data, (), "*")'),
    ),
    *_each_and_both(
        _PREV_NUMBERS,
        ("Value", _ADD, 'return Value(self.data + other.data, (self.data, other.data), "+")'),
        ("Value", _MUL, 'return Value(self.data * other.data, (self.data, other.data), "*")'),
    ),
    *_each_and_both(
        _PREV_ORDER,
        ("Value", _ADD, 'return Value(self.data + other.data, (other, self), "+")'),
        ("Value", _MUL, 'return Value(self.data * other.data, (other, self), "*")'),
    ),
    *_each_and_both(
        _NO_OP,
        ("Value", _ADD, "return Value(self.data + other.data, (self, other))"),
        ("Value", _MUL, "return Value(self.data * other.data, (self, other))"),
    ),
    _COPIED_SIGN.also(("Value", '(self, other), "*")', '(self, other), "+")')),
    _COPIED_SIGN.also(("Value", '(self, other), "+")', '(self, other), "*")')),
    *_each_and_both(
        _CHANGES_SELF,
        ("Value", _ADD, "self.data += other.data\n        return self"),
        ("Value", _MUL, "self.data *= other.data\n        return self"),
    ),
    *_each_and_both(
        _NO_WRAP,
        ("Value", _wrap_in("add"), _no_wrap_in("add")),
        ("Value", _wrap_in("mul"), _no_wrap_in("mul")),
    ),
    *_each_and_both(
        _WRAPS_TWICE,
        ("Value", _wrap_in("add"), f"{_no_wrap_in('add')}\n        other = Value(other)"),
        ("Value", _wrap_in("mul"), f"{_no_wrap_in('mul')}\n        other = Value(other)"),
    ),
    *_each_and_both(
        _CALLS_ITSELF,
        ("Value", _ADD, 'return Value(self + other, (self, other), "+")'),
        ("Value", _MUL, 'return Value(self * other, (self, other), "*")'),
    ),
    Misconception(
        "MUL-ADDS",
        "a product that adds",
        "Your `*` gives the sum. A method that is copied from its neighbor keeps the neighbor's "
        "sign: look at the line that calculates.",
        "01.forward",
        (("Value", "self.data * other.data", "self.data + other.data"),),
    ),
    Misconception(
        "ADD-MULTIPLIES",
        "a sum that multiplies",
        "Your `+` gives the product. Try 3 + 4 in your head, and look at the line that calculates.",
        "01.forward",
        (("Value", "self.data + other.data", "self.data * other.data"),),
    ),
)
