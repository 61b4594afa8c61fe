"""Lesson 11: two tables, a loss that looks one token ahead, chance, and a model that learned."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from typing import Any

import numpy as np

from microkit import Tensor
from microkit.checks.experiments.lesson10_numbers import numbers
from microkit.checks.experiments.lesson11_attention import attention
from microkit.checks.experiments.lesson11_learns import learns
from microkit.checks.observer import Observer

DRAWS = 600


def embedding(student: Any, rng: random.Random, see: Observer) -> None:
    """Compare tokens at the same place, and places with the same token, and send gradients."""
    table, positions = numbers(rng, 6, 3), numbers(rng, 7, 3)

    def rows(tokens: list[int]) -> Any:
        made = student.embed(list(tokens), Tensor(table), Tensor(positions))
        return np.asarray(made)

    a, b, c = rng.sample(range(6), 3)
    see("shape", f"shape of embed({[a, b, c, b]}, ...)", lambda: list(rows([a, b, c, b]).shape))
    one, two = [a, b, c, c, a, b, a], [c, c, a, c, b, a, b]
    label = f"embed({one}, ...) - embed({two}, ...), table = {table.tolist()}"
    see("token", label, lambda: rows(one) - rows(two))
    label = f"rows 1 and 2 of embed({[a] * 3}, ...) minus row 0, positions = {positions.tolist()}"
    see("place", label, lambda: rows([a] * 3)[1:] - rows([a] * 3)[0])
    tokens, g = [a, b, a, c], numbers(rng, 4, 3)

    def heard(which: int) -> Any:
        tables = [Tensor(t, requires_grad=True) for t in (table, positions)]
        (student.embed(list(tokens), *tables) * Tensor(g)).sum().backward()
        return tables[which].grad

    label = f"grad after (embed({tokens}, ...) * g).sum().backward(), g = {g.tolist()}"
    for which, name in enumerate(("table", "positions")):
        see("gradient", f"{name}.{label}", heard, which)


def loss(student: Any, rng: random.Random, see: Observer) -> None:
    """Raise one logit at a time; then logits alike, rows alike, and rows in which shares differ."""

    def found(logits: Any, tokens: list[int]) -> float:
        return float(student.loss(Tensor(logits), list(tokens)))

    for places in (4, 3):
        tokens = rng.sample(range(5), places)

        def asked(tokens: list[int] = tokens) -> list[int | None]:
            return [_outlier(found, tokens, place) for place in range(len(tokens))]

        label = f"the token that each row of the logits is asked for, tokens {tokens}"
        see("next", label, asked)
    k = rng.randrange(5)
    row = numbers(rng, 5)
    steep = np.roll([50.0, 0.0, 0.0, 0.0, 0.0], k + 1)

    def beside_even(row: Any) -> float:
        return found([row] * 4, [k] * 4) / abs(found(np.zeros((4, 5)), [k] * 4))

    for one in (row, steep):
        told = f"all rows {one.tolist()} and all tokens {k}"
        see("log", f"loss with {told}, divided by that with rows of zeros", beside_even, one)
    for places in (3, 6):
        tokens = [rng.randrange(5) for _ in range(places)]
        label = f"size of loss with all logits 0, tokens {tokens} of 5 symbols"
        see("mean", label, lambda t=tokens: abs(found(np.zeros((len(t), 5)), t)))
    # The middle share is the others' geometric mean: which rows are asked makes no difference.
    middle, ratio = round(rng.uniform(0.08, 0.15), 2), rng.choice([2, 4, 5])
    shares = [middle, middle * ratio, middle / ratio, middle, middle]

    def beside_alone() -> float:
        rows = [[np.log((1 - share) / 4)] * 5 for share in shares]
        for row, share in zip(rows, shares, strict=True):
            row[k] = np.log(share)
        alone = [found([row] * 2, [k] * 2) for row in rows[:-1]]
        return round(abs(found(rows, [k] * 5) - float(np.mean(alone))), 9)

    asked_for = ", ".join(f"{share:.4g}" for share in shares[:-1])
    label = f"by how much loss with right shares {asked_for} differs from the mean of each row's"
    see("mean", label, beside_alone)
    upstream = -round(rng.uniform(1.3, 4.7), 1)

    def heard() -> Any:
        logits = Tensor([row] * 4, requires_grad=True)
        (student.loss(logits, [k] * 4) * upstream).backward()
        return np.sum(np.asarray(logits.grad), axis=0) / abs(found(np.zeros((4, 5)), [k] * 4))

    told = f"all rows {row.tolist()} and all tokens {k}"
    label = f"logits.grad, its rows added up, after (loss * {upstream}).backward(), with {told}"
    see("gradient", f"{label}, divided by the loss with rows of zeros", heard)
    z, tokens = numbers(rng, 4, 5), rng.sample(range(5), 4)
    label = f"by how much loss(z + 1000, {tokens}) differs from loss(z, {tokens})"
    see("large", label, lambda: round(abs(found(z + 1000, tokens) - found(z, tokens)), 3))
    label = f"whether loss with all rows {(20 * steep).tolist()} and all tokens {k} has an answer"
    see("large", label, _has_answer, found, [20 * steep] * 4, [k] * 4)


def sampling(student: Any, rng: random.Random, see: Observer) -> None:
    """Draw many symbols whose shares are known, warm and cold."""
    shares = np.array(rng.sample([0.6, 0.25, 0.1, 0.03, 0.02], 5))
    shift, likeliest, second = round(rng.uniform(1.2, 2.8), 1), *np.argsort(-shares)[:2].tolist()
    seed = rng.randrange(1000)

    def drawn(logits: Any, temperature: float, seed: int = seed, count: int = DRAWS) -> list[Any]:
        chance = np.random.default_rng(seed)
        given = Tensor(logits)
        return [student.sample(given, temperature, chance) for _ in range(count)]

    @cache
    def counted(temperature: float) -> dict[int, int]:
        return Counter(_whole(drawn(temperature * np.log(shares) + shift, temperature)))

    def share(symbol: int, temperature: float) -> float:
        return counted(temperature)[symbol] / DRAWS

    for question, temperature in (("chance", 1.0), ("temperature", 0.5), ("temperature", 2.0)):
        for symbol in (likeliest, second):
            label = f"how often symbol {symbol} comes in {DRAWS} draws at temperature {temperature}"
            right = float(shares[symbol])
            near = 5 * (right * (1 - right) / DRAWS) ** 0.5
            see(
                question,
                f"{label}, with a share of {right}",
                share,
                symbol,
                temperature,
                steps=10_000_000,
                accept={"between": [round(right - near, 3), round(right + near, 3)]},
            )
    orders = [rng.sample(range(5), 5) for _ in range(30)]

    def always() -> bool:
        firsts = [drawn(np.log(shares[order]), 1.0, i, 1)[0] for i, order in enumerate(orders)]
        return all(
            int(one) == order.index(likeliest) for one, order in zip(firsts, orders, strict=True)
        )

    see("chance", "whether the likeliest of 5 symbols wins in all of 30 draws", always)
    steep = [60.0] * 5
    steep[likeliest] = 80.0

    def certain() -> bool:
        return set(_whole(drawn(steep, 0.1, seed, 20))) == {likeliest}

    label = f"whether 20 draws at temperature 0.1 from logits {steep} all give {likeliest}"
    see("cold", label, certain)
    even = [0.0] * 27

    def repeated() -> list[bool]:
        one = drawn(even, 1.0, seed, 30)
        return [one == drawn(even, 1.0, other, 30) for other in (seed, seed + 1)]

    label = "whether two generators with the same seed, and with another, give the same 30 symbols"
    see("rng", label, repeated)


def _outlier(found: Any, tokens: list[int], place: int) -> int | None:
    """Return the token whose logit moves the loss unlike all others do; None if none moves it."""
    moved = []
    for symbol in range(5):
        logits = np.zeros((len(tokens), 5))
        logits[place, symbol] = 0.5
        moved.append(found(logits, tokens) - found(np.zeros((len(tokens), 5)), tokens))
    apart = np.abs(np.array(moved) - np.median(moved))
    return int(apart.argmax()) if apart.max() > 1e-9 else None


def _has_answer(found: Any, logits: Any, tokens: list[int]) -> bool:
    """Say whether a loss is a number also where a share is too small for a float."""
    try:
        return bool(np.isfinite(found(logits, tokens)))
    except (ArithmeticError, ValueError):
        found(np.zeros((len(tokens), 5)), tokens)  # code that always stops has another trouble
        return False


def _whole(symbols: list[Any]) -> list[int]:
    return [int(symbol) for symbol in symbols]


EXPERIMENTS = {
    "11.embedding": embedding,
    "11.attention": attention,
    "11.loss": loss,
    "11.learns": learns,
    "11.sampling": sampling,
}
