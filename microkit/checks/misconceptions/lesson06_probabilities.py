"""Lesson 06: wrong probabilities, and wrong losses of them."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception
from microkit.checks.misconceptions.lesson06_losses import SUM, detached

_BCE_TERM = "-(p.log() * t + (1 - p).log() * (1 - t))"
_BCE_SUM = "sum(terms, Value(0.0)) * (1 / len(ps))"

_LOG, _SHARE = "(own - top - whole.log())", "((own - top).exp() / whole)"
_ALL_CLASSES = Misconception(
    "LOSS-CE-ALL-CLASSES",
    "the logs of all classes",
    "You add up the logs of all classes. It is the probability of the target alone that says "
    "how surprising the target is.",
    "06.cross_entropy",
    (
        (
            "cross_entropy",
            _LOG,
            "sum((((z - top).exp() / whole).log() for z in zs), Value(0.0))",
        ),
    ),
)
_SOFTMAX = Misconception(
    "LOSS-SOFTMAX-DETACHED",
    "probabilities without a past",
    "Your probabilities were computed from `.data`, at least in part, and no gradient finds its "
    "way back through that part. Also the sum below the line is made of Values.",
    "06.softmax",
    (("softmax", "e / whole", "Value(e.data / whole.data)"),),
)

PROBABILITIES: tuple[Misconception, ...] = (
    Misconception(
        "LOSS-BCE-SWAPPED",
        "log terms swapped",
        "The two logs have changed places: a confident right answer is expensive. Try "
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
        "What did not happen costs nothing, so the network may always say: yes, for sure. "
        "There are two ways to be wrong, and each has a term.",
        "06.bce",
        (("bce", _BCE_TERM, "-(p.log() * t)"),),
    ),
    Misconception(
        "LOSS-BCE-SAME-LOG",
        "log(p) in both terms",
        "Both of your terms take the log of p. If p is how likely it happens, how likely is it "
        "that it does not? That log belongs in the second term.",
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
    *detached("06.bce", "bce", _BCE_SUM),
    Misconception(
        "LOSS-BCE-SUM", "sum instead of mean", SUM, "06.bce",
        (("bce", " * (1 / len(ps))", ""),), "note",
    ),
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
    _SOFTMAX,
    _SOFTMAX.also(("softmax", "e / whole", "e / whole.data")),
    Misconception(
        "LOSS-CE-NO-MINUS",
        "minus missing",
        "Your loss is negative: the log of a probability is. Going downhill on it pushes the right "
        "class down. Which sign is missing?",
        "06.cross_entropy",
        (("cross_entropy", "return -(", "return ("),),
    ),
    Misconception(
        "LOSS-CE-NO-LOG",
        "the probability without its log",
        "You took the probability of the target, and not its log. Between 1 in 100 and 1 in ten "
        "thousand there is hardly a difference then. The log charges 4.6 for the first, and 4.6 "
        "more for the second.",
        "06.cross_entropy",
        (("cross_entropy", _LOG, _SHARE),),
    ),
    Misconception(
        "LOSS-CE-SCORES",
        "no softmax",
        "You took the log of a score. Scores are no probabilities: they may be negative, and do "
        "not add up to 1. softmax comes first.",
        "06.cross_entropy",
        (("cross_entropy", _LOG, "own.log()"),),
    ),
    Misconception(
        "LOSS-CE-BEST-CLASS",
        "the likeliest class, not the target",
        "You look at the class that the network finds likeliest, and not at the target. The "
        "network is then praised for whatever it says.",
        "06.cross_entropy",
        (("cross_entropy", "zs[target]", "max(zs, key=lambda z: z.data)"),),
    ),
    _ALL_CLASSES,
    _ALL_CLASSES.also(
        ("cross_entropy", _LOG, "sum((z - top - whole.log() for z in zs), Value(0.0))")
    ),
    Misconception(
        "LOSS-CE-UNSTABLE",
        "no max subtraction",
        "For large scores your loss has no answer: exp(1000) is more than a float can hold. Your "
        "softmax subtracts the largest score first. Do so here, too.",
        "06.cross_entropy",
        (("cross_entropy", "max(z.data for z in zs)", "0.0"),),
    ),
    Misconception(
        "LOSS-CE-FAR-APART",
        "no answer for scores that lie far apart",
        "Scores of 0 and 800 have no answer in your loss. exp(-800) is 0 for a computer, so a "
        "share can become 0, and 0 has no log; and exp(800) is too large for it. Subtract the "
        "largest score, never make the share, and take the log of the sum alone.",
        "06.cross_entropy",
        (("cross_entropy", _LOG, f"{_SHARE}.log()"),),
    ),
    *detached("06.cross_entropy", "cross_entropy", f"-{_LOG}"),
)  # fmt: skip
