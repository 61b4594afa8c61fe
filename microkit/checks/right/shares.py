"""The right softmax of lesson 06, on Values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def softmax(zs: Sequence[Any]) -> list[Any]:
    """Return scores as shares that add up to 1."""
    top = max(z.data for z in zs)
    exps = [(z - top).exp() for z in zs]
    whole = sum(exps[1:], exps[0])
    return [e / whole for e in exps]
