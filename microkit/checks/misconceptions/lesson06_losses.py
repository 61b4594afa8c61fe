"""Lesson 06: wrong losses of answers and scores; those of probabilities stand in the next file."""

from __future__ import annotations

from dataclasses import replace

from microkit.checks.misconceptions.entry import Misconception

_MSE_SUM = "sum(terms, Value(0.0)) * (1 / len(ys))"
_HINGE_SUM = "sum(terms, Value(0.0)) * (1 / len(ss))"
_L2 = "sum((p * p for p in params), Value(0.0)) * alpha"

SUM = (
    "Your loss adds up, and does not divide by the number of pairs. That works; only, twice as "
    "many points make gradients twice as large, and the rate has to be smaller. The mean is the "
    "same for any number."
)
_LAST = (
    "Only one of the pairs counts in your loss. A `return` inside a loop ends it in its first "
    "round, and `=` in place of `+=` forgets all rounds but the last."
)
_DETACHED = Misconception(
    "LOSS-DETACHED",
    "computes the loss on .data",
    "The number is right, and it has no past: it was computed from `.data`. backward() cannot find "
    "its way to the network. Keep Values until the end.",
    "06.mse",
    (("mse", _MSE_SUM, "(sum(terms, Value(0.0)) * (1 / len(ys))).data"),),
)
_MSE_LAST = Misconception(
    "LOSS-MSE-ONE-PAIR",
    "only the first or the last pair counts",
    _LAST,
    "06.mse",
    (("mse", "sum(terms, Value(0.0))", "terms[0]"),),
)


def detached(exercise: str, function: str, old: str) -> tuple[Misconception, Misconception]:
    """Return the loss as a plain number, and as a Value that was made of one."""
    number = replace(_DETACHED, exercise=exercise, edits=((function, old, f"({old}).data"),))
    return number, number.also((function, old, f"Value(({old}).data)"))


LOSSES: tuple[Misconception, ...] = (
    Misconception(
        "LOSS-MSE-NO-SQUARE",
        "signed errors cancel",
        "The differences are not squared. One answer that is 5 too high and one that is 5 too low "
        "cancel, and the loss calls them perfect. Square each difference.",
        "06.mse",
        (("mse", " ** 2", ""),),
    ),
    Misconception(
        "LOSS-MSE-ABS",
        "absolute differences",
        "You took the size of each difference, not its square. That is a good loss too, with "
        "another name (L1). Here large errors are to weigh more: square them.",
        "06.mse",
        (("mse", "(y - t) ** 2", "(y - t).relu() + (t - y).relu()"),),
    ),
    Misconception(
        "LOSS-MSE-SQUARE-OF-SUM",
        "adds up first, and squares then",
        "You added the differences up, and squared the sum. Too high and too low cancel then. "
        "Square each difference first, and add up the squares.",
        "06.mse",
        (
            ("mse", " ** 2", ""),
            ("mse", _MSE_SUM, "sum(terms, Value(0.0)) ** 2 * (1 / len(ys))"),
        ),
    ),
    Misconception(
        "LOSS-MSE-SQUARE-OF-MEAN",
        "takes the mean first, and squares then",
        "You took the mean of the differences, and squared it. Too high and too low cancel then. "
        "Square each difference first, and take the mean of the squares.",
        "06.mse",
        (("mse", " ** 2", ""), ("mse", _MSE_SUM, f"({_MSE_SUM}) ** 2")),
    ),
    Misconception(
        "LOSS-MSE-ROOT",
        "takes the root",
        "Your loss is the root of the mean squared error. It is read more easily; the one that is "
        "asked for has no root.",
        "06.mse",
        (("mse", _MSE_SUM, f"({_MSE_SUM}) ** 0.5"),),
    ),
    Misconception(
        "LOSS-MSE-HALF",
        "half of it",
        "Your loss is half of the mean squared error. Some books write it so, for the sake of the "
        "slope; here it is the mean itself.",
        "06.mse",
        (("mse", "(1 / len(ys))", "(0.5 / len(ys))"),),
    ),
    _MSE_LAST,
    _MSE_LAST.also(("mse", "sum(terms, Value(0.0))", "terms[-1]")),
    _MSE_LAST.also(("mse", _MSE_SUM, "terms[0]")),
    _MSE_LAST.also(("mse", _MSE_SUM, "terms[-1]")),
    *detached("06.mse", "mse", _MSE_SUM),
    Misconception(
        "LOSS-MSE-SUM", "sum instead of mean", SUM, "06.mse",
        (("mse", " * (1 / len(ys))", ""),), "note",
    ),
    Misconception(
        "LOSS-HINGE-NO-RELU",
        "hinge without the max(0, .)",
        "A score that is right by far earns a negative price. Then the network can win by being "
        "ever more right on easy points, and forgets the hard ones. From a margin of 1 on, the "
        "price is 0.",
        "06.hinge",
        (("hinge", ".relu()", ""),),
    ),
    Misconception(
        "LOSS-HINGE-NO-MARGIN",
        "no margin of 1",
        "A score of 0.1 on the right side costs nothing in your loss. Hinge asks for more: 1 or "
        "higher, so that a small change of the point does not change the answer.",
        "06.hinge",
        (("hinge", "(1 - s * t)", "(-(s * t))"),),
    ),
    Misconception(
        "LOSS-HINGE-SIGN",
        "plus in place of minus",
        "Your loss is high where score and label agree, and low where they do not: the sign of "
        "their product is turned. Try a score of 3 with the label 1. What should it cost?",
        "06.hinge",
        (("hinge", "1 - s * t", "1 + s * t"),),
    ),
    Misconception(
        "LOSS-HINGE-NO-LABEL",
        "the label is not used",
        "Your loss looks at the score, and not at the label: it wants every score above 1, also "
        "where the label is -1.",
        "06.hinge",
        (("hinge", "s * t)", "s * abs(t))"),),
    ),
    Misconception(
        "LOSS-HINGE-SQUARED",
        "squares what is missing",
        "You square what the margin lacks to 1. That is a loss, too, the squared hinge; here "
        "what is missing is itself the price.",
        "06.hinge",
        (("hinge", ".relu()", ".relu() ** 2"),),
    ),
    Misconception(
        "LOSS-HINGE-RELU-OF-SUM",
        "relu around the whole",
        "You add everything up before relu. Points that are right by far then pay for those that "
        "are wrong. Each point goes through relu on its own.",
        "06.hinge",
        (("hinge", ".relu()", ""), ("hinge", "sum(terms, Value(0.0))",
                                    "sum(terms, Value(0.0)).relu()")),
    ),
    *detached("06.hinge", "hinge", _HINGE_SUM),
    Misconception(
        "LOSS-HINGE-SUM", "sum instead of mean", SUM, "06.hinge",
        (("hinge", " * (1 / len(ss))", ""),), "note",
    ),
    Misconception(
        "LOSS-L2-NO-SQUARE",
        "adds the parameters, not their squares",
        "You add the parameters up as they are. Then 5 and -5 cost nothing together, and the more "
        "negative a weight is, the better. Square each of them.",
        "06.l2",
        (("l2", "p * p", "p"),),
    ),
    Misconception(
        "LOSS-L2-ABS",
        "absolute values: l1",
        "You add up the sizes of the parameters. That has a name of its own, l1. For l2 each is "
        "squared.",
        "06.l2",
        (("l2", "p * p", "p.relu() + (-p).relu()"),),
    ),
    Misconception(
        "LOSS-L2-SQUARE-OF-SUM",
        "adds up first, and squares then",
        "You add the parameters up, and square the sum. Then 5 and -5 cost nothing together. "
        "Square each of them first.",
        "06.l2",
        (("l2", _L2, "sum(params, Value(0.0)) ** 2 * alpha"),),
    ),
    Misconception(
        "LOSS-L2-NO-ALPHA",
        "alpha is not used",
        "Your loss does not listen to alpha. It says what large weights cost, and so how much they "
        "matter beside the errors.",
        "06.l2",
        (("l2", " * alpha", ""),),
    ),
    Misconception(
        "LOSS-L2-MEAN",
        "mean instead of sum",
        "You divide by how many parameters there are. Here it is the sum: a larger network pays "
        "for every weight that it has.",
        "06.l2",
        (("l2", " * alpha", " * (alpha / len(params))"),),
    ),
    *detached("06.l2", "l2", _L2),
)  # fmt: skip
