"""Lesson 06: wrong losses."""

from __future__ import annotations

from dataclasses import replace

from microkit.checks.misconceptions.entry import Misconception

_MSE_TERMS = "[(y - t) ** 2 for y, t in zip(ys, ts, strict=True)]"
_MSE_SUM = "sum(terms, Value(0.0)) * (1 / len(ys))"
_HINGE_TERMS = "[(1 - s * t).relu() for s, t in zip(ss, ts, strict=True)]"
_HINGE_SUM = "sum(terms, Value(0.0)) * (1 / len(ss))"
_BCE_TERM = "-(p.log() * t + (1 - p).log() * (1 - t))"
_BCE_SUM = "sum(terms, Value(0.0)) * (1 / len(ps))"
_L2 = "sum((p * p for p in params), Value(0.0)) * alpha"

_SUM = (
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


def _detached(exercise: str, function: str, old: str) -> tuple[Misconception, Misconception]:
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
    *_detached("06.mse", "mse", _MSE_SUM),
    Misconception(
        "LOSS-MSE-SUM", "sum instead of mean", _SUM, "06.mse",
        (("mse", " * (1 / len(ys))", ""),), "note",
    ),
    Misconception(
        "LOSS-HINGE-NO-RELU",
        "hinge without the max(0, .)",
        "A score that is right by far earns a negative price. Then the network can win by being "
        "ever more right on easy points, and forgets the hard ones. Beyond the margin, the price "
        "is 0.",
        "06.hinge",
        (("hinge", ".relu()", ""),),
    ),
    Misconception(
        "LOSS-HINGE-NO-MARGIN",
        "no margin of 1",
        "A score of 0.1 on the right side costs nothing with you. Hinge asks for more: 1 or "
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
        "You square what is missing to the margin. That is a loss, too, the squared hinge; here "
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
    *_detached("06.hinge", "hinge", _HINGE_SUM),
    Misconception(
        "LOSS-HINGE-SUM", "sum instead of mean", _SUM, "06.hinge",
        (("hinge", " * (1 / len(ss))", ""),), "note",
    ),
    Misconception(
        "LOSS-BCE-SWAPPED",
        "log terms swapped",
        "The two logs have changed places: a confident right answer is expensive with you. Try "
        "p = 0.9 for something that happened. It should cost little, about 0.1.",
        "06.bce",
        (("bce", _BCE_TERM, "-((1 - p).log() * t + p.log() * (1 - t))"),),
    ),
    Misconception(
        "LOSS-BCE-NO-MINUS",
        "minus missing",
        "Your loss is negative: the log of a probability is. Going downhill on it makes the "
        "network worse and worse. Which sign is missing?",
        "06.bce",
        (("bce", "-(p.log()", "(p.log()"),),
    ),
    Misconception(
        "LOSS-BCE-ONE-TERM",
        "only the t=1 term",
        "What did not happen costs nothing with you, so the network may always say: yes, for sure. "
        "There are two ways to be wrong, and each has a term.",
        "06.bce",
        (("bce", _BCE_TERM, "-(p.log() * t)"),),
    ),
    Misconception(
        "LOSS-BCE-SAME-LOG",
        "log(p) in both terms",
        "Both of your terms take the log of p. If p is how likely it happens, how likely is it "
        "that it does not? That log belongs into the second term.",
        "06.bce",
        (("bce", "(1 - p).log()", "p.log()"),),
    ),
    Misconception(
        "LOSS-BCE-ONE-MINUS-LOG",
        "1 - log(p) in place of log(1 - p)",
        "You take 1 minus the log. What is asked for is the log of 1 minus p: first the other "
        "probability, then its log. For p = 0.5 these are 1.69 and -0.69.",
        "06.bce",
        (("bce", "(1 - p).log()", "(1 - p.log())"),),
    ),
    Misconception(
        "LOSS-BCE-SIGMOID",
        "a sigmoid around probabilities",
        "Your loss puts a sigmoid around the probabilities. They are given as probabilities "
        "already: 0.9 would become 0.71.",
        "06.bce",
        (("bce", "(p.log()", "(p.sigmoid().log()"), ("bce", "(1 - p)", "(1 - p.sigmoid())")),
    ),
    *_detached("06.bce", "bce", _BCE_SUM),
    Misconception(
        "LOSS-BCE-SUM", "sum instead of mean", _SUM, "06.bce",
        (("bce", " * (1 / len(ps))", ""),), "note",
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
    *_detached("06.l2", "l2", _L2),
    Misconception(
        "LOSS-SOFTMAX-UNSTABLE",
        "no max subtraction",
        "For large scores your softmax has no answer: exp(1000) is more than a float can hold. "
        "Only the distances between scores matter, so the largest of them can be subtracted from "
        "all. Try it on [1, 2] and [1001, 1002].",
        "06.softmax",
        (("softmax", "max(z.data for z in zs)", "0.0"),),
    ),
    Misconception(
        "LOSS-SOFTMAX-NO-EXP",
        "divides the scores by their sum",
        "You divide the scores themselves by their sum. A score below 0 then becomes a probability "
        "below 0. exp makes all of them positive first.",
        "06.softmax",
        (("softmax", "(z - top).exp()", "z * 1"),),
    ),
    Misconception(
        "LOSS-SOFTMAX-NO-DIVISION",
        "exp without the division",
        "You return the exps as they are. Probabilities add up to 1: divide each by the sum of "
        "them all.",
        "06.softmax",
        (("softmax", "e / whole", "e * 1"),),
    ),
    Misconception(
        "LOSS-SOFTMAX-DETACHED",
        "probabilities without a past",
        "Your probabilities were computed from `.data`, at least in part, and no gradient finds "
        "its way back through that part. Also the sum below the line is made of Values.",
        "06.softmax",
        (("softmax", "e / whole", "Value(e.data / whole.data)"),),
    ),
    Misconception(
        "LOSS-SOFTMAX-DETACHED", "the sum without a past",
        "Your probabilities were computed from `.data`, at least in part, and no gradient finds "
        "its way back through that part. Also the sum below the line is made of Values.",
        "06.softmax",
        (("softmax", "e / whole", "e / whole.data"),),
    ),
    Misconception(
        "LOSS-CE-NO-MINUS",
        "minus missing",
        "Your loss is negative: the log of a probability is. Going downhill on it pushes the right "
        "class down. Which sign is missing?",
        "06.cross_entropy",
        (("cross_entropy", "return -", "return "),),
    ),
    Misconception(
        "LOSS-CE-NO-LOG",
        "the probability without its log",
        "You took the probability of the target, and not its log. Between 1 in 100 and 1 in a "
        "million there is hardly a difference then, and to the log it is the same again.",
        "06.cross_entropy",
        (("cross_entropy", "[target].log()", "[target]"),),
    ),
    Misconception(
        "LOSS-CE-SCORES",
        "no softmax",
        "You took the log of a score. Scores are no probabilities: they may be negative, and do "
        "not add up to 1. softmax comes first.",
        "06.cross_entropy",
        (("cross_entropy", "softmax(zs)", "zs"),),
    ),
    Misconception(
        "LOSS-CE-BEST-CLASS",
        "the likeliest class, not the target",
        "You look at the class that the network finds likeliest, and not at the target. The "
        "network is then praised for whatever it says.",
        "06.cross_entropy",
        (
            (
                "cross_entropy",
                "[target]",
                "[max(range(len(zs)), key=lambda i: zs[i].data)]",
            ),
        ),
    ),
    Misconception(
        "LOSS-CE-ALL-CLASSES",
        "the logs of all classes",
        "You add up the logs of all classes. It is the probability of the target alone that says "
        "how surprising the target is.",
        "06.cross_entropy",
        (
            (
                "cross_entropy",
                "softmax(zs)[target].log()",
                "sum((p.log() for p in softmax(zs)), Value(0.0))",
            ),
        ),
    ),
    Misconception(
        "LOSS-CE-UNSTABLE",
        "a softmax of its own, without max subtraction",
        "For large scores your loss has no answer: exp(1000) is more than a float can hold. Your "
        "softmax subtracts the largest score first. Use it here.",
        "06.cross_entropy",
        (
            (
                "cross_entropy",
                "softmax(zs)[target]",
                "(zs[target].exp() / sum((z.exp() for z in zs), Value(0.0)))",
            ),
        ),
    ),
    *_detached("06.cross_entropy", "cross_entropy", "-softmax(zs)[target].log()"),
)  # fmt: skip
