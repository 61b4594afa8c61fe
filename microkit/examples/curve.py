"""A curve through points: a network of Tensors learns what sin(x) looks like from 200 of them.

python -m microkit.examples.curve
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from microkit import Tensor, nn, no_grad, optim, train


class Result(NamedTuple):
    """How far the learned curve is from sin(x) where it is furthest, between -4 and 4."""

    worst: float
    history: train.History


def main(epochs: int = 600, seed: int = 1, progress: bool = True) -> Result:
    """Fit the curve, and print it beside the right one."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-4, 4, size=(200, 1))
    y = np.sin(x) + rng.normal(0, 0.05, size=x.shape)  # nobody measures without noise
    model = nn.Sequential(nn.Linear(1, 32, rng=rng), nn.Tanh(), nn.Linear(32, 1, rng=rng))
    history = train.fit(
        model,
        nn.mse_loss,
        (x, y),
        epochs=epochs,
        optimizer=optim.Adam(model.parameters(), lr=0.03),
        schedule=optim.warmup(20, then=optim.cosine()),
        progress=progress,
    )
    grid = np.linspace(-4, 4, 81).reshape(-1, 1)
    with no_grad():
        learned = model(Tensor(grid)).numpy()
    worst = float(abs(learned - np.sin(grid)).max())
    print(history)
    for place, value in zip(grid[::10, 0], learned[::10, 0], strict=True):
        print(f"x = {place:4.1f}   learned {value:6.3f}   sin {np.sin(place):6.3f}")
    print(f"The curve is never further than {worst:.3f} from sin(x).")
    return Result(worst, history)


if __name__ == "__main__":
    main()
