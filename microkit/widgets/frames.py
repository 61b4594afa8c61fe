"""What a training monitor keeps of a network: its answers on a raster, and its gradients."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from microkit.engine import Value, no_grad
from microkit.errors import MicrokitError
from microkit.graph.labels import clean, shorten
from microkit.nn.mlp import at_rest

SIDE = 24  # cells along each edge of the raster
LEVELS = 31  # on both sides of the boundary; a cell is one sign of base64
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
MOST_LAYERS = 6
AIR = 0.12  # of the points' width, around them


def scores_of(model: Any, points: Sequence[Sequence[float]]) -> list[float]:
    """Return what a model says to each point: one number, above 0 for class 1.

    A model whose parameters are arrays is asked once, with a Tensor of all points; any other is
    asked point by point. One with two outputs says class 1 where the second is larger.

    Examples
    --------
    >>> scores_of(lambda point: point[0] - point[1], [[3.0, 1.0], [0.5, 0.75]])
    [2.0, -0.25]
    """
    parameters = list(model.parameters()) if hasattr(model, "parameters") else []
    was_training = getattr(model, "training", False)
    if was_training:
        model.eval()  # type: ignore[attr-defined]
    try:
        with no_grad():
            if parameters and hasattr(parameters[0].data, "dtype"):
                return _all_at_once(model, parameters, points)
            own = all(type(parameter) is Value for parameter in parameters)
            answer = at_rest(model) if parameters and own else model
            return [_score(answer([*point])) for point in points]
    finally:
        if was_training:
            model.train()  # type: ignore[attr-defined]


def _all_at_once(model: Any, parameters: list[Any], points: Sequence[Sequence[float]]) -> Any:
    numpy = sys.modules["numpy"]
    rows = numpy.asarray(points, parameters[0].data.dtype)
    said = model(type(parameters[0])(rows))
    outputs = numpy.asarray(getattr(said, "data", said), float)
    if len(outputs) != len(rows):
        raise MicrokitError(f"{len(rows)} points gave an array of shape {outputs.shape}.")
    return [_score(row) for row in outputs]


def _score(said: Any) -> float:
    """Read one number, or two, of which the second speaks for class 1."""
    said = said.data if hasattr(said, "requires_grad") else said
    outputs = said.ravel() if hasattr(said, "ravel") else said
    outputs = [*outputs] if hasattr(outputs, "__len__") else [outputs]
    if len(outputs) not in (1, 2):
        raise MicrokitError(
            f"The network gives {len(outputs)} numbers for a point. A boundary has two sides: it "
            "takes one output, or two."
        )
    try:
        numbers = [number_of(output) for output in outputs]
    except (TypeError, ValueError):
        raise MicrokitError(
            f"The network gave {shorten(clean(repr(said)), 60)}, where a number belongs. Is a "
            "`return` missing?"
        ) from None
    return numbers[0] if len(numbers) == 1 else numbers[1] - numbers[0]


def number_of(thing: Any) -> float:
    """Read a number, an array of one, a Tensor, or a Value of anybody's class."""
    if hasattr(thing, "item"):
        return float(thing.item())
    return float(getattr(thing, "data", thing))


def packed(scores: Iterable[float]) -> str:
    """Return scores as one sign each; only their size is rounded, never which side they are on.

    Examples
    --------
    >>> packed([0.0, 1e-9, 1.0, -1.0, math.inf, math.nan])
    'hhwQ/A'
    >>> [round(number, 2) for number in unpacked("hwQA")]
    [0.03, 0.52, -0.52, nan]
    """
    return "".join(map(_sign, scores))


def _sign(score: float) -> str:
    if math.isnan(score):
        return SIGNS[0]
    share = math.copysign(1.0, score) if math.isinf(score) else score / (1 + abs(score))
    level = max(1, round(abs(share) * LEVELS))
    return SIGNS[32 + (level if score >= 0 else -level)]


def unpacked(cells: str) -> list[float]:
    """Return, for each sign, score / (1 + |score|)."""
    places = map(SIGNS.index, cells)
    return [(place - 32) / LEVELS if place else math.nan for place in places]


def is_straight(scores: Sequence[float], side: int = SIDE) -> bool:
    """Return whether scores on a raster lie in one plane: then the boundary is a straight line.

    Examples
    --------
    >>> is_straight([x + 2 * y for y in range(3) for x in range(3)], side=3)
    True
    >>> is_straight([x * y for y in range(3) for x in range(3)], side=3)
    False
    """
    if not all(map(math.isfinite, scores)):
        return False
    origin, right, up = scores[0], scores[1] - scores[0], scores[side] - scores[0]
    within = 1e-5 * (max(scores) - min(scores) + 1e-12)
    return all(
        abs(origin + right * (i % side) + up * (i // side) - score) <= within
        for i, score in enumerate(scores)
    )


def gradient_sizes(model: Any) -> dict[str, float | None]:
    """Return the mean size of the gradients of each layer; None where none was computed.

    A layer is what stands in ``model.layers``, or one part of the model that has parameters. A
    plain function has none.

    Examples
    --------
    >>> from microkit import nn
    >>> gradient_sizes(nn.MLP(2, [3, 1]))
    {'layer 1': 0.0, 'layer 2': 0.0}
    """
    parts = [*_layers(model)] or [model]
    layers = [part for part in parts if _parameters(part)]
    rows = list(enumerate(layers, 1))
    if len(rows) > MOST_LAYERS:  # a row each would fill the page: the first and the last ones
        rows = [*rows[: MOST_LAYERS // 2], *rows[-MOST_LAYERS // 2 :]]
    return {f"layer {place}": _mean_size(_parameters(layer)) for place, layer in rows}


def _layers(model: Any) -> list[Any]:
    found = getattr(model, "layers", None)
    if isinstance(found, (list, tuple)):
        return [*found]
    parts = vars(model).values() if hasattr(model, "__dict__") else ()
    flat = [one for part in parts for one in (part if isinstance(part, (list, tuple)) else [part])]
    return [part for part in flat if hasattr(part, "parameters")]


def _parameters(layer: Any) -> list[Any]:
    return list(layer.parameters()) if callable(getattr(layer, "parameters", None)) else []


def _mean_size(parameters: list[Any]) -> float | None:
    total = count = 0.0
    for parameter in parameters:
        grad = getattr(parameter, "grad", None)
        if grad is None:
            continue
        # As plain numbers: where they are too large, numpy would warn in the student's cell.
        sizes = grad.ravel().tolist() if hasattr(grad, "ravel") else [float(grad)]
        total += sum(map(abs, sizes))
        count += len(sizes)
    return total / count if count else None


def ups_of(losses: Sequence[float]) -> int:
    """Return how often a loss was higher than the one before it."""
    return sum(after > before for before, after in pairwise(losses))


def checked(points: Any, labels: Any) -> tuple[list[tuple[float, float]], list[bool]]:
    """Read points and labels, or say what is wrong with them."""
    try:
        places = [(number_of(x), number_of(y)) for x, y in points]
        signs = [number_of(label) > 0 for label in labels]
    except (TypeError, ValueError):
        raise MicrokitError(
            "The player draws points in a plane, two numbers each, and one label for each point: "
            "BoundaryPlayer(points, labels)."
        ) from None
    if not places or len(places) != len(signs):
        raise MicrokitError(
            f"There are {len(places)} points and {len(signs)} labels. Give one label for each "
            "point, and one point at least."
        )
    if not all(map(math.isfinite, sum(places, ()))):
        raise MicrokitError("A point has a coordinate that is nan or infinite, and has no place.")
    return places, signs


def ends_of(places: Sequence[tuple[float, float]]) -> list[float]:
    """Return the ends of a picture around some points: left, right, low, high."""
    ends = []
    for numbers in zip(*places, strict=True):
        low, high = min(numbers), max(numbers)
        air = AIR * (high - low) or 1.0
        ends += [short(low - air), short(high + air)]
    return ends


def raster_of(ends: Sequence[float]) -> list[list[float]]:
    """Return the middles of the cells, row by row, the lowest row first."""
    left, right, low, high = ends
    across = [left + (right - left) * (i + 0.5) / SIDE for i in range(SIDE)]
    up = [low + (high - low) * (i + 0.5) / SIDE for i in range(SIDE)]
    return [[x, y] for y in up for x in across]


def short(number: float) -> float:
    """Return four digits of a number: saved notebooks carry thousands of them."""
    return float(f"{number:.4g}")
