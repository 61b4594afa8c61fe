"""Lesson 09: wrong ways to undo a stretch, a sum and a product of arrays."""

from __future__ import annotations

from microkit.checks.misconceptions.entry import Misconception
from microkit.checks.misconceptions.lesson09_shapes import SHAPES

_LEADING = "    while g.ndim > len(shape):\n        g = g.sum(axis=0)\n"
_ONES = (
    "    for i, n in enumerate(shape):\n"
    "        if n == 1 and g.shape[i] > 1:\n"
    "            g = g.sum(axis=i, keepdims=True)\n"
)
_BACK = "return unbroadcast(to_a, a.shape), unbroadcast(to_b, b.shape)"

_MEANS = Misconception(
    "T-UNBROADCAST-MEAN",
    "averages instead of summing",
    "You average what the copies hear. Each copy has moved the result on its own, so their "
    "messages add up: a bias in 32 rows that hear 1 each hears 32.",
    "09.unbroadcast",
    (("unbroadcast", "g.sum(axis=0)", "g.mean(axis=0)"),),
)
_DROPS = Misconception(
    "T-UNBROADCAST-DROPS-AXIS",
    "sums without keepdims",
    "Your sum takes the axis away. An axis of length 1 must stay, with length 1: (2, 1) is not "
    "(2,). numpy's sum can keep it: look at its keyword arguments.",
    "09.unbroadcast",
    (("unbroadcast", "axis=i, keepdims=True", "axis=i"),),
)

_UNBROADCAST = (
    _MEANS,
    _MEANS.also(("unbroadcast", "sum(axis=i, keepdims=True)", "mean(axis=i, keepdims=True)")),
    _MEANS.also(
        ("unbroadcast", "g.sum(axis=0)", "g.mean(axis=0)"),
        ("unbroadcast", "sum(axis=i, keepdims=True)", "mean(axis=i, keepdims=True)"),
    ),
    Misconception(
        "T-UNBROADCAST-LEADING-ONLY",
        "ignores size-1 axes",
        "You add up the axes in front, and stop there. An axis of length 1 was copied too: a "
        "column (2, 1) that meets (2, 3) is there three times.",
        "09.unbroadcast",
        (("unbroadcast", _ONES, ""),),
    ),
    _DROPS,
    _DROPS.also(
        (
            "unbroadcast",
            _ONES,
            "    long = [i for i, n in enumerate(shape) if n == 1 and g.shape[i] > 1]\n"
            "    g = g.sum(axis=tuple(long))\n",
        )
    ),
    _DROPS.also(
        (
            "unbroadcast",
            _ONES,
            "    for i, n in enumerate(shape):\n"
            "        if n == 1:\n            g = g.sum(axis=i)\n",
        ),
    ),
    Misconception(
        "T-UNBROADCAST-VALUE-NOT-INDEX",
        "uses the axis *length* as axis number",
        "You sum along the axis whose number is the length. A length of 1 is always axis 1 then. "
        "In (1, 3) it is axis 0 that has length 1: what tells you the place?",
        "09.unbroadcast",
        (("unbroadcast", "axis=i, keepdims=True", "axis=n, keepdims=True"),),
    ),
    Misconception(
        "T-UNBROADCAST-ONES-ONLY",
        "ignores the axes in front",
        "You look at the axes of length 1 alone. Broadcasting also puts whole axes in front: (3,) "
        "becomes (2, 3). Those must be summed first.",
        "09.unbroadcast",
        (("unbroadcast", _LEADING, ""),),
    ),
    Misconception(
        "T-UNBROADCAST-ONE-AXIS",
        "takes away one axis in front only",
        "You take one axis away in front. There can be more of them: (4,) may have become "
        "(3, 2, 4). Go on until both have as many axes.",
        "09.unbroadcast",
        (("unbroadcast", "while g.ndim", "if g.ndim"),),
    ),
    Misconception(
        "T-UNBROADCAST-LAST-AXIS",
        "sums the axes at the end",
        "You sum along the last axis. Broadcasting aligns two shapes on the right: what is new "
        "stands in front.",
        "09.unbroadcast",
        (("unbroadcast", "g.sum(axis=0)", "g.sum(axis=-1)"),),
    ),
    Misconception(
        "T-UNBROADCAST-FIRST-COPY",
        "keeps one copy",
        "You keep the message for one copy and drop the others. All copies are the same number, "
        "and it hears all of their messages.",
        "09.unbroadcast",
        (
            ("unbroadcast", "g.sum(axis=0)", "g[0]"),
            ("unbroadcast", "g.sum(axis=i, keepdims=True)", "g.take([0], axis=i)"),
        ),
    ),
    Misconception(
        "T-UNBROADCAST-TOTAL",
        "sums everything",
        "You add up all numbers, and every place gets the total. Only copies of the same number "
        "belong together: each column of its own, for a bias.",
        "09.unbroadcast",
        (
            (
                "unbroadcast",
                _LEADING,
                "    if g.shape != shape:\n        return np.full(shape, g.sum())\n",
            ),
            ("unbroadcast", _ONES, ""),
        ),
    ),
)

_ADD = (
    Misconception(
        "T-NO-UNBROADCAST",
        "returns the broadcast shape",
        "Your gradient has the shape of the result. A bias (3,) that was added to 2 rows has 3 "
        "numbers, so its gradient has 3 too: undo the stretch for each input.",
        "09.add",
        (("add_back", _BACK, "return to_a, to_b"),),
    ),
    Misconception(
        "T-ADD-ONE-SIDE",
        "undoes the stretch for b alone",
        "You undo the stretch for b, and not for a. In a + b either of them may be the short one.",
        "09.add",
        (("add_back", "unbroadcast(to_a, a.shape)", "to_a"),),
    ),
    Misconception(
        "T-ADD-SHAPES-SWAPPED",
        "each gets the other's shape",
        "Your first gradient has the shape of b, and the second the shape of a. a comes first.",
        "09.add",
        (
            (
                "add_back",
                _BACK,
                "return unbroadcast(to_a, b.shape), unbroadcast(to_b, a.shape)",
            ),
        ),
    ),
    Misconception(
        "T-ADD-NO-UPSTREAM",
        "ignores the message from above",
        "You pass on ones. That is the slope of a sum, and the message from above is missing: own "
        "slope times upstream.",
        "09.add",
        (
            ("add_back", "to_a = g", "to_a = np.ones_like(g)"),
            ("add_back", "to_b = g", "to_b = np.ones_like(g)"),
        ),
    ),
    Misconception(
        "T-ADD-LIKE-MUL",
        "the rule of a product",
        "That is the rule of a product. In a sum, what a does to the result has nothing to do with "
        "b: each input gets the message as it is.",
        "09.add",
        (("add_back", "to_a = g", "to_a = g * b"), ("add_back", "to_b = g", "to_b = g * a")),
    ),
)

_NO_MUL_UPSTREAM = Misconception(
    "T-MUL-NO-UPSTREAM",
    "ignores the message from above",
    "You pass on the other factor alone. That is the slope, and the message from above is missing: "
    "own slope times upstream.",
    "09.mul",
    (
        ("mul_back", "to_a = g * b", "to_a = np.ones_like(g) * b"),
        ("mul_back", "to_b = g * a", "to_b = np.ones_like(g) * a"),
    ),
)

_MUL = (
    Misconception(
        "T-MUL-OWN",
        "own data",
        "You multiplied by the input's own numbers. As with single numbers, what a does to a * b "
        "depends on the other factor.",
        "09.mul",
        (
            ("mul_back", "to_a = g * b", "to_a = g * a"),
            ("mul_back", "to_b = g * a", "to_b = g * b"),
        ),
    ),
    Misconception(
        "T-MUL-NO-UNBROADCAST",
        "returns the broadcast shape",
        "Your gradient has the shape of the result. A row (2,) that met 3 rows has 2 numbers, so "
        "its gradient has 2 too: undo the stretch for each input.",
        "09.mul",
        (("mul_back", _BACK, "return to_a, to_b"),),
    ),
    _NO_MUL_UPSTREAM,
    _NO_MUL_UPSTREAM.also(("mul_back", _BACK, "return b, a")),
    Misconception(
        "T-MUL-SUMS-FIRST",
        "undoes the stretch before it multiplies",
        "You add up first and multiply then. But each copy met another number: multiply while the "
        "copies are still apart, and add up last.",
        "09.mul",
        (
            (
                "mul_back",
                _BACK,
                "return unbroadcast(g, a.shape) * b, unbroadcast(g, b.shape) * a",
            ),
        ),
    ),
    Misconception(
        "T-MUL-LIKE-ADD",
        "the rule of a sum",
        "That is the rule of a sum. In a product, a counts as often as b is large.",
        "09.mul",
        (("mul_back", "to_a = g * b", "to_a = g"), ("mul_back", "to_b = g * a", "to_b = g")),
    ),
)

_TO_A = ("matmul_back", "g @ b.T")
_TO_B = ("matmul_back", "a.T @ g")

_FLAT = Misconception(
    "T-MATMUL-NO-TRANSPOSE",
    "g @ b, a @ g",
    "One of the two matrices in each product must lie on its side. Look at the shapes: g is "
    "(n, m) and b is (k, m), and a's gradient must be (n, k). On square matrices nothing "
    "would warn you.",
    "09.matmul",
    ((*_TO_A, "g @ b"), (*_TO_B, "a @ g")),
)
_ORDER = Misconception(
    "T-MATMUL-ORDER",
    "factors in the wrong order",
    "The factors stand in the wrong order. With matrices x @ y and y @ x differ, and often "
    "only one of them has fitting shapes. Try it with n, k and m on paper.",
    "09.matmul",
    ((*_TO_A, "b.T @ g"), (*_TO_B, "g @ a.T")),
)

_MATMUL = (
    _FLAT,
    _FLAT.also((*_TO_A, "g @ b")),
    _FLAT.also((*_TO_B, "a @ g")),
    _ORDER,
    _ORDER.also((*_TO_A, "b.T @ g")),
    _ORDER.also((*_TO_B, "g @ a.T")),
    Misconception(
        "T-MATMUL-ELEMENTWISE",
        "elementwise product",
        "`*` multiplies entry by entry. A matrix product mixes rows and columns, and its gradient "
        "does so too.",
        "09.matmul",
        ((*_TO_A, "g * b"), (*_TO_B, "g * a")),
    ),
    Misconception(
        "T-MATMUL-SWAPPED",
        "the two gradients change places",
        "You return b's gradient first. What comes back has the order of what went in: a, then b.",
        "09.matmul",
        (("matmul_back", "return to_a, to_b", "return to_b, to_a"),),
    ),
    Misconception(
        "T-MATMUL-A-ON-ITS-SIDE",
        "a's gradient is transposed",
        "The numbers of a's gradient are there, and it lies on its side: rows and columns have "
        "changed places.",
        "09.matmul",
        ((*_TO_A, "b @ g.T"),),
    ),
    Misconception(
        "T-MATMUL-B-ON-ITS-SIDE",
        "b's gradient is transposed",
        "The numbers of b's gradient are there, and it lies on its side: rows and columns have "
        "changed places.",
        "09.matmul",
        ((*_TO_B, "g.T @ a"),),
    ),
    Misconception(
        "T-MATMUL-NO-UPSTREAM",
        "ignores the message from above",
        "You pass on ones times the other matrix: the message from above is missing. It stands in "
        "the place of the ones.",
        "09.matmul",
        ((*_TO_A, "np.ones_like(g) @ b.T"), (*_TO_B, "a.T @ np.ones_like(g)")),
    ),
)

ENTRIES = (*_UNBROADCAST, *_ADD, *_MUL, *_MATMUL, *SHAPES)
