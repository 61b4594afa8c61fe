"""Lesson 09: the right code."""

from __future__ import annotations

from typing import Any

import numpy as np


def unbroadcast(g: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Sum `g` over every axis that broadcasting put in front or made longer."""
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1 and g.shape[i] > 1:
            g = g.sum(axis=i, keepdims=True)
    return g


def add_back(g: np.ndarray, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of a and b in ``a + b``."""
    to_a = g
    to_b = g
    return unbroadcast(to_a, a.shape), unbroadcast(to_b, b.shape)


def mul_back(g: np.ndarray, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of a and b in ``a * b``."""
    to_a = g * b
    to_b = g * a
    return unbroadcast(to_a, a.shape), unbroadcast(to_b, b.shape)


def matmul_back(g: np.ndarray, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of a and b in ``a @ b``."""
    to_a = g @ b.T
    to_b = a.T @ g
    return to_a, to_b


def transpose_back(g: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    """Return the gradient of a in ``a.transpose(axes)``."""
    return np.transpose(g, np.argsort(axes))


def sum_back(g: np.ndarray, a: np.ndarray, axis: int) -> np.ndarray:
    """Return the gradient of a in ``a.sum(axis)``."""
    kept = np.expand_dims(g, axis)
    return np.broadcast_to(kept, a.shape)


def mean_back(g: Any, a: np.ndarray) -> np.ndarray:
    """Return the gradient of a in ``a.mean()``."""
    share = g / a.size
    return np.full(a.shape, share)


def relu_back(g: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Return the gradient of a in ``relu(a)``."""
    open_ = a > 0
    return g * open_


def getitem_back(g: np.ndarray, a: np.ndarray, idx: Any) -> np.ndarray:
    """Return the gradient of a in ``a[idx]``."""
    out = np.zeros(a.shape)
    np.add.at(out, idx, g)
    return out


def max_back(g: Any, a: np.ndarray) -> np.ndarray:
    """Return the gradient of a in ``a.max()``."""
    largest = a == a.max()
    return g * largest / largest.sum()
