"""Lesson 10: wrong ideas about shares and their slopes."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception
from microkit.checks.misconceptions.lesson10_networks import NETWORKS
from microkit.checks.misconceptions.lesson10_windows import WINDOWS

_STABLE = "e = np.exp(z - z.max(axis=-1, keepdims=True))"
_SHARES = "return e / e.sum(axis=-1, keepdims=True)"
_HEARD = "return s * (g - (g * s).sum(axis=-1, keepdims=True))"

_AXIS = Misconception(
    "T-XENT-AXIS",
    "softmax over the batch axis",
    "Your columns add up to 1, and the rows do not: the images of a batch share one whole "
    "among them. Each row is one image, and its ten shares belong together. Try two rows of "
    "three scores, and add up each row of the result.",
    "10.softmax",
    (
        ("softmax", "z.max(axis=-1", "z.max(axis=0"),
        ("softmax", "e.sum(axis=-1", "e.sum(axis=0"),
    ),
)
_SUM_ALL = Misconception(
    "SOFTMAX-SUM-ALL",
    "one sum for the whole batch",
    "All rows together add up to 1. Each row should do so on its own: it is divided by its own "
    "sum, not by the sum of the whole array.",
    "10.softmax",
    (
        ("softmax", "z.max(axis=-1, keepdims=True)", "z.max()"),
        ("softmax", "e.sum(axis=-1, keepdims=True)", "e.sum()"),
    ),
)
_KEPT, _LOST = "e.sum(axis=-1, keepdims=True)", "e.sum(axis=-1)"
_NO_KEEPDIMS = Misconception(
    "SOFTMAX-NO-KEEPDIMS",
    "a sum that lost its axis",
    "The sums of the rows came as a flat list, and numpy lays a flat list along the columns. "
    "For 3 rows of 4 it stops; for 3 rows of 3 it goes on in silence and divides by the wrong "
    "sums. Look at the shape of your sum: a column is what fits.",
    "10.softmax",
    (("softmax", _KEPT, _LOST),),
)
_ROW_MAX = "z.max(axis=-1, keepdims=True)"
_SOFTMAX = (
    _AXIS,
    _AXIS.also(("softmax", "e.sum(axis=-1", "e.sum(axis=0")),
    _SUM_ALL,
    _SUM_ALL.also(("softmax", _SHARES, "return e / e.sum()")),
    _NO_KEEPDIMS,
    _NO_KEEPDIMS.also(
        ("softmax", "z.max(axis=-1, keepdims=True)", "z.max()"), ("softmax", _KEPT, _LOST)
    ),
    _NO_KEEPDIMS.also(
        ("softmax", "z.max(axis=-1, keepdims=True)", "z.max(axis=-1)"), ("softmax", _KEPT, _LOST)
    ),
    Misconception(
        "SOFTMAX-MAX-OF-COLUMN",
        "takes the largest score of each column away",
        "Your rows add up to 1, and the shares are wrong: you took another number from each score "
        "of a row. What is taken away must be the same along the whole row, or the proportions "
        "change.",
        "10.softmax",
        (("softmax", "z.max(axis=-1", "z.max(axis=0"),),
    ),
    Misconception(
        "SOFTMAX-MAX-OF-ALL",
        "takes the largest score of the whole table away",
        "You took the largest score of the whole table from every row. In a row that lies 1000 "
        "below it, all exps become 0, and 0 divided by 0 is no number. Each row has a largest "
        "score of its own.",
        "10.softmax",
        (("softmax", _ROW_MAX, "z.max()"),),
    ),
    Misconception(
        "SOFTMAX-NO-MAX",
        "exp of scores as they are",
        "exp(1000) is more than a computer's number can hold, and infinity divided by infinity is "
        "no number. Shares do not change when the same number is taken from all scores of a row. "
        "Which one makes the largest score 0?",
        "10.softmax",
        (("softmax", "z - z.max(axis=-1, keepdims=True)", "z"),),
    ),
    Misconception(
        "SOFTMAX-CHANGES-Z",
        "changes the scores it was given",
        "After the call, z holds other numbers: `-=` works on the caller's own array. Whoever "
        "needs the scores again, as the backward rule does, finds them moved. Make a new array.",
        "10.softmax",
        (("softmax", _STABLE, "z -= z.max(axis=-1, keepdims=True)\n    e = np.exp(z)"),),
    ),
    Misconception(
        "SOFTMAX-NO-EXP",
        "divides the scores by their sum",
        "You divided the scores themselves by their sum. Scores below 0 then give shares below 0. "
        "Where does exp come in? It makes every score a number above 0 first.",
        "10.softmax",
        (("softmax", _STABLE, "e = z"),),
    ),
    Misconception(
        "SOFTMAX-NO-DIVISION",
        "exp without dividing by the sum",
        "The proportions are right, and the rows do not add up to 1. How does one turn 3 apples "
        "and 1 pear into shares of the basket?",
        "10.softmax",
        (("softmax", _SHARES, "return e"),),
    ),
    Misconception(
        "SOFTMAX-MINUS",
        "exp of minus the scores",
        "The largest score gets the smallest share. The sign of the scores was turned on the way "
        "to exp.",
        "10.softmax",
        (("softmax", _STABLE, "e = np.exp(z.min(axis=-1, keepdims=True) - z)"),),
    ),
    Misconception(
        "SOFTMAX-AXIS-ONE",
        "axis 1 in place of the last axis",
        "Axis 1 is the last one only where there are two. One image alone has no axis 1, and in a "
        "stack of sequences it counts the places. numpy has a number for the last axis, however "
        "many there are.",
        "10.softmax",
        (
            ("softmax", "z.max(axis=-1", "z.max(axis=1"),
            ("softmax", "e.sum(axis=-1", "e.sum(axis=1"),
        ),
    ),
)

_SOFTMAX_BACK = (
    Misconception(
        "T-SOFTMAX-DIAGONAL",
        "treats softmax as if each score moved only its own share",
        "Your rule is right for a score and its own share. But raise one score, and all the other "
        "shares of the row shrink: the row must add up to 1. A score hears from all shares. Try a "
        "row of two equal scores: what one share gains, the other loses.",
        "10.softmax_back",
        (("softmax_back", _HEARD, "return g * s * (1 - s)"),),
    ),
    Misconception(
        "SOFTMAX-BACK-NO-S",
        "the last factor is missing",
        "You took the mean of what arrives from what arrives, and stopped there. A share that is "
        "near 0 hardly moves when its score does: one more factor says so.",
        "10.softmax_back",
        (("softmax_back", _HEARD, "return g - (g * s).sum(axis=-1, keepdims=True)"),),
    ),
    Misconception(
        "SOFTMAX-BACK-SUM-ALL",
        "one sum for the whole batch",
        "Your sum runs over all rows, so one image hears what arrived for another. Each row has a "
        "sum of its own.",
        "10.softmax_back",
        (("softmax_back", "(g * s).sum(axis=-1, keepdims=True)", "(g * s).sum()"),),
    ),
    Misconception(
        "SOFTMAX-BACK-NO-KEEPDIMS",
        "a sum that lost its axis",
        "The sums of the rows came as a flat list, and numpy lays a flat list along the columns. "
        "Look at the shape of your sum: a column is what fits under the rows.",
        "10.softmax_back",
        (("softmax_back", ", keepdims=True", ""),),
    ),
    Misconception(
        "SOFTMAX-BACK-PLUS",
        "adds the mean in place of taking it away",
        "When one share grows, the others must shrink. In your rule they all grow together. Look "
        "at the sign in front of the sum.",
        "10.softmax_back",
        (("softmax_back", "(g - (g * s)", "(g + (g * s)"),),
    ),
    Misconception(
        "SOFTMAX-BACK-UNWEIGHTED",
        "a sum of the messages without the shares",
        "You took the plain sum of what arrives. Each message counts by the share that it came "
        "from: a share near 0 has little to lose.",
        "10.softmax_back",
        (("softmax_back", "(g * s).sum", "g.sum"),),
    ),
    Misconception(
        "SOFTMAX-BACK-NO-UPSTREAM",
        "what arrives from above is not used",
        "The answer is the same whatever arrives in g. The local slopes alone are half of the "
        "chain rule: each is multiplied by what arrives at its share.",
        "10.softmax_back",
        (("softmax_back", _HEARD, "return s * (1 - s)"),),
    ),
    Misconception(
        "SOFTMAX-BACK-Z-FOR-S",
        "scores where the shares belong",
        "Your formula has the right shape, with the scores z in the place of their softmax. The "
        "slope of softmax is written with the shares that come out of it.",
        "10.softmax_back",
        (("softmax_back", "s = softmax(z)", "s = z"),),
    ),
    Misconception(
        "SOFTMAX-BACK-CHANGES-G",
        "changes the message that it was given",
        "After the call, g holds other numbers: `-=` and `*=` work on the caller's own array. The "
        "same message may have gone to somebody else as well. Make a new array.",
        "10.softmax_back",
        (
            (
                "softmax_back",
                _HEARD,
                "g -= (g * s).sum(axis=-1, keepdims=True)\n    g *= s\n    return g",
            ),
        ),
    ),
)

_PLACES = "p[np.arange(len(y)), y]"
_SHARED = "p = softmax(z)"
_CHANGES_Z = Misconception(
    "XENT-CHANGES-Z",
    "changes the scores it was given",
    "After the call, z holds other numbers. `-=` works on the caller's own array. Make a new "
    "one, and leave z as it came.",
    "10.xent",
    (("xent_back", _SHARED, "z -= z.max(axis=1, keepdims=True)\n    " + _SHARED),),
)
_XENT = (
    Misconception(
        "XENT-NO-MEAN",
        "the sum over the batch, not the mean",
        "Every number is as many times too large as there are images. The loss is the mean over "
        "the batch, so each image has one part of n. With the sum, a batch of twice the size would "
        "take steps of twice the length.",
        "10.xent",
        (("xent_back", "p / len(y)", "p"),),
    ),
    Misconception(
        "XENT-DIVIDES-FIRST",
        "divides before it subtracts",
        "You divided the shares by the number of images, and took a whole 1 away after that. The 1 "
        "is part of what is shared out: first the difference, and then the division.",
        "10.xent",
        (("xent_back", "p / len(y)", "p"), ("xent_back", _SHARED, f"{_SHARED} / len(y)")),
    ),
    Misconception(
        "XENT-DIVIDES-BY-ALL",
        "divides by the size of the array",
        "You divided by images times classes. The mean is over the images: the ten classes of one "
        "image make one loss together.",
        "10.xent",
        (("xent_back", "p / len(y)", "p / p.size"),),
    ),
    Misconception(
        "XENT-DIVIDES-BY-CLASSES",
        "divides by the number of classes",
        "You divided by the number of classes. The mean is over the images of the batch: which "
        "axis counts those?",
        "10.xent",
        (("xent_back", "p / len(y)", "p / p.shape[1]"),),
    ),
    Misconception(
        "XENT-NO-ONE-HOT",
        "the right class is treated like the others",
        "Every class is pushed down, the right one too. Somewhere the labels must come in: y says "
        "which share of each row should be 1. What is the share, minus what it should be?",
        "10.xent",
        (("xent_back", f"    {_PLACES} -= 1\n", ""),),
    ),
    Misconception(
        "XENT-SIGN",
        "target minus share",
        "All signs are turned. A gradient points to where the loss grows; the step down has the "
        "minus. Raise the score of the right class: does the loss grow or fall?",
        "10.xent",
        (("xent_back", "p / len(y)", "-p / len(y)"),),
    ),
    Misconception(
        "XENT-PLUS-ONE",
        "adds 1 at the right class",
        "The right class is pushed down harder than any other. It has the share p and should have "
        "1: what is the difference, and which sign does it have?",
        "10.xent",
        (("xent_back", "-= 1", "+= 1"),),
    ),
    Misconception(
        "XENT-COLUMNS",
        "changes whole columns",
        "`p[:, y]` takes these columns in every row, so each image was marked with the labels of "
        "all the others. You want one place in each row: row 0 with y[0], row 1 with y[1].",
        "10.xent",
        (("xent_back", _PLACES, "p[:, y]"),),
    ),
    Misconception(
        "XENT-NO-SOFTMAX",
        "scores where the shares belong",
        "You subtracted from the scores themselves. What is compared with 0 and 1 are the shares, "
        "and z holds scores.",
        "10.xent",
        (("xent_back", "softmax(z)", "z.copy()"),),
    ),
    Misconception(
        "XENT-OF-P",
        "the slope for the shares, not for the scores",
        "Minus 1 divided by p is what the *share* of the right class hears. The scores stand one "
        "step before it: the message has to go back through softmax, too. What comes out is "
        "shorter than both rules.",
        "10.xent",
        (
            (
                "xent_back",
                f"    {_PLACES} -= 1\n    return p / len(y)",
                "    out = np.zeros(p.shape)\n"
                "    rows = np.arange(len(y))\n"
                "    out[rows, y] = -1 / p[rows, y]\n"
                "    return out / len(y)",
            ),
        ),
    ),
    Misconception(
        "XENT-RIGHT-ONLY",
        "only the right class hears",
        "Only the score of the right class hears something. A wrong class with a large share takes "
        "it from the right one, so its score must hear as well: it should go down.",
        "10.xent",
        (
            (
                "xent_back",
                f"    {_PLACES} -= 1\n    return p / len(y)",
                "    out = np.zeros(p.shape)\n"
                "    rows = np.arange(len(y))\n"
                "    out[rows, y] = p[rows, y] - 1\n"
                "    return out / len(y)",
            ),
        ),
    ),
    _CHANGES_Z,
    _CHANGES_Z.also(("xent_back", _SHARED, "z -= z.max()\n    " + _SHARED)),
)

ENTRIES = (*_SOFTMAX, *_SOFTMAX_BACK, *_XENT, *NETWORKS, *WINDOWS)
