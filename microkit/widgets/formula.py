"""A formula such as "x**3 - 2*x", as a function of one number and as a graph for the page."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

import microkit.operations  # noqa: F401  (puts + and * on Value)
from microkit.engine import Value
from microkit.errors import MicrokitError, NumberError
from microkit.graph.symbols import UNARY
from microkit.graph.trace import Trace, trace

FUNCTIONS = tuple(name for name in UNARY if name != "neg")
# Curves with a name of their own. Each function of one number has its name too: "sin", "relu", ...
CURVES = {
    "square": "x**2",
    "cubic": "x**3 - 2*x",
    "parabola": "3*x**2 - 4*x + 5",
    "root": "sqrt(x)",
    "one over x": "1 / x",
    **{name: f"{name}(x)" for name in FUNCTIONS},
}
_SIGNS: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
LONGEST = 200
PLACES = (1.0, 0.5, -0.5, 3.7, -3.7, 37.0, -37.0)


def formula(text: str) -> Callable[[Any], Any]:
    """Return the function of x that a formula or a curve's name stands for; it takes Values.

    Parameters
    ----------
    text : str
        Numbers, ``x``, ``+ - * / **``, parentheses, and functions such as ``sin(x)``.

    Raises
    ------
    MicrokitError
        When it holds anything else. Nothing in the text is ever run.

    Examples
    --------
    >>> f = formula("x**3 - 2*x")
    >>> f(Value(2.0)).data, formula("relu")(Value(-3.0)).data
    (4.0, 0.0)
    """
    try:
        if len(text) > LONGEST:
            raise ValueError
        tree = ast.parse(CURVES.get(text, text).replace("^", "**").strip(), mode="eval").body
        if not _known(tree):
            raise ValueError
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise MicrokitError(
            f"{text[:60]!r} is no formula of x. Write one such as 'x**3 - 2*x' or 'sin(x) / x', "
            f"or one of the names {', '.join(CURVES)}."
        ) from None
    return lambda x: _compute(tree, x)


def replayed(f: Callable[[Any], Any]) -> tuple[Trace, int]:
    """Return the graph of a formula, and which of its nodes is x.

    Raises
    ------
    MicrokitError
        When the formula has no value at any of some places.
    """
    for place in PLACES:
        leaf = Value(place, "x")
        try:
            graph = trace(f(leaf))
        except NumberError:
            continue
        if "x" not in graph.labels:  # a formula without x is a graph too
            graph = trace(f(leaf) + leaf * 0.0)
        return graph, graph.labels.index("x")
    raise MicrokitError(f"The formula has no value at any of x = {', '.join(map(str, PLACES))}.")


def _known(node: ast.expr) -> bool:
    """Whether a formula holds nothing but what a formula may hold."""
    match node:
        case ast.Name("x"):
            return True
        case ast.Constant(int() | float() as number):
            return not isinstance(number, bool)
        case ast.UnaryOp(op, inner):
            return type(op) in _SIGNS and _known(inner)
        case ast.BinOp(left, op, right):
            return type(op) in _SIGNS and _known(left) and _known(right)
        case ast.Call(ast.Name(name), [inner], []):
            return name in FUNCTIONS and _known(inner)
    return False


def _compute(node: Any, x: Any) -> Any:
    match node:
        case ast.Constant(int() | float() as number):
            return Value(float(number))
        case ast.UnaryOp(op, inner):
            return _SIGNS[type(op)](_compute(inner, x))
        case ast.BinOp(left, op, right):
            return _SIGNS[type(op)](_compute(left, x), _compute(right, x))
        case ast.Call(ast.Name(name), [inner]):
            value = _compute(inner, x)
            return abs(value) if name == "abs" else getattr(value, name)()
    return x
