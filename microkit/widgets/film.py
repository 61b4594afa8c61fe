"""A frame of a training as words and as a still picture, for where no front end runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from microkit.graph.numbers import number_text
from microkit.widgets.chart import Chart
from microkit.widgets.frames import SIDE, unpacked

EMPTY = (
    "Nothing has been trained yet. Hand the player to train.fit(..., watch=player), or call "
    "player.see(model, loss) in a loop of your own."
)
MOST_DRAWN = 60  # points in a still picture


def film_words(shot: Mapping[str, Any], total: int, ended: str) -> str:
    """Say what a frame shows, a fact in each line."""
    if not shot:
        return EMPTY
    of = f" of {total}" if total else ""
    rate = "" if shot["rate"] is None else f", rate {_text(shot['rate'])}"
    right = f"{100 * shot['right']:.3g} % of the points are right"
    lines = [f"epoch {shot['epoch']}{of}{rate}: loss {_text(shot['loss'])}, {right}"]
    lines += [f"the loss went up {_times(shot['ups'])} on the way"] if shot["epoch"] > 1 else []
    if shot["straight"]:
        lines.append("the boundary is a straight line: nothing in this network bends")
    sizes = ", ".join(f"{name} {_text(size)}" for name, size in shot["grads"].items())
    lines += [f"mean size of the gradients: {sizes}"] if sizes else []
    return "\n".join([*lines, ended] if ended else lines)


def boundary_of(
    shot: Mapping[str, Any], points: Sequence[Sequence[float]], ends: Sequence[float]
) -> Chart:
    """Draw what a network says in the plane, and the points that it learned from."""
    left, right, low, high = ends
    chart = Chart(x=(left, right, "x1"), y=(low, high, "x2"), width=480, height=300)
    if shot:
        cells = unpacked(shot["cells"])
        chart.cells([cells[i : i + SIDE] for i in range(0, SIDE * SIDE, SIDE)], most=1.0)
    drawn = points[:: max(1, -(-len(points) // MOST_DRAWN))]
    chart.dots([point[:2] for point in drawn if point[2] > 0], "a", "class 1", size=4)
    chart.dots([point[:2] for point in drawn if point[2] < 0], "b", "the other class", size=3.6)
    return chart


def loss_line_of(shot: Mapping[str, Any], curve: Sequence[Sequence[Any]]) -> str:
    """Draw the loss of all epochs, with the present one marked."""
    losses = [(epoch, float(loss)) for epoch, loss in curve]
    finite = [loss for _, loss in losses if abs(loss) < float("inf")]
    if len(losses) < 2 or not finite:
        return ""
    top = 1.08 * max(*finite, 0.0) or 1.0
    chart = Chart(
        x=(0, 1.03 * losses[-1][0], "epoch"),
        y=(min(0.0, *finite), top, "loss"),
        width=480,
        height=150,
    )
    chart.line(losses, "ink")
    if shot["loss"] is not None:
        chart.dots([(shot["epoch"], float(shot["loss"]))], "d", shape="circle", size=6)
    return chart.to_svg(f"The loss of {losses[-1][0]} epochs")


def _times(count: int) -> str:
    return {0: "at no step", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _text(number: float | str | None) -> str:
    return "-" if number is None else number_text(float(number))
