"""Gradients found by nudging every number, under a random upstream."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from microkit import Tensor


def check_by_nudging(f: Callable[..., Any], *leaves: Tensor, seed: int = 4) -> None:
    """Compare what each leaf hears with slopes, for random numbers from above."""
    upstream = np.random.default_rng(seed).normal(size=f().shape)
    for leaf in leaves:
        leaf.grad = None
    f().backward(upstream)
    for leaf in leaves:
        assert leaf.grad is not None
        assert leaf.grad.dtype == leaf.dtype
        np.testing.assert_allclose(leaf.grad, nudged(f, leaf, upstream), rtol=1e-5, atol=1e-7)


def nudged(f: Callable[..., Any], leaf: Tensor, upstream: np.ndarray, h: float = 1e-5) -> Any:
    """Return the slope of ``(f() * upstream).sum()`` for each number of a leaf."""
    slopes = np.zeros(leaf.shape)
    for place in np.ndindex(*leaf.shape):
        before = leaf.data[place]
        totals = []
        for step in (h, -h):
            leaf.data[place] = before + step
            totals.append((f().numpy() * upstream).sum())
        leaf.data[place] = before
        slopes[place] = (totals[0] - totals[1]) / (2 * h)
    return slopes


def numbers(*shape: int, seed: int = 1, dtype: Any = np.float64) -> Tensor:
    """Return a leaf with random numbers."""
    data = np.random.default_rng(seed).normal(size=shape).astype(dtype)
    return Tensor(data, requires_grad=True)


def all_grads(leaves: Sequence[Tensor]) -> list[Any]:
    """Return copies of the gradients, and forget them."""
    grads = [None if leaf.grad is None else leaf.grad.copy() for leaf in leaves]
    for leaf in leaves:
        leaf.grad = None
    return grads
