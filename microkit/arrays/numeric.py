"""Slopes by nudging, one number of an array at a time: what rules on arrays are checked against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from microkit.errors import MicrokitError, kind_of
from microkit.tensor import Tensor

SHOWN = 5  # so many wrong places of one argument are listed


def differences(
    f: Callable[..., Any],
    args: Sequence[Any],
    upstream: Any,
    h: float,
    rtol: float,
    atol: float,
    rounding: float,
) -> list[str]:
    """Return a line for each place where backward and nudging differ: none, if the rules are right.

    The arguments are those of `microkit.numeric.check_gradients`, and its `ROUNDING`. Floating
    point arguments become float64, because nudging needs its digits; arrays of whole numbers go to
    `f` as they are.
    """
    points = [np.array(x.data if isinstance(x, Tensor) else x) for x in args]
    points = [x.astype(np.float64) if x.dtype.kind == "f" else x for x in points]
    leaves = [Tensor(x, requires_grad=True) if x.dtype.kind == "f" else x for x in points]
    out = f(*leaves)
    if not isinstance(out, Tensor):
        raise MicrokitError(
            f"f returned {kind_of(out)} and not a Tensor: the graph was lost on the way. "
            "t.numpy() and t.item() leave it, and so does what numpy itself computes."
        )
    above = np.asarray(upstream, np.float64)
    if not above.ndim:  # different numbers in each place: a rule that mixes places up is seen
        above = above * np.random.default_rng(0).uniform(0.5, 1.5, out.shape)
        above *= np.random.default_rng(1).choice([-1.0, 1.0], out.shape)
    if out.requires_grad:
        out.backward(gradient=above)

    def result() -> float:
        again = f(*[Tensor(x) if x.dtype.kind == "f" else x for x in points])
        return float((again.data * above).sum())

    size = float(np.abs(out.data * above).sum())
    lines = []
    for k, (point, leaf) in enumerate(zip(points, leaves, strict=True)):
        if not isinstance(leaf, Tensor):
            continue
        found = np.zeros(point.shape) if leaf.grad is None else leaf.grad
        wrong = []
        for place in np.ndindex(point.shape):
            here = point[place]
            step = h * max(1.0, abs(here))
            point[place] = here + step
            high = result()
            point[place] = here - step
            slope = (high - result()) / (2 * step)
            point[place] = here
            allowed = atol + rtol * abs(slope) + rounding * size / step
            if not abs(found[place] - slope) <= allowed:
                at = f" at {[*place]}" if place else ""
                wrong.append(
                    f"  argument {k}{at} = {here}: backward says {found[place]:.6g}, "
                    f"nudging {slope:.6g}"
                )
        lines += wrong[:SHOWN]
        if len(wrong) > SHOWN:
            lines.append(f"  argument {k}: {len(wrong) - SHOWN} more of {point.size} places")
    return lines
