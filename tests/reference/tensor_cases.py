"""Expressions that mean the same to PyTorch and to `microkit.tensor`, and arrays to try them on.

Each case is one line of text, read by both: names and behavior are PyTorch's. ``a``, ``b`` and
``c`` are the inputs; what is not a method is a function of the namespace.
"""

from __future__ import annotations

from typing import Any

import numpy as np

# -- what the inputs are: a shape gives numbers about 1, of both signs, none near 0 ----------------

TIES = [[2.0, -1.0, 2.0, 0.5], [0.0, 3.0, 3.0, 3.0], [-1.0, -1.0, -2.0, -2.0]]
KINKS = [[-2.0, -0.0, 0.0], [0.5, 1.0, 3.0]]
WIDE = [[-800.0, -40.0, -1.0, 0.0], [1.0, 30.0, 90.0, 800.0]]


def above_0(*shape: int) -> tuple[str, tuple[int, ...]]:
    """Return the mark for positive numbers of a shape."""
    return ("above 0", shape)


PAIRS = [
    ((3, 4), (3, 4)),
    ((3, 4), (4,)),
    ((3, 1), (2, 1, 4)),
    ((2, 3), ()),
    ((), ()),
    ((0, 3), (3,)),
]

CASES: list[tuple[str, tuple[Any, ...]]] = [
    *[(text, pair) for text in ("a + b", "a - b", "a * b", "a / b") for pair in PAIRS],
    *[
        (text, ((2, 3),))
        for text in ("a + 2.5", "2.5 + a", "a - 2", "2 - a", "a * -3", "-3 * a", "a / 4", "4 / a")
    ],
    ("-a", ((2, 3),)),
    ("a + a * a", ((2, 3),)),
    *[(f"a ** {n}", ((2, 3),)) for n in ("2", "3", "2.0", "-1", "0", "1")],
    ("a ** 0.5", (above_0(2, 3),)),
    ("a ** -1.5", (above_0(2, 3),)),
    ("2 ** a", ((2, 3),)),
    ("a ** b", (above_0(2, 3), (3,))),
    ("a ** b", (above_0(2, 1), above_0(4))),
    ("a ** 2", ([[0.0, -2.0, 3.0]],)),
    ("a ** 0", ([[0.0, -2.0, 3.0]],)),
    *[
        ("a @ b", pair)
        for pair in (
            ((2, 3), (3, 4)),
            ((3,), (3,)),
            ((3,), (3, 4)),
            ((2, 3), (3,)),
            ((5, 2, 3), (5, 3, 4)),
            ((5, 2, 3), (3, 4)),
            ((2, 3), (5, 3, 4)),
            ((5, 1, 2, 3), (4, 3, 2)),
            ((1, 2, 3), (5, 3, 4)),
            ((3,), (5, 3, 4)),
            ((5, 2, 3), (3,)),
            ((0, 3), (3, 4)),
            ((2, 0), (0, 4)),
        )
    ],
    ("a.matmul(b)", ((2, 3), (3, 4))),
    *[
        (f"a.{name}({options})", ((2, 3, 4),))
        for name in ("sum", "mean", "amax", "amin", "var", "std", "logsumexp")
        for options in (
            "dim=1",
            "dim=-1",
            "dim=(0, 2)",
            "dim=1, keepdim=True",
            "axis=(0, -1), keepdims=True",
        )
    ],
    *[(f"a.{name}()", ((2, 3),)) for name in ("sum", "mean", "max", "min", "var", "std")],
    *[(f"a.{name}()", ((),)) for name in ("sum", "mean", "max", "min", "exp", "flatten")],
    ("a.sum()", ((0, 3),)),
    ("a.sum(dim=0)", ((0, 3),)),
    ("a.sum(dim=1)", ((0, 3),)),
    ("a.mean(dim=0)", ((3, 0),)),
    ("a.amax(dim=0)", ((3, 0),)),
    ("a.var(dim=1, correction=0)", ((2, 3),)),
    *[
        (f"a.{name}", (TIES,))
        for name in ("max()", "min()", "amax(dim=1)", "amin(dim=0)", "amax(1)")
    ],
    *[
        (f"a.{name}", ((2, 3, 4),))
        for name in (
            "reshape(4, 6)",
            "reshape((6, -1))",
            "reshape(-1)",
            "view(3, 8)",
            "permute(2, 0, 1)",
            "permute((1, -1, 0))",
            "transpose(0, 1)",
            "transpose(-1, -2)",
            "swapaxes(0, 2)",
            "flatten()",
            "flatten(1)",
            "flatten(0, 1)",
            "unsqueeze(0)",
            "unsqueeze(-1)",
            "flip(0)",
            "flip((0, -1))",
            "expand(5, 2, 3, 4)",
        )
    ],
    ("a.T", ((2, 3),)),
    ("a.squeeze()", ((1, 3, 1),)),
    ("a.squeeze(0)", ((1, 3, 1),)),
    ("a.squeeze(1)", ((1, 3, 1),)),
    ("a.squeeze((0, -1))", ((1, 3, 1),)),
    ("a.expand(-1, 4)", ((3, 1),)),
    ("a.broadcast_to((2, 3, 4))", ((3, 1),)),
    ("pad(a, (1, 2))", ((2, 3),)),
    ("pad(a, (1, 2, 0, 3), value=-2.5)", ((2, 3, 4),)),
    ("cat([a, b, a])", ((2, 3), (4, 3))),
    ("cat([a, b], dim=1)", ((2, 3), (2, 1))),
    ("cat([a, b], dim=-1)", ((2, 3), (2, 0))),
    ("stack([a, b, a])", ((2, 3), (2, 3))),
    ("stack([a, b], dim=-1)", ((2, 3), (2, 3))),
    ("stack([a, b], dim=1)", ((2, 3), (2, 3))),
    ("where(a > b, a, b * 2)", ((2, 3), (3,))),
    ("where(a > 0, a, 0.5)", ((2, 3),)),
    ("a.masked_fill(a > 0, -9.0)", ((2, 3),)),
    ("maximum(a, b)", (TIES, (4,))),
    ("maximum(a, b)", (TIES, TIES[::-1])),
    ("minimum(a, b)", (TIES, TIES[::-1])),
    ("minimum(a, b)", (TIES, TIES)),
    *[
        (f"a[{index}]", ((4, 3, 5),))
        for index in (
            "1",
            "-1",
            "1, 2, 3",
            "1:3",
            "::2, 1",
            "..., 2",
            "None, 1",
            ":, None, 1:",
            "ints([3, 0, 3, 3])",
            "ints([[1, 1], [-1, 0]])",
            "ints([0, 2, 0]), ints([1, 1, 1])",
            "ints([0, 0]), 1",
            "1, ints([0, 2, 0])",
            "ints([0, 2, 0]), :, ints([1, 4, 1])",
            "a > 0",
            "a[:, 0, 0] > -99",
            "ints([], )",
            "2:2",
        )
    ],
    ("a[ints([2, 0, 2, 2])]", ((3,),)),
    ("a.gather(1, ints([[0, 0], [2, 1]]))", ((2, 3),)),
    ("a.gather(0, ints([[1, 0, 1], [1, 1, 1], [0, 0, 1]]))", ((2, 3),)),
    ("a.gather(-1, ints([[1], [1]]))", ((2, 3),)),
    ("embedding(ints([[1, 3, 1], [0, 1, 1]]), a)", ((4, 3),)),
    ("embedding(ints(2), a)", ((4, 3),)),
    *[
        (text, (inputs,))
        for text in ("a.exp()", "a.abs()", "abs(a)", "a.sin()", "a.cos()", "a.tanh()", "a.relu()")
        for inputs in ((2, 3), KINKS, (0, 3))
    ],
    *[
        (text, (inputs,))
        for text in (
            "a.sigmoid()",
            "leaky_relu(a)",
            "leaky_relu(a, 0.2)",
            "elu(a)",
            "elu(a, 0.7)",
            "gelu(a)",
            "gelu(a, approximate='tanh')",
            "softplus(a)",
        )
        for inputs in ((2, 3), (0, 3), ())
    ],
    ("leaky_relu(a)", (KINKS,)),
    ("elu(a)", (KINKS,)),
    ("a.sigmoid()", (WIDE,)),
    ("a.tanh()", (WIDE,)),
    ("gelu(a)", (WIDE,)),
    ("elu(a)", (WIDE,)),
    *[(text, (above_0(2, 3),)) for text in ("a.log()", "a.sqrt()")],
    *[
        (f"a.{name}", (inputs,))
        for name in ("softmax(-1)", "softmax(dim=0)", "log_softmax(1)", "log_softmax(dim=0)")
        for inputs in ((2, 3), WIDE)
    ],
    ("a.softmax(1)", ((2, 3, 4),)),
    ("a.logsumexp(1)", (WIDE,)),
    ("a.masked_fill(a > 0, -inf).softmax(-1)", ([[1.0, -2.0, -0.5], [-3.0, -1.0, 2.0]],)),
    *[
        (f"a.{name}", (KINKS,))
        for name in ("clip(-1.0, 1.0)", "clip(min=0.5)", "clip(max=0.5)", "clamp(-0.5, 0.0)")
    ],
    ("(a @ b + c).relu().sum(dim=0)", ((5, 2), (2, 3), (3,))),
    ("((a - a.mean(dim=1, keepdim=True)) ** 2).mean() + (a * b).sum()", ((2, 3), (3,))),
]


def arrays(i: int) -> list[np.ndarray]:
    """Return the inputs of case `i`: the same each time."""
    rng = np.random.default_rng(i)
    found = []
    for one in CASES[i][1]:
        if isinstance(one, list):
            found.append(np.array(one))
            continue
        positive = bool(one) and one[0] == "above 0"
        shape = one[1] if positive else one
        sign = 1.0 if positive else rng.choice([-1.0, 1.0], shape)
        found.append(np.array((sign * rng.uniform(0.3, 2.0, shape)).round(3)))
    return found


def upstream(i: int, shape: tuple[int, ...]) -> np.ndarray:
    """Return what arrives from above in case `i`: different numbers, of both signs."""
    rng = np.random.default_rng(1000 + i)
    return np.array(np.round(rng.normal(size=shape) * 2, 3))
