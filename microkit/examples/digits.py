"""Reading small digits, 8 x 8: a network of two layers of arrays.

python -m microkit.examples.digits
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from microkit import data, nn, optim, train

Rows = tuple[Any, Any]  # images, and the digits that they show


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
    return learn(model, training, testing, lr=0.005, epochs=epochs, rng=rng, progress=progress)


def learn(model: nn.Module, training: Rows, testing: Rows, lr: float, **how: Any) -> Result:
    """Train a model to tell ten digits apart, and print how many new ones it reads right."""
    history = train.fit(
        model,
        nn.cross_entropy,
        training,
        batch_size=32,
        optimizer=optim.AdamW(model.parameters(), lr=lr),
        schedule=optim.cosine(),
        metric=train.accuracy,
        validation=testing,
        **how,
    )
    print(history)
    print(f"{history.validation_accuracy[-1]:.1%} of {len(testing[1])} new digits are read right.")
    return Result(history.validation_accuracy[-1], history)


if __name__ == "__main__":
    main()
