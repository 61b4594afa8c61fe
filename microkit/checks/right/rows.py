"""The right softmax of lesson 10, on rows of an array."""

from __future__ import annotations

from typing import Any

import numpy as np


def softmax(z: Any) -> Any:
    """Return scores as shares along the last axis, which add up to 1."""
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
