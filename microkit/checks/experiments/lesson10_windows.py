"""Lesson 10, part B: a window that slides over an image, forward and back."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from microkit.checks.experiments.lesson10_numbers import numbers
from microkit.checks.observer import Observer
from microkit.checks.probes import away_from_whole


def conv(student: Any, rng: random.Random, see: Observer) -> None:
    """Try one window, then many, then channels with one number each, then an image of zeros."""

    def made(x: Any, w: Any, b: float) -> Any:
        return np.asarray(student.conv(x.copy(), w.copy(), b))

    for c, height, width, k in ((1, 4, 6, 3), (2, 5, 3, 2)):
        x, w, b = (
            numbers(rng, c, height, width),
            numbers(rng, c, k, k),
            away_from_whole(rng, 1.2, 4.8),
        )
        label = f"shape of conv of an image ({c}, {height}, {width}) with a kernel ({c}, {k}, {k})"
        see("shape", label, lambda x=x, w=w, b=b: list(made(x, w, b).shape))
    x, w = numbers(rng, 1, 3, 4), numbers(rng, 1, 2, 2)
    label = f"conv({x.tolist()}, {w.tolist()}, 0.0) at [0, 0]"
    see("window", label, lambda: made(x, w, 0.0)[0, 0])
    image = np.abs(numbers(rng, 1, 4, 5))
    kernel = np.full((1, 2, 2), away_from_whole(rng, 1.2, 2.8))

    def beside_first() -> Any:
        found = made(image, kernel, 0.0)
        return found / found[0, 0]

    label = f"conv({image.tolist()}, w, 0.0) divided by its first number, w all the same"
    see("places", label, beside_first)
    deep = numbers(rng, 3, 2, 3)
    flat = np.zeros((3, 2, 2)) + numbers(rng, 3, 1, 1)
    of = ", ".join(map(str, flat[:, 0, 0].tolist()))
    label = f"conv({deep.tolist()}, w, 0.0) at [0, 0], w full of {of}"
    see("channels", label, lambda: made(deep, flat, 0.0)[0, 0])
    w, b = numbers(rng, 2, 2, 2), away_from_whole(rng, 1.2, 4.8)

    def of_zeros() -> list[float]:
        found = made(np.zeros((2, 3, 4)), w, b)
        return [found.min(), found.max()]

    see("bias", f"smallest and largest of conv of zeros, with b = {b}", of_zeros)


def conv_back(student: Any, rng: random.Random, see: Observer) -> None:
    """Send a message to one window, then to all of them."""

    def heard(part: int, g: Any, x: Any, w: Any) -> Any:
        return np.asarray(student.conv_back(g.copy(), x.copy(), w.copy())[part])

    x, w = numbers(rng, 2, 3, 4), numbers(rng, 2, 2, 2)
    g = np.zeros((2, 3))
    g[1, 2] = -away_from_whole(rng, 1.3, 4.7)
    see("dx", f"dx of conv_back({g.tolist()}, x, {w.tolist()})", heard, 0, g, x, w)
    x, w, g = numbers(rng, 1, 4, 3), numbers(rng, 1, 2, 2), numbers(rng, 3, 2)
    see("overlaps", f"dx of conv_back({g.tolist()}, x, {w.tolist()})", heard, 0, g, x, w)
    x, w, g = numbers(rng, 2, 3, 4), numbers(rng, 2, 2, 2), numbers(rng, 2, 3)
    see("dw", f"dw of conv_back({g.tolist()}, {x.tolist()}, w)", heard, 1, g, x, w)
    see("db", f"db of conv_back({g.tolist()}, x, w)", heard, 2, g, x, w)
