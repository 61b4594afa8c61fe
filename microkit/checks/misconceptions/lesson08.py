"""Lesson 08: wrong base classes for operations, and operations whose halves do not fit together."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception
from microkit.checks.misconceptions.lesson08_engine import ENGINE

_NODE = "return Value(out, parents, cls.backward(1.0, out, *numbers))"
_ASKED = "cls.backward(1.0, out, *numbers)"

_OPERATION = (
    Misconception(
        "OPERATION-VALUES",
        "Values where plain numbers are meant",
        "Your `of` hands Values to forward or backward. Those two only calculate: they get plain "
        "numbers, and know nothing of a graph.",
        "08.operation",
        (("Operation", "numbers = [parent.data for parent in parents]", "numbers = parents"),),
    ),
    Misconception(
        "OPERATION-NUMBER-OUT",
        "a plain number in place of a node",
        "Your `of` returns the number itself. It has no parents, so every message from above ends "
        "there. Put it into a Value.",
        "08.operation",
        (("Operation", _NODE, "return out"),),
    ),
    Misconception(
        "OPERATION-NO-PARENTS",
        "a node without parents",
        "The new Value holds the right number, and knows neither its parents nor their slopes. "
        "Nothing will ever arrive at the inputs.",
        "08.operation",
        (("Operation", _NODE, "return Value(out)"),),
    ),
    Misconception(
        "OPERATION-NO-WRAP",
        "a plain number is not wrapped",
        "One of the inputs is a plain number, and it has no `.data`. Turn plain numbers into "
        "Values first.",
        "08.operation",
        (("Operation", "[wrap(x) for x in inputs]", "list(inputs)"),),
    ),
    Misconception(
        "OPERATION-OUT-FOR-G",
        "the result where g is meant",
        "backward's first argument is what arrives from above. You gave it the result. To learn "
        "the local slopes, ask what the inputs would hear if 1 arrived.",
        "08.operation",
        (("Operation", _ASKED, "cls.backward(out, out, *numbers)"),),
    ),
    Misconception(
        "OPERATION-SWAPPED",
        "g and the result have changed places",
        "`backward(g, out, ...)`: first what arrives from above, then the result. Yours gets them "
        "the other way round.",
        "08.operation",
        (("Operation", _ASKED, "cls.backward(out, 1.0, *numbers)"),),
    ),
    Misconception(
        "OPERATION-NO-OUT",
        "backward does not get the result",
        "backward gets three things: g, the result, and the inputs. The result is left out, so "
        "each argument stands one place too early. exp and tanh read their slope from it.",
        "08.operation",
        (("Operation", _ASKED, "cls.backward(1.0, *numbers)"),),
    ),
    Misconception(
        "OPERATION-FIRST-ONLY",
        "only the first input hears its share",
        "The first input hears its share, and the others hear nothing. There is one share for each "
        "input.",
        "08.operation",
        (("Operation", _ASKED, f"{_ASKED}[:1]"),),
    ),
    Misconception(
        "OPERATION-REVERSED",
        "the shares in the wrong order",
        "The first share belongs to the first input. Yours arrive in the opposite order.",
        "08.operation",
        (("Operation", _ASKED, f"{_ASKED}[::-1]"),),
    ),
    Misconception(
        "OPERATION-TOO-EARLY",
        "gradients are handed out when the node is made",
        "Your `of` adds to the gradients of the inputs at once, before anybody has called "
        "backward. Nobody knows then what will arrive from above: store the slopes, and wait.",
        "08.operation",
        (("Operation", _NODE, f"""for parent, share in zip(parents, {_ASKED}):
            parent.grad += share
        return Value(out, parents)"""),),
    ),
    Misconception(
        "OPERATION-NO-UPSTREAM",
        "what arrives from above is not used",
        "The inputs hear the same, whatever arrives from above. The node's own gradient must reach "
        "`backward` as g, or be multiplied with its slopes.",
        "08.operation",
        (("Operation", _NODE, f"""node = Value(out, parents)

        def hand_on():
            for parent, share in zip(parents, {_ASKED}):
                parent.grad += share

        node._backward = hand_on
        return node"""),),
    ),
    Misconception(
        "OPERATION-OVERWRITE",
        "`=` where `+=` is meant",
        "Each share replaces what the input has heard before. Where one Value is used twice, both "
        "shares count.",
        "08.operation",
        (("Operation", _NODE, """node = Value(out, parents)

        def hand_on():
            for parent, share in zip(parents, cls.backward(node.grad, out, *numbers)):
                parent.grad = share

        node._backward = hand_on
        return node"""),),
    ),
)  # fmt: skip

_SLOPE = "slope = 1 / (1 + math.exp(-x))"
_OWN = (
    Misconception(
        "OWN-SIGN",
        "the sign is turned",
        "Your backward says the opposite of the slope everywhere. Where forward rises, the share "
        "for g = 1 is positive.",
        "08.own",
        (("Own", _SLOPE, "slope = -1 / (1 + math.exp(-x))"),),
    ),
    Misconception(
        "OWN-OUT",
        "the result where the slope is meant",
        "Your backward multiplies g by the *result*. Apart from exp, how high a curve is and how "
        "steep it is are two different things: nudge forward, and look.",
        "08.own",
        (("Own", _SLOPE, "slope = out"),),
    ),
    Misconception(
        "OWN-INPUT",
        "the input where the slope is meant",
        "Your backward multiplies g by the input. How far does forward move when you nudge that "
        "input by 0.001?",
        "08.own",
        (("Own", _SLOPE, "slope = x"),),
    ),
    Misconception(
        "OWN-PASSES-ON",
        "g passes unchanged",
        "Your backward hands g on as it is, as a plus gate does. Then forward would have to rise "
        "by one for each one of its input, everywhere.",
        "08.own",
        (("Own", _SLOPE, "slope = 1.0"),),
    ),
    Misconception(
        "OWN-PLUS-UPSTREAM",
        "g is added, not multiplied",
        "You added g and the slope. The chain rule multiplies them.",
        "08.own",
        (("Own", "g * slope", "g + slope"),),
    ),
    Misconception(
        "OWN-NO-UPSTREAM",
        "g is not used",
        "Your backward returns the slope alone, whatever g is. The share of an input is its slope "
        "*times* what arrives from above.",
        "08.own",
        (("Own", "g * slope", "slope"),),
    ),
    Misconception(
        "OWN-NO-TUPLE",
        "a number in place of a tuple",
        "backward returns a tuple, also for one input. In Python the comma makes the tuple: "
        "`(2.5,)` is one, and `(2.5)` is a number.",
        "08.own",
        (("Own", "(g * slope,)", "g * slope"),),
    ),
    Misconception(
        "OWN-SWAPPED",
        "the shares of two inputs have changed places",
        "Both slopes are there, and each went to the wrong input. Nudge the first input alone: "
        "which of the two fits?",
        "08.own",
        (("Own", "", """class Own(Operation):
    @staticmethod
    def forward(a, b):
        return a * b * b

    @staticmethod
    def backward(g, out, a, b):
        return (2 * a * b * g, b * b * g)
"""),),
    ),
    Misconception(
        "OWN-ONE-SHARE",
        "one share for two inputs",
        "There are two inputs and one share. Each input that moves the result hears something.",
        "08.own",
        (("Own", "", """class Own(Operation):
    @staticmethod
    def forward(a, b):
        return a * b * b

    @staticmethod
    def backward(g, out, a, b):
        return (b * b * g,)
"""),),
    ),
    Misconception(
        "OWN-IDENTITY",
        "forward returns its input",
        "forward returns the number that it was given. Let it do something: bend, round off, "
        "take the larger one.",
        "08.own",
        (("Own", "return math.log(1 + math.exp(x))", "return x"), ("Own", _SLOPE, "slope = 1.0")),
    ),
    Misconception(
        "OWN-CONSTANT",
        "forward always returns the same",
        "Whatever goes in, the same number comes out. Then no input matters, and every slope is 0.",
        "08.own",
        (("Own", "return math.log(1 + math.exp(x))", "return 2.5"), ("Own", _SLOPE, "slope = 0.0")),
    ),
    Misconception(
        "OWN-NOT-THE-SLOPE",
        "backward is not the slope of forward",
        "Both halves are there, and they do not fit together: nudging forward gives another slope "
        "than backward says. Take one place, such as x = 0.5, and work out both by hand.",
        "08.own",
        (("Own", _SLOPE, "slope = 3 + x * x"),),
    ),
)  # fmt: skip

_VALUES = _OPERATION[0]

ENTRIES = (
    *ENGINE,
    *_OPERATION,
    *_OWN,
    _VALUES.also(("Operation", "cls.forward(*numbers)", "cls.forward(*parents)")),
    _VALUES.also(("Operation", _ASKED, "cls.backward(1.0, out, *parents)")),
)
