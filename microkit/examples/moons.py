"""Two half moons, told apart by a small network of Values: 100 points, every one right.

python -m microkit.examples.moons               draws the boundary with letters
python -m microkit.examples.moons boundary.png  writes a picture of it
"""

from __future__ import annotations

import random
import sys
from typing import Any, NamedTuple

from microkit import data, nn, no_grad, optim, train


class Result(NamedTuple):
    """What became of the training: the accuracy is that of the trained network on all points."""

    model: Any
    history: train.History
    accuracy: float


def main(
    picture: str | None = None, epochs: int = 40, seed: int = 1, progress: bool = True
) -> Result:
    """Train until every point is right, or for `epochs`; show the boundary."""
    x, y = data.moons(100, noise=0.1, rng=seed)
    model = nn.MLP(2, [16, 16, 1], rng=random.Random(seed))

    def accuracy() -> float:
        with no_grad():
            return train.accuracy([model(point) for point in x], y)

    def stop_when_all_are_right(state: train.State) -> None:
        state.stop = accuracy() == 1.0

    history = train.fit(
        model,
        nn.hinge,
        (x, y),
        epochs=epochs,
        batch_size=20,
        optimizer=optim.Adam(model.parameters(), lr=0.05),
        callbacks=[stop_when_all_are_right],
        penalty=lambda model: nn.l2(model.parameters(), 1e-4),
        metric=train.accuracy,
        rng=seed,
        progress=progress,
    )
    result = Result(model, history, accuracy())
    print(f"{history}\n{result.accuracy:.0%} of the points are right after {len(history)} epochs.")
    show(result, x, y, picture)
    return result


def show(result: Result, x: list[list[float]], y: list[int], picture: str | None) -> None:
    """Write the boundary to a file, or print it where none is named or matplotlib is missing."""
    from microkit.examples.boundary import draw_boundary, text_boundary

    def score(point: list[float]) -> float:
        with no_grad():
            return float(result.model(point))

    try:
        if picture:
            draw_boundary(score, x, y, picture)
            print(f"The boundary is in {picture}.")
            return
    except ImportError:
        print("Without matplotlib the boundary is drawn with letters: pip install matplotlib.")
    print(text_boundary(score, x, y))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
