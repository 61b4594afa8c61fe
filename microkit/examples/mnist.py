"""Reading MNIST's digits, 28 x 28, for those who have its four files in a folder.

python -m microkit.examples.mnist folder
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from microkit import data, nn, optim, train
from microkit.errors import MicrokitError
from microkit.examples.digits import Result


def main(folder: str | Path, epochs: int = 5, seed: int = 1, progress: bool = True) -> Result:
    """Train on the part for training, and test on the other after each epoch."""
    rng = np.random.default_rng(seed)
    training, testing = data.mnist(folder), data.mnist(folder, "test")
    model = nn.Sequential(
        nn.Linear(training[0].shape[1], 128, rng=rng, dtype="float32"),
        nn.ReLU(),
        nn.Linear(128, 10, rng=rng, dtype="float32"),
    )
    history = train.fit(
        model,
        nn.cross_entropy,
        training,
        epochs=epochs,
        batch_size=64,
        optimizer=optim.Adam(model.parameters(), lr=0.002),
        schedule=optim.linear(),
        metric=train.accuracy,
        validation=testing,
        rng=rng,
        progress=progress,
    )
    print(history)
    print(f"{history.validation_accuracy[-1]:.2%} of {len(testing[1])} new digits are read right.")
    return Result(history.validation_accuracy[-1], history)


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else ".")
    except MicrokitError as error:
        sys.exit(f"{error}\nUse it as: python -m microkit.examples.mnist FOLDER")
