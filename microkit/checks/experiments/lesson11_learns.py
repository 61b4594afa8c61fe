"""Lesson 11: a model that has learned, on names that it has not seen."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import numpy as np

from microkit import data
from microkit.checks.observer import Observer

SYMBOLS = ".abcdefghijklmnopqrstuvwxyz"
# The loss of a table of pairs on held-out names: see `bigram_loss`.
BIGRAM = 2.561


def learns(student: Any, rng: random.Random, see: Observer) -> None:
    """Ask for logits of names that were held out, and change the end of one."""
    names = [name for name in parts()[1] if len(name) > 4]
    name = rng.choice(names)
    tokens = encode(name)

    def logits(tokens: list[int]) -> Any:
        return np.asarray(student.trained(list(tokens)), dtype=float)

    three = f"trained({tokens[:3]})"
    see("shape", f"shape of {three}", lambda: list(logits(tokens[:3]).shape))

    def shares() -> bool:
        return bool(np.allclose(logits(tokens[:3]).sum(axis=-1), 1))

    see("logits", f"whether the rows of {three} add up to 1", shares)
    asked = "by how much two answers for the same tokens differ"
    see("steady", asked, lambda: float(np.abs(logits(tokens) - logits(tokens)).max()))

    def repeated() -> float:
        places = [(encode(name), logits(encode(name))) for name in names[:40]]
        hits = [row.argmax() == t for ts, rows in places for t, row in zip(ts, rows, strict=True)]
        return round(float(np.mean(hits)), 4)

    asked = "share of tokens for which the best guess is the very same token"
    see("next", asked, repeated, steps=10_000_000, accept={"between": [0, 0.4]})

    @cache
    def held_out() -> float:
        return round(mean_loss(logits, parts()[1]), 4)

    asked = "mean loss on 200 held-out names"
    see("guess", asked, held_out, steps=50_000_000, accept={"between": [0, 3.0]})
    see("bigram", asked, held_out, steps=50_000_000, accept={"between": [0, BIGRAM]})
    other = [*tokens[:3], *[token % 26 + 1 for token in tokens[3:-1]], 0]

    def changed() -> list[bool]:
        one, two = logits(tokens)[:3], logits(other)[:3]
        return [not np.allclose(a, b) for a, b in zip(one, two, strict=True)]

    see("honest", f"which of the rows 0 to 2 change when {tokens} becomes {other}", changed)


def encode(name: str) -> list[int]:
    """Return the tokens of a name, with the mark before and after it."""
    return [SYMBOLS.index(symbol) for symbol in f".{name}."]


@cache
def parts() -> tuple[list[str], list[str]]:
    """Return the names to learn from, and the 200 that the lesson holds out."""
    names = data.names()
    random.Random(11).shuffle(names)
    return names[:-200], names[-200:]


def mean_loss(logits: Any, names: list[str]) -> float:
    """Return how surprised a model is by the next symbol: the mean over places, then over names."""
    losses = []
    for name in names:
        tokens = encode(name)
        rows = logits(tokens)[:-1]
        right = rows[np.arange(len(rows)), tokens[1:]]
        losses.append(float((np.logaddexp.reduce(rows, axis=-1) - right).mean()))
    return float(np.mean(losses))


def bigram_loss() -> float:
    """Return the loss of a table that counts which symbol comes after which, each pair once more.

    Examples
    --------
    >>> round(bigram_loss(), 3)
    2.561
    """
    pairs = np.ones((27, 27))
    for tokens in map(encode, parts()[0]):
        np.add.at(pairs, (tokens[:-1], tokens[1:]), 1)
    return mean_loss(lambda tokens: np.log(pairs)[tokens], parts()[1])
