"""Lesson 01, values: the exercises, their points and their questions."""

from microkit.checks.exercise import Exercise, Question, predictions, twins

_VALUE = Exercise(
    "01.value", ("Value.__init__", "Value.__repr__"), 3, "a Value", "1.2", "experiment",
    (
        Question(
            "data", "Does it keep its number?", 0.25,
            "What is not stored on `self` is gone when __init__ ends.",
        ),
        Question(
            "grad", "Does its gradient start at 0?", 0.15,
            "Nothing has been measured yet: `grad` starts as 0.0.",
        ),
        Question(
            "parents", "Does it keep its parents, in order?", 0.25,
            "The second argument says what this number was made of. It belongs in `_prev`, in a "
            "tuple, just as it came.",
        ),
        Question(
            "op", "Does it keep the sign of its operation?", 0.10,
            "The third argument is the sign, such as \"*\". It belongs in `_op`.",
        ),
        Question(
            "alone", "Can it be made of a number alone?", 0.10,
            "A number that somebody typed has no parents and no operation: `_prev` is (), and "
            "`_op` is \"\", without being told.",
        ),
        Question(
            "repr", "Does its text show the number?", 0.15,
            "`__repr__` returns a text, and the number stands in it. Is there an f before the "
            "quotes?",
        ),
    ),
)  # fmt: skip
_FORWARD = Exercise(
    "01.forward", ("Value.__add__", "Value.__mul__"), 4, "a + b and a * b", "1.3", "experiment",
    (
        Question(
            "sum", "Is the number of a + b right?", 0.2,
            "Add the two numbers, `self.data` and `other.data`.",
        ),
        Question(
            "product", "Is the number of a * b right?", 0.2,
            "Multiply the two numbers, `self.data` and `other.data`.",
        ),
        Question(
            "node", "Is the result a new Value, and are a and b left alone?", 0.2,
            "A receipt is a new piece of paper. It says what was bought, and changes no price.",
        ),
        Question(
            "parents", "Does the result know both inputs, in order?", 0.2,
            "The parents are the two Values themselves: self first, then other.",
        ),
        Question(
            "op", "Does the result know its operation?", 0.1,
            "The sign is the third argument: \"+\" for a sum, \"*\" for a product.",
        ),
        Question(
            "numbers", "Does it also work with a plain number beside a Value?", 0.1,
            "In `a + 2.5`, `other` is 2.5 itself. It has no `.data`, until it is made a Value.",
        ),
    ),
)  # fmt: skip
_MIXED = Exercise(
    "01.mixed",
    tuple(f"Value.__{name}__" for name in ("neg", "sub", "radd", "rmul", "rsub")),
    4, "minus, and numbers on the left", "1.4", "experiment",
    (
        Question(
            "negative", "Is -a right?", 0.15,
            "-a is a times -1, and you have a `*` already.",
        ),
        Question(
            "minus", "Is a - b right?", 0.2,
            "a is `self`, b is `other`: the second is taken away from the first.",
        ),
        Question(
            "numbers", "Is a - 2.5 right, too?", 0.1,
            "In `a - 2.5`, `other` is 2.5 itself. It has no `.data`, until it is made a Value.",
        ),
        Question(
            "left_sum", "Is 2.5 + a right, and sum([a, b, c])?", 0.15,
            "Python asks 2.5 first, which knows no Values, and then calls `a.__radd__(2.5)`. "
            "`sum` starts with the plain number 0.",
        ),
        Question(
            "left_product", "Is 2.5 * a right?", 0.1,
            "Python asks 2.5 first, which knows no Values, and then calls `a.__rmul__(2.5)`.",
        ),
        Question(
            "left_minus", "Is 2.5 - a right?", 0.2,
            "Python calls `a.__rsub__(2.5)`: there, `other` is 2.5, and it comes first.",
        ),
        Question(
            "remembers", "Does every result lead back to its inputs, unchanged?", 0.1,
            "Whoever follows `_prev` from the result, step by step, must arrive at a. And a "
            "keeps its number.",
        ),
    ),
)  # fmt: skip
_GRAPH = Exercise(
    "01.graph", "Value", 1, "what a graph remembers", "1.5", "experiment",
    (
        Question(
            "twice", "Does a + a remember a twice?", 0.3,
            "A set holds nothing twice. A tuple does.",
        ),
        Question(
            "apart", "Are two Values that hold the same number two Values?", 0.3,
            "Two prices of 3 are not the same price. A Value is equal to itself alone: that is "
            "what Python does where no __eq__ is written.",
        ),
        Question(
            "in_place", "Does a += b leave the old a as it was?", 0.2,
            "`a += b` gives the name a to a new node. Whatever used the old one still needs it.",
        ),
        Question(
            "new", "Does a + b make a new node every time?", 0.2,
            "Each time that a + b runs, a new node is made, also from the same a and b.",
        ),
    ),
)  # fmt: skip

EXERCISES = (
    *(_SHOWN := twins((_VALUE, 1), (_FORWARD, 2), (_MIXED, 2), (_GRAPH, 1)))[:4],
    predictions("01", "1.5", (
        ("nodes", "Is there a number for the nodes of a*a + a?"),
        ("same", "Is there a choice for a + b, written twice?"),
    )),
    *_SHOWN[4:],
)  # fmt: skip
