"""Lesson 11: the right code, a whole tiny GPT that invents names."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from microkit import Tensor, data, optim

SYMBOLS = ".abcdefghijklmnopqrstuvwxyz"  # the dot marks where a name begins, and where it ends
PLACES, WIDTH, HEADS = 16, 32, 4
Parameters = dict[str, Tensor]


def encode(name: str) -> list[int]:
    """Return the tokens of a name, with the mark before and after it."""
    return [SYMBOLS.index(symbol) for symbol in f".{name}."]


def embed(tokens: list[int], table: Tensor, positions: Tensor) -> Tensor:
    """Return a row for each token: which symbol it is, plus where it stands."""
    return table[tokens] + positions[: len(tokens)]


def rmsnorm(x: Tensor) -> Tensor:
    """Return rows of size 1: each divided by the root of the mean of its squares."""
    return x / ((x * x).mean(axis=-1, keepdims=True) + 1e-5).sqrt()


def attention(x: Tensor, wq: Tensor, wk: Tensor, wv: Tensor, wo: Tensor, heads: int) -> Tensor:
    """Return what each place takes in from itself and from the places before it."""
    places, width = x.shape
    size = width // heads
    q, k, v = ((x @ w).reshape(places, heads, size).transpose(0, 1) for w in (wq, wk, wv))
    scores = q @ k.transpose(1, 2) / size**0.5
    later = np.triu(np.ones((places, places), dtype=bool), 1)
    weights = scores.masked_fill(later, -np.inf).softmax(axis=-1)
    return (weights @ v).transpose(0, 1).reshape(places, width) @ wo


def block(x: Tensor, p: Parameters) -> Tensor:
    """Return what has been said so far, plus what attention and a small network add to it."""
    x = x + attention(rmsnorm(x), p["wq"], p["wk"], p["wv"], p["wo"], HEADS)
    return x + (rmsnorm(x) @ p["up"]).relu() @ p["down"]


def gpt(tokens: list[int], p: Parameters) -> Tensor:
    """Return for each token the logits of the symbol that comes after it."""
    x = rmsnorm(embed(tokens, p["table"], p["positions"]))
    return rmsnorm(block(x, p)) @ p["out"]


def loss(logits: Tensor, tokens: list[int]) -> Tensor:
    """Return the mean cross-entropy: row t of the logits is asked for token t + 1."""
    n = len(tokens) - 1
    told = logits[:n].log_softmax(axis=-1)
    return -told[np.arange(n), tokens[1:]].mean()


def sample(logits: Tensor, temperature: float, rng: np.random.Generator) -> int:
    """Return a symbol by chance: the likelier, the more often, and the colder, the more so."""
    p = (logits / temperature).softmax().numpy()
    return int(rng.choice(len(p), p=p))


def parameters(rng: np.random.Generator) -> Parameters:
    """Return everything that is learned, drawn by chance: 14,528 numbers."""
    square, symbols = (WIDTH, WIDTH), len(SYMBOLS)
    shapes = {"table": (symbols, WIDTH), "positions": (PLACES, WIDTH)}
    shapes |= {"wq": square, "wk": square, "wv": square, "wo": square}
    shapes |= {"up": (WIDTH, 4 * WIDTH), "down": (4 * WIDTH, WIDTH), "out": (WIDTH, symbols)}
    return {
        name: Tensor(0.02 * rng.standard_normal(shape), requires_grad=True)
        for name, shape in shapes.items()
    }


def two_parts() -> tuple[list[str], list[str]]:
    """Return the names to learn from, and 200 that are held out."""
    names = data.names()
    random.Random(11).shuffle(names)
    return names[:-200], names[-200:]


def train(names: list[str], steps: int, rng: np.random.Generator) -> Parameters:
    """Return parameters after so many steps of Adam, eight names a step."""
    p = parameters(rng)
    adam = optim.Adam(list(p.values()), lr=0.01, b2=0.99)
    for step in range(steps):
        for name in rng.choice(names, 8):
            tokens = encode(name)
            loss(gpt(tokens, p), tokens).backward()
        adam.lr = 0.01 * (1 - step / steps)
        adam.step()
        adam.zero_grad()
    return p


def invent(model: Callable[[list[int]], Tensor], temperature: float, rng: Any) -> str:
    """Return a name, symbol by symbol, until the model says that it ends."""
    tokens = [0]
    while len(tokens) < PLACES:
        token = sample(model(tokens)[-1], temperature, rng)
        if token == 0:
            break
        tokens.append(token)
    return "".join(SYMBOLS[token] for token in tokens[1:])


@cache
def state() -> Parameters:
    """Return the parameters that come with the kit."""
    return {name: Tensor(array) for name, array in data.tiny_gpt().items()}


def trained(tokens: list[int]) -> Tensor:
    """Return the logits of a model that has learned."""
    return gpt(tokens, state())
