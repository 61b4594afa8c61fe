"""How high each node of an ordered layer stands: near its neighbors, never on top of another."""

from __future__ import annotations

import math
from itertools import pairwise

from microkit.graph.layering import Layers

NODE_HEIGHT = 72.0
NODE_GAP = 22.0
BEND_GAP = 18.0
PASSES = (1, 3)
STEPS = 3000  # a layout with many bends gets fewer passes, so that none takes long
STRAIGHT = 4.0  # how much more a bend wants to stay level than a node does
YIELDING = 0.05


def place_layers(layers: Layers) -> list[float]:
    """Give every node and bend the height of its center, in whole px, so that lines are sharp.

    Parameters
    ----------
    layers : Layers
        Its rows in their final order.

    Notes
    -----
    The layers are gone through to and fro. Each time, a layer takes the heights nearest to the
    means of its neighbors that keep the distances.
    """
    rows, above, below = layers.rows, layers.above, layers.below()
    node_count = len(layers.column)
    weight = [1.0 if node < node_count else STRAIGHT for node in range(len(above))]
    height = [0.0] * len(above)
    offsets = []
    for row in rows:
        offset = _offsets(row, node_count)
        offsets.append(offset)
        for node, at in zip(row, offset, strict=True):
            height[node] = at - offset[-1] / 2
    # A neighbor that many hang on pulls each of them a little.
    before = [[(near, 1 / len(below[near])) for near in beside] for beside in above]
    after = [[(near, 1 / len(above[near])) for near in beside] for beside in below]
    passes = max(PASSES[0], min(PASSES[1], STEPS // len(above)))
    for forth, pulls in ((True, before), (False, after)) * passes + ((True, before),):
        for index in range(len(rows)) if forth else range(len(rows) - 1, -1, -1):
            row = rows[index]
            wanted = [_mean(height, pulls[node], height[node]) for node in row]
            # Who has no neighbor on this side gives way to those who have.
            heavy = [weight[node] if pulls[node] else YIELDING for node in row]
            for node, at in zip(row, _apart(wanted, offsets[index], heavy), strict=True):
                height[node] = at
    return [float(math.floor(at + 0.5)) for at in height]


def _offsets(row: list[int], node_count: int) -> list[float]:
    """Say how far below the first of a row each one stands at least."""
    offsets = [0.0]
    for pair in pairwise(row):
        nodes = sum(member < node_count for member in pair)
        gap = NODE_GAP if nodes == 2 else BEND_GAP
        offsets.append(offsets[-1] + nodes * NODE_HEIGHT / 2 + gap)
    return offsets


def _mean(height: list[float], pulls: list[tuple[int, float]], otherwise: float) -> float:
    if not pulls:
        return otherwise
    if len(pulls) == 1:  # every bend
        return height[pulls[0][0]]
    total = sum(strength for _, strength in pulls)
    return sum(height[node] * strength for node, strength in pulls) / total


def _apart(wanted: list[float], offset: list[float], weight: list[float]) -> list[float]:
    """Find the heights nearest to the wanted ones that keep everybody's distance.

    With each one's offset taken away, the distances become "not decreasing", and the answer with
    the least squares is found by pooling neighbors that want to pass each other.
    """
    blocks: list[tuple[float, float, int]] = []  # weighted sum, weight, members
    for want, off, heavy in zip(wanted, offset, weight, strict=True):
        total, mass, members = (want - off) * heavy, heavy, 1
        while blocks and blocks[-1][0] * mass >= total * blocks[-1][1]:
            before = blocks.pop()
            total, mass, members = total + before[0], mass + before[1], members + before[2]
        blocks.append((total, mass, members))
    placed: list[float] = []
    for total, mass, members in blocks:
        placed.extend([total / mass] * members)
    return [at + off for at, off in zip(placed, offset, strict=True)]
