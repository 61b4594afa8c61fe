"""Slopes by nudging: the oracle that every rule is checked against. Lesson 00 builds it.

Nothing here knows calculus. It moves an input a little to both sides and looks at what happens.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from numbers import Real
from typing import Any

from microkit.engine import Value
from microkit.errors import MicrokitError, kind_of

# How exact a result is taken to be, as a share of it: once the rounding of a float is enough for
# every operation of the kit, and the rest is for long sums and for numbers that nearly cancel.
ROUNDING = 100 * sys.float_info.epsilon


class GradientError(MicrokitError):
    """The gradients of backward and of nudging differ."""


def slope(f: Callable[[float], float], x: float, h: float = 1e-5) -> float:
    """Return how fast `f` rises at `x`: nudge to both sides, and divide by the distance.

    Parameters
    ----------
    f : callable
        A function of one number.
    x : float
        Where to look.
    h : float, default 1e-5
        How far to nudge. Too far sees the bend of the curve (the error grows as h**2), too near
        sees the rounding of floats (it grows as 1/h); 1e-5 is near the best for numbers about 1.

    Returns
    -------
    float
        ``(f(x + h) - f(x - h)) / (2 * h)``, the central difference.

    Raises
    ------
    MicrokitError
        If `h` is 0.

    Examples
    --------
    >>> round(slope(lambda x: x**2, 3.0), 6)
    6.0
    """
    if not h:
        raise MicrokitError("A nudge of h = 0 moves nothing. Take a small number: h=1e-5.")
    return (f(x + h) - f(x - h)) / (2 * h)


def partial(f: Callable[..., float], args: Sequence[float], i: int, h: float = 1e-5) -> float:
    """Return how fast ``f(*args)`` rises when argument `i` alone moves.

    Parameters
    ----------
    f : callable
        A function of as many numbers as `args` has.
    args : sequence of float
        Where to look; it is not changed.
    i : int
        Which argument moves, counted from 0; -1 is the last.
    h : float, default 1e-5
        How far to nudge.

    Returns
    -------
    float
        The slope along that argument.

    Raises
    ------
    MicrokitError
        If there is no argument `i`, or `h` is 0.

    Examples
    --------
    >>> round(partial(lambda a, b, c: a * b + c, (2.0, -3.0, 10.0), 0), 6)
    -3.0
    """
    if not -len(args) <= i < len(args):
        raise MicrokitError(
            f"There is no argument {i}: args has {len(args)}, counted from 0 to {len(args) - 1}."
        )

    def along(x: float) -> float:
        nudged = [*args]
        nudged[i] = x
        return f(*nudged)

    return slope(along, args[i], h)


def gradient(f: Callable[..., float], args: Sequence[float], h: float = 1e-5) -> list[float]:
    """Return the slope of ``f(*args)`` along each argument.

    Parameters
    ----------
    f : callable
        A function of as many numbers as `args` has.
    args : sequence of float
        Where to look; it is not changed.
    h : float, default 1e-5
        How far to nudge.

    Returns
    -------
    list of float
        One slope for each argument. It costs two calls of `f` for each: backward gets all of
        them in one go.

    Examples
    --------
    >>> [round(s, 6) for s in gradient(lambda a, b, c: a * b + c, (2.0, -3.0, 10.0))]
    [-3.0, 2.0, 1.0]
    """
    return [partial(f, args, i, h) for i in range(len(args))]


def check_gradients(
    f: Callable[..., Any],
    args: Sequence[Any],
    *,
    upstream: Any = -3.0,
    h: float = 1e-5,
    rtol: float = 1e-5,
    atol: float = 1e-7,
) -> None:
    """Compare the gradients that backward gives with the slopes that nudging finds.

    Parameters
    ----------
    f : callable
        A function of Values that returns a Value, or of Tensors that returns a Tensor.
    args : sequence of float or array
        Where to look, one for each argument of `f`. If one of them is an array, `f` is given
        Tensors, and arrays of whole numbers as they are.
    upstream : float or array, default -3.0
        The gradient that arrives from above. It is not 1, because a rule that forgets what
        arrives from above looks right at 1. Where the result is a Tensor, a single number is
        turned into different ones of about that size, one for each place.
    h : float, default 1e-5
        How far to nudge numbers about 1; larger numbers are nudged further.
    rtol, atol : float
        How far the two may differ: ``atol + rtol * abs(slope)``, and what nudging sees of the
        rounding of floats. That is about ``2e-14 * size / step``, with the size of the result.

    Raises
    ------
    GradientError
        If they differ: the text has both numbers for each argument that is wrong.

    Notes
    -----
    At a kink (``relu`` at 0, ``max`` of equal numbers) nudging sees the mean of two slopes, and
    a right rule is reported: move the point.

    Examples
    --------
    >>> check_gradients(lambda a, b: (a * b).tanh() + a / b, [0.5, -1.5])
    >>> from microkit.operations import Operation
    >>> class Cube(Operation):
    ...     def forward(a):
    ...         return a**3
    ...     def backward(g, out, a):
    ...         return (g * 3 * a,)
    >>> check_gradients(Cube.of, [2.0])
    Traceback (most recent call last):
        ...
    microkit.numeric.GradientError: Backward and nudging differ, with -3.0 from above:
      argument 0 = 2.0: backward says -18, nudging -36
    """
    if any(hasattr(x, "__array__") and not isinstance(x, Real) for x in args):
        from microkit.arrays.numeric import differences  # numpy is loaded for arrays only

        wrong = differences(f, args, upstream, h, rtol, atol, ROUNDING)
    else:
        wrong = _differences(f, args, upstream, h, rtol, atol)
    if wrong:
        above = "what arrives" if hasattr(upstream, "shape") else upstream
        raise GradientError(
            "\n".join([f"Backward and nudging differ, with {above} from above:", *wrong])
        )


def _differences(
    f: Callable[..., Any],
    args: Sequence[float],
    upstream: float,
    h: float,
    rtol: float,
    atol: float,
) -> list[str]:
    """Return a line for each argument where backward and nudging differ."""
    leaves = [Value(x) for x in args]
    result = f(*leaves)
    if not isinstance(result, Value):
        raise GradientError(
            f"f returned {result!r}, {kind_of(result)} and not a Value: the graph was "
            "lost on the way. float(a) and math.exp(a) leave it; a.exp() stays in it."
        )
    (result * upstream).backward()

    def number(*numbers: float) -> float:
        return float(f(*[Value(x) for x in numbers]))

    wrong = []
    for i, leaf in enumerate(leaves):
        step = h * max(1.0, abs(leaf.data))
        local = partial(number, args, i, step)
        allowed = atol + abs(upstream) * (rtol * abs(local) + ROUNDING * abs(result.data) / step)
        if not abs(leaf.grad - upstream * local) <= allowed:
            wrong.append(
                f"  argument {i} = {leaf.data}: backward says {leaf.grad:.6g}, "
                f"nudging {upstream * local:.6g}"
            )
    return wrong
