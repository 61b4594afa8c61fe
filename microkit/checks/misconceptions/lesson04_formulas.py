"""Lesson 04: what wrong rules of curves compute.

A curve is recognized by what it computes, as the operators of lesson 02 are: `SLOPES` lists what
a wrong local slope would be, `VALUES` what a wrong value would be, from the input and the result.
"""

from __future__ import annotations

import math
from collections.abc import Callable

PREFIX = {"exp": "EXP", "log": "LOG", "tanh": "TANH", "sigmoid": "SIG", "relu": "RELU"}

# (operation, input) -> (id, the wrong local slope, from the input, nothing, and the result)
Formula = Callable[[float, float, float], float]
SLOPES: dict[tuple[str, int], tuple[tuple[str, Formula], ...]] = {
    ("exp", 0): (
        ("EXP-INPUT", lambda x, _, out: x),
        ("EXP-AS-POWER", lambda x, _, out: x * math.exp(x - 1)),
        ("EXP-AS-LOG", lambda x, _, out: 1 / x),
        ("EXP-TWICE", lambda x, _, out: math.exp(out)),
        ("EXP-AS-SUM", lambda x, _, out: 1.0),
    ),
    ("log", 0): (
        ("LOG-OUTPUT", lambda x, _, out: 1 / out),
        ("LOG-INPUT", lambda x, _, out: x),
        ("LOG-AS-EXP", lambda x, _, out: out),
        ("LOG-AS-INVERSE", lambda x, _, out: -1 / x**2),
        ("LOG-AS-SUM", lambda x, _, out: 1.0),
    ),
    ("tanh", 0): (
        ("TANH-NO-SQUARE", lambda x, _, out: 1 - out),
        ("TANH-INPUT", lambda x, _, out: 1 - x**2),
        ("TANH-SQUARE-OUTSIDE", lambda x, _, out: (1 - out) ** 2),
        ("TANH-PLUS", lambda x, _, out: 1 + out**2),
        ("TANH-SIGN", lambda x, _, out: out**2 - 1),
        ("TANH-AS-SIG", lambda x, _, out: out * (1 - out)),
    ),
    ("sigmoid", 0): (
        ("SIG-INPUT", lambda x, _, out: x * (1 - x)),
        ("SIG-AS-TANH", lambda x, _, out: 1 - out**2),
        ("SIG-ONE-FACTOR", lambda x, _, out: 1 - out),
        ("SIG-ONE-FACTOR", lambda x, _, out: out),
        ("SIG-SIGN", lambda x, _, out: out * (out - 1)),
    ),
    ("relu", 0): (
        ("RELU-VALUE", lambda x, _, out: out),
        ("RELU-INVERTED", lambda x, _, out: float(x < 0)),
        ("RELU-NO-GATE", lambda x, _, out: 1.0),
        ("RELU-AS-ABS", lambda x, _, out: 1.0 if x > 0 else -1.0),
        ("RELU-INPUT", lambda x, _, out: x),
        ("RELU-LEAKY", lambda x, _, out: 1.0 if x > 0 else 0.01),
    ),
}

# (operation, input) -> (id, the whole wrong message, from the input, nothing, the result and what
# has arrived)
Message = Callable[[float, float, float, float], float]
MESSAGES: dict[tuple[str, int], tuple[tuple[str, Message], ...]] = {
    ("tanh", 0): (("TANH-PRECEDENCE", lambda x, _, out, g: 1 - out**2 * g),),
    ("sigmoid", 0): (("SIG-RULE-PRECEDENCE", lambda x, _, out, g: out - out * g),),
}

# operation -> (id, the wrong value, from the input)
VALUES: dict[str, tuple[tuple[str, Callable[[float], float]], ...]] = {
    "exp": (("EXP-BASE", lambda x: 2**x), ("EXP-BASE", lambda x: 10**x)),
    "log": (("LOG-BASE", math.log10), ("LOG-BASE", math.log2), ("LOG-SHIFTED", math.log1p)),
    "tanh": (
        ("TANH-HALF", lambda x: math.tanh(x / 2)),
        ("TANH-UPSIDE-DOWN", lambda x: 1 / math.tanh(x)),
        ("TANH-AS-TAN", math.tan),
    ),
    "sigmoid": (
        ("SIG-FLIPPED", lambda x: 1 / (1 + math.exp(x))),
        ("SIG-PRECEDENCE", lambda x: 1 / 1 + math.exp(-x)),
    ),
    "relu": (
        ("RELU-FLIPPED", lambda x: min(0.0, x)),
        ("RELU-ABS", abs),
        ("RELU-STEP", lambda x: float(x > 0)),
        ("RELU-LEAKY", lambda x: x if x > 0 else 0.01 * x),
    ),
}
