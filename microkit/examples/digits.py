"""Reading small digits, 8 x 8: a network of two layers of arrays.

python -m microkit.examples.digits
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from microkit import data, nn, optim, train


class Result(NamedTuple):
    """The share of digits that were read right, of those that were kept back for testing."""

    accuracy: float
    history: train.History


def main(epochs: int = 60, seed: int = 1, progress: bool = True) -> Result:
    """Train on four fifths of the digits, and test on the others after each epoch."""
    rng = np.random.default_rng(seed)
    training, testing = data.split(*data.digits(), test=0.2, rng=rng)
    model = nn.Sequential(
        nn.Dropout(0.1, rng=rng),  # a pixel that is missing now and then
        nn.Linear(64, 256, rng=rng, dtype="float32"),
        nn.ReLU(),
        nn.Dropout(0.5, rng=rng),
        nn.Linear(256, 10, rng=rng, dtype="float32"),
    )
    history = train.fit(
        model,
        nn.cross_entropy,
        training,
        epochs=epochs,
        batch_size=32,
        optimizer=optim.AdamW(model.parameters(), lr=0.005),
        schedule=optim.cosine(),
        metric=train.accuracy,
        validation=testing,
        rng=rng,
        progress=progress,
    )
    print(history)
    print(f"{history.validation_accuracy[-1]:.1%} of {len(testing[1])} new digits are read right.")
    return Result(history.validation_accuracy[-1], history)


if __name__ == "__main__":
    main()
