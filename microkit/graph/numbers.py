"""How a number is written: one rule for the outline, the picture, the widgets and the reports."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal


class Shape(float):
    """What a trace has in place of a number where a node holds an array: nan, with a shape.

    Examples
    --------
    >>> Shape((2, 3)), Shape((2, 3)) == Shape((2, 3))
    (Shape(2, 3), True)
    """

    shape: tuple[int, ...]

    def __new__(cls, shape: tuple[int, ...]) -> Shape:
        """Make one of the shape of an array."""
        made = super().__new__(cls, math.nan)
        made.shape = tuple(map(int, shape))
        return made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shape) and self.shape == other.shape

    def __hash__(self) -> int:
        return hash(self.shape)

    def __repr__(self) -> str:
        return f"Shape{self.shape}"


# The number of decimals that leaves four significant digits, for a size of at least ...
DECIMALS = ((1000, 0), (100, 1), (10, 2), (1, 3), (1e-1, 4), (1e-2, 5), (1e-3, 6), (1e-4, 7))


def number_text(number: float | None) -> str:
    """Write a number briefly: four significant digits, never more than eleven characters.

    Parameters
    ----------
    number : float or None
        ``None`` stands for "not computed". A `Shape` is written as Python writes it, ``(2, 3)``,
        and no page knows it.

    Returns
    -------
    str
        ASCII only, the minus included.

    Notes
    -----
    The whole rule, which the widgets repeat in JavaScript, with ``size = |number|``:

    1. ``None`` is ``-``; then ``nan``, ``inf``, ``-inf``; zero (of either sign) is ``0``.
    2. ``size >= 1e6`` or ``size < 1e-4``: ``size.toExponential(3)``, without the ``+`` of the
       exponent: ``1.5e7``, ``2.5e-5``.
    3. Else ``size.toFixed(d)`` with d = 0 from 1000, 1 from 100, 2 from 10, 3 from 1, 4 from 0.1,
       5 from 0.01, 6 from 0.001, 7 from 0.0001. Whole numbers below a million stay exact.
    4. Zeros at the end of the decimals go, and the point with them; a ``-`` goes in front of a
       negative number.

    An exact half is rounded away from zero, as ``toFixed`` and ``toExponential`` do.

    Examples
    --------
    >>> [number_text(x) for x in (4.0, -0.70710678, 1 / 3, 12345.6, -0.0)]
    ['4', '-0.7071', '0.3333', '12346', '0']
    >>> [number_text(x) for x in (2.5e-5, -1.5e7, float("nan"), float("-inf"), None)]
    ['2.5e-5', '-1.5e7', 'nan', '-inf', '-']
    """
    if number is None:
        return "-"
    if isinstance(number, Shape):
        return str(number.shape)
    if math.isnan(number):
        return "nan"
    sign, size = ("-" if number < 0 else ""), abs(number)
    if math.isinf(size):
        return sign + "inf"
    if size == 0:
        return "0"
    if 1e-4 <= size < 1e6:
        decimals = next(d for least, d in DECIMALS if size >= least)
        return sign + _trim(f"{_rounded(size, -decimals):f}")
    exponent = Decimal(size).adjusted()
    # Rounding may carry 9.9996 over to 10.00, so the exponent is read again.
    rounded = _rounded(size, exponent - 3)
    exponent = rounded.adjusted()
    return f"{sign}{_trim(f'{rounded.scaleb(-exponent):f}')}e{exponent}"


def _rounded(size: float, exponent: int) -> Decimal:
    """Round to a multiple of ten to the exponent, an exact half upwards."""
    return Decimal(size).quantize(Decimal((0, (1,), exponent)), ROUND_HALF_UP, Context(prec=28))


def _trim(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
