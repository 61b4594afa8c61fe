"""The right answers of a rule, from the kit's own operations."""

from __future__ import annotations

from microkit.operations import Add, Div, Exp, Log, Mul, Neg, Pow, ReLU, Sigmoid, Sub, Tanh

OPERATIONS = {op.symbol: op for op in (Add, Sub, Mul, Div, Pow, Neg, Exp, Log, Tanh, ReLU, Sigmoid)}


def result(op: str, operands: tuple[float, ...]) -> float:
    """Return the value of an operation.

    Examples
    --------
    >>> result("/", (3.0, 1.5))
    2.0
    """
    return OPERATIONS[op].forward(*operands)


def slopes(op: str, operands: tuple[float, ...], out: float | None = None) -> tuple[float, ...]:
    """Return the local slope for each operand: what each would hear if 1 arrived from above.

    Parameters
    ----------
    op : str
        The operation's symbol.
    operands : tuple of float
        Where to look.
    out : float, optional
        A student's result, where it is wrong: a rule that reads its result, as that of exp does,
        is then right as far as it goes.

    Examples
    --------
    >>> slopes("*", (2.5, -3.5))
    (-3.5, 2.5)
    """
    out = result(op, operands) if out is None else out
    return tuple(OPERATIONS[op].backward(1.0, out, *operands))
