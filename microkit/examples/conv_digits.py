"""Reading small digits with a convolution: the same few weights look at every place.

python -m microkit.examples.conv_digits
"""

from __future__ import annotations

import numpy as np

from microkit import data, nn
from microkit.examples.digits import Result, learn


def main(epochs: int = 30, seed: int = 1, progress: bool = True) -> Result:
    """Train a small conv net on four fifths of the digits, and test it on the others."""
    rng = np.random.default_rng(seed)
    training, testing = data.split(*data.digits(images=True), test=0.2, rng=rng)
    model = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1, rng=rng, dtype="float32"),  # 8 x 8, 16 channels
        nn.ReLU(),
        nn.MaxPool2d(2),  # 4 x 4
        nn.Flatten(),
        nn.Linear(16 * 4 * 4, 10, rng=rng, dtype="float32"),
    )
    return learn(model, training, testing, lr=0.01, epochs=epochs, rng=rng, progress=progress)


if __name__ == "__main__":
    main()
