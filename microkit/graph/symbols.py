"""What an operation is called: one spelling for the many that are in use."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any

BINARY = ("+", "-", "*", "/", "**", "max", "min")
UNARY = (
    *("neg", "exp", "log", "sqrt", "sin", "cos", "tanh"),
    *("sigmoid", "relu", "leaky_relu", "softplus", "abs"),
)
MANY = ("sum", "dot")  # of any number of inputs; those of dot are weights, inputs, and a bias
BENT = " dot"  # how the symbol of a dot ends that is bent by an activation: "tanh dot"
UNKNOWN = "?"

# What Python itself has a sign for: these work on the Values of every class.
SIGNS: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "neg": operator.neg,
    "abs": operator.abs,
}

_SPELLINGS = {
    "add": "+",
    "radd": "+",
    "iadd": "+",
    "plus": "+",
    "sum": "+",
    "sub": "-",
    "rsub": "-",
    "isub": "-",
    "minus": "-",
    "\N{MINUS SIGN}": "-",
    "mul": "*",
    "rmul": "*",
    "imul": "*",
    "times": "*",
    "multiply": "*",
    "\N{MULTIPLICATION SIGN}": "*",
    "\N{MIDDLE DOT}": "*",
    "\N{DOT OPERATOR}": "*",
    "div": "/",
    "truediv": "/",
    "rtruediv": "/",
    "itruediv": "/",
    "divide": "/",
    "\N{DIVISION SIGN}": "/",
    "pow": "**",
    "rpow": "**",
    "ipow": "**",
    "power": "**",
    "^": "**",
    "negative": "neg",
    "negate": "neg",
    "ln": "log",
    "leakyrelu": "leaky_relu",
    "logistic": "sigmoid",
    "maximum": "max",
    "minimum": "min",
    "absolute": "abs",
}
_POWER = re.compile(r"(?:\*\*|\^|pow)\s*\(?\s*([-+]?[\d.]+(?:e[-+]?\d+)?)\s*\)?")


def canonical(op: Any, parents: int) -> str:
    """Spell an operation the way the kit does.

    Parameters
    ----------
    op : object
        What a class keeps in ``_op``: a symbol, a method's name, a function, or nothing.
    parents : int
        How many operands the node has: ``-`` with one is a ``neg``.

    Returns
    -------
    str
        A symbol of `BINARY`, `UNARY` or `MANY`; ``"**3"`` for a power with its exponent inside;
        what was given, where it is none of these; ``"?"`` where nothing was given.

    Examples
    --------
    >>> [canonical(op, 2) for op in ("__mul__", "add", "^", None)]
    ['*', '+', '**', '?']
    >>> [canonical(op, 1) for op in ("ReLU", "**3.0", "^2", "-", "swish")]
    ['relu', '**3', '**2', 'neg', 'swish']
    """
    text = op if isinstance(op, str) else _name_of(op)
    text = text.strip()
    if not text:
        return UNKNOWN
    power = _POWER.fullmatch(text.lower())
    if power and parents <= 1:
        return "**" + _exponent(power[1])
    plain = text.lower().strip("_")
    if plain in MANY and parents != 2:
        return plain
    found = _SPELLINGS.get(plain, plain)
    if found == "-" and parents == 1:
        return "neg"
    return found if found in BINARY or found in UNARY else text


def _name_of(op: Any) -> str:
    if op is None:
        return ""
    return str(getattr(op, "symbol", None) or getattr(op, "__name__", None) or op)


def _exponent(text: str) -> str:
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else str(number)
