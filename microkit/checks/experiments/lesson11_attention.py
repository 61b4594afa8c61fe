"""Lesson 11: attention, with inputs in which its weights can be read off what comes out."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from microkit import Tensor
from microkit.checks.experiments.lesson10_numbers import numbers
from microkit.checks.observer import Observer
from microkit.checks.probes import away_from_whole

WIDTH = 6
AS_IT_IS = np.eye(WIDTH)


def attention(student: Any, rng: random.Random, see: Observer) -> None:
    """Ask about the weights, the mask, the scores, the heads, wo and the way back, one by one."""

    def made(x: Any, wq: Any, wk: Any, wv: Any, wo: Any, heads: int) -> Any:
        given = [Tensor(array) for array in (x, wq, wk, wv, wo)]
        return np.asarray(student.attention(*given, heads))

    value = away_from_whole(rng, 1.2, 4.8)
    x, level = numbers(rng, 3, WIDTH), np.zeros((WIDTH, WIDTH))
    x[:, 0], level[0] = 1.0, value
    wq, wk = _matrix(rng), _matrix(rng)
    for heads in (1, 2):
        label = f"attention of 3 places, heads = {heads}, where every number of v is {value}"
        see("weights", label, made, x, wq, wk, level, AS_IT_IS, heads)
    x, wv = numbers(rng, 4, WIDTH), _matrix(rng)
    for token in (2, 1):
        other = x.copy()
        other[token] += numbers(rng, WIDTH)

        def changed(other: Any = other) -> list[bool]:
            one, two = (made(given, wq, wk, wv, AS_IT_IS, 2) for given in (x, other))
            return [not np.allclose(a, b, 1e-9, 1e-12) for a, b in zip(one, two, strict=True)]

        label = f"which of the places 0 to 3 change when the token at place {token} does"
        see("causal", label, changed)
    # Place i alone has a 1 in column i, and v is made of these columns: what comes out at a place
    # are its weights.
    marked = np.hstack([np.eye(3), numbers(rng, 3, 3)])
    show = np.diag([1.0, 1.0, 1.0, 0.0, 0.0, 0.0])

    def first() -> Any:
        return made(marked, wq, AS_IT_IS, show, AS_IT_IS, 1)[0, :3]

    see("causal", "weights of place 0 for places 0, 1 and 2, with x and wq of chance", first)

    def told_apart(heads: int) -> Any:
        last = made(marked, wq, AS_IT_IS, show, AS_IT_IS, heads)[-1]
        return np.log(last[1:3] / last[0]) if heads == 1 else np.log(last[1] / last[0])

    label = "place 2, heads = 1: (score of 2 - score of 0) / (score of 1 - score of 0)"
    see("scores", label, lambda: told_apart(1)[1] / told_apart(1)[0])
    for heads in (1, 2):
        label = f"place 2, heads = {heads}: score of 1 - score of 0"
        see("scale", label, lambda heads=heads: np.ravel(told_apart(heads))[0])
    x, wv = numbers(rng, 3, WIDTH), _matrix(rng)
    for which, name in enumerate(("wq", "wk", "wv")):
        matrices = [wq, wk, wv]
        matrices[which] = matrices[which].copy()
        matrices[which][:, 2:4] += numbers(rng, WIDTH, 2)

        def moved(matrices: list[Any] = matrices) -> list[bool]:
            both = ([wq, wk, wv], matrices)
            one, two = (made(x, q, k, v, AS_IT_IS, 3) for q, k, v in both)
            return [not np.allclose(a, b, 1e-9, 1e-12) for a, b in zip(one.T, two.T, strict=True)]

        label = f"which of the columns 0 to 5 change when columns 2 and 3 of {name} do, heads = 3"
        see("heads", label, moved)
    wo = _matrix(rng)

    def beside_last() -> Any:
        return made(x, wq, wk, wv, wo, 3) - made(x, wq, wk, wv, AS_IT_IS, 3) @ wo

    label = f"attention with wo = {wo.tolist()}, minus that with the identity, times wo"
    see("out", label, lambda: beside_last().round(9))

    def heard() -> list[bool]:
        given = [Tensor(array, requires_grad=True) for array in (x, wq, wk, wv, wo)]
        (student.attention(*given, 3) * Tensor(x)).sum().backward()
        return [one.grad is not None and bool(np.abs(one.grad).max() > 0) for one in given]

    see("gradient", "which of x, wq, wk, wv and wo hear something after backward", heard)


def _matrix(rng: random.Random) -> Any:
    """Return a matrix that keeps scores small."""
    return (numbers(rng, WIDTH, WIDTH) / 5).round(2)
