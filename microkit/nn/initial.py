"""Where the numbers of a new layer come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from microkit.errors import MicrokitError
from microkit.tensor import Tensor


def uniform(rng: np.random.Generator, shape: Sequence[int], bound: float, dtype: Any) -> Tensor:
    """Return a parameter with numbers spread evenly between -`bound` and `bound`."""
    return parameter(rng.uniform(-bound, bound, tuple(shape)), dtype)


def parameter(data: np.ndarray, dtype: Any) -> Tensor:
    """Return a Tensor that is learned, in the type `dtype`; None means float64."""
    try:
        found = np.dtype(np.float64 if dtype is None else dtype)
    except TypeError:
        found = None
    if found is None or found.kind != "f":
        raise MicrokitError(
            f"What is learned needs a floating point dtype, float32 or float64, and not {dtype!r}."
        )
    return Tensor(data.astype(found), requires_grad=True)
