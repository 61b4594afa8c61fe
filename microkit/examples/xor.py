"""Exclusive or: the smallest problem that no straight line solves.

python -m microkit.examples.xor
"""

from __future__ import annotations

import random
from typing import Any, NamedTuple

from microkit import Value, nn, optim, train

X = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
Y = [0, 1, 1, 0]


class Result(NamedTuple):
    """The network's answers to the four inputs, between 0 and 1."""

    answers: list[float]
    history: train.History


def main(epochs: int = 200, seed: int = 1, progress: bool = True) -> Result:
    """Train a network of Values on four rows, and print what it says to each."""
    model: Any = nn.MLP(2, [8, 1], activation="tanh", rng=random.Random(seed))

    def loss(scores: list[Any], targets: list[int]) -> Value:
        return nn.bce([score.sigmoid() for score in scores], targets)

    history = train.fit(
        model,
        loss,
        (X, Y),
        epochs=epochs,
        optimizer=optim.Adam(model.parameters(), lr=0.05),
        metric=train.accuracy,
        progress=progress,
    )
    answers = [model(row).sigmoid().data for row in X]
    print(history)
    for (a, b), answer, target in zip(X, answers, Y, strict=True):
        print(f"{a:.0f} xor {b:.0f} = {answer:.3f}   ({target})")
    return Result(answers, history)


if __name__ == "__main__":
    main()
