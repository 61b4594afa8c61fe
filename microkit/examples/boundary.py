"""Where a network changes its mind about points in the plane: a picture, or one made of letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

Points = Sequence[Sequence[float]]
Score = Callable[[list[float]], float]

MARGIN = 0.4  # how far the picture goes beyond the outermost points
WIDTH, HEIGHT = 64, 22  # letters


def draw_boundary(score: Score, x: Points, y: Sequence[int], path: str | Path) -> None:
    """Write a picture of both regions, with the points on it.

    Parameters
    ----------
    score : callable
        The network's score for one point: above 0 it says class 1.
    x : sequence of [float, float]
        The points.
    y : sequence of int
        Their labels; a positive one is class 1.
    path : str or Path
        Where to write it; the ending says as what, such as ``.png``.

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    """
    from matplotlib.figure import Figure

    across, up = _steps(x, 0, 90), _steps(x, 1, 70)
    scores = [[score([a, b]) for a in across] for b in up]
    figure = Figure(figsize=(6.4, 4.8), layout="constrained")
    axes = figure.subplots()
    axes.contourf(across, up, [[s > 0 for s in row] for row in scores], 1, alpha=0.25)
    axes.contour(across, up, scores, levels=[0.0], colors="black")
    for positive, marker, name in ((True, "o", "class 1"), (False, "x", "the other class")):
        chosen = [row for row, label in zip(x, y, strict=True) if (label > 0) == positive]
        axes.scatter(*zip(*chosen, strict=True), marker=marker, label=name)
    axes.set(title="Where the network changes its mind", xlabel="x1", ylabel="x2")
    axes.legend()
    figure.savefig(path)


def text_boundary(score: Score, x: Points, y: Sequence[int]) -> str:
    """Return the same as lines of text: a dot where the network says class 1.

    A point of class 1 is an ``o``, another an ``x``, and one that the network takes for the other
    class is ``#``.

    Examples
    --------
    >>> picture = text_boundary(lambda p: p[0], [[-1.0, 0.0], [1.0, 0.0], [0.5, 1.0]], [-1, 1, -1])
    >>> picture.count("o"), picture.count("x"), picture.count("#")
    (1, 1, 1)
    """
    across, up = _steps(x, 0, WIDTH), _steps(x, 1, HEIGHT)
    lines = [["." if score([a, b]) > 0 else " " for a in across] for b in up]
    for point, label in zip(x, y, strict=True):
        right = (score([*point]) > 0) == (label > 0)
        column = round((point[0] - across[0]) / (across[1] - across[0]))
        line = round((point[1] - up[0]) / (up[1] - up[0]))
        lines[line][column] = ("o" if label > 0 else "x") if right else "#"
    return "\n".join("".join(line).rstrip() for line in reversed(lines))


def _steps(x: Points, axis: int, count: int) -> list[float]:
    """Return places along an axis, evenly from one end of the picture to the other."""
    least = min(point[axis] for point in x) - MARGIN
    most = max(point[axis] for point in x) + MARGIN
    return [least + (most - least) * i / (count - 1) for i in range(count)]
