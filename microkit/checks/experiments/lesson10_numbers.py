"""Arrays to try rules on: numbers with one decimal, each different, and none of them whole."""

from __future__ import annotations

import random
from math import prod
from typing import Any

import numpy as np

TENTHS = tuple(n / 10 for n in range(-29, 30) if n % 10)


def numbers(rng: random.Random, *shape: int) -> Any:
    """Return an array of different numbers between -3 and 3, such as -1.7.

    Examples
    --------
    >>> numbers(random.Random(1), 2, 3).shape
    (2, 3)
    """
    return np.array(rng.sample(TENTHS, prod(shape))).reshape(shape)
