"""The right answers of a rule, from the kit's own operations."""

from __future__ import annotations

from microkit.operations import Add, Div, Mul, Neg, Pow, Sub

OPERATIONS = {op.symbol: op for op in (Add, Sub, Mul, Div, Pow, Neg)}


def result(op: str, operands: tuple[float, ...]) -> float:
    """Return the value of an operation.

    Examples
    --------
    >>> result("/", (3.0, 1.5))
    2.0
    """
    return OPERATIONS[op].forward(*operands)


def slopes(op: str, operands: tuple[float, ...]) -> tuple[float, ...]:
    """Return the local slope for each operand: what each would hear if 1 arrived from above.

    Examples
    --------
    >>> slopes("*", (2.5, -3.5))
    (-3.5, 2.5)
    """
    return tuple(OPERATIONS[op].backward(1.0, result(op, operands), *operands))
