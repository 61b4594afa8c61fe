"""In which order the nodes of each layer stand: the one with the fewest crossings that is found."""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import pairwise

from microkit.graph.layering import Layers

SWEEPS = (2, 8)
STEPS = 4000  # a layout with many bends gets fewer sweeps, so that none takes long


def order_layers(layers: Layers) -> None:
    """Reorder each layer in place, so that few edges cross.

    Parameters
    ----------
    layers : Layers
        Its rows in a first order; where nothing crosses, they are left as they are.

    Notes
    -----
    Each sweep sorts the layers by the mean place of the neighbors, once from the left and once from
    the right (the barycenter rule); the best order seen is kept.
    """
    rows, above, below = layers.rows, layers.above, layers.below()
    best, fewest = [row[:] for row in rows], crossings(rows, above)
    least, most = SWEEPS
    for sweep in range(max(least, min(most, STEPS // len(above)))):
        if not fewest:
            break
        if sweep % 2:
            _sweep(rows[-2::-1], rows[:0:-1], below)
        else:
            _sweep(rows[1:], rows[:-1], above)
        found = crossings(rows, above)
        if found < fewest:
            best, fewest = [row[:] for row in rows], found
    for row, kept in zip(rows, best, strict=True):
        row[:] = kept


def crossings(rows: list[list[int]], above: list[list[int]]) -> int:
    """Count the pairs of edges that cross.

    Parameters
    ----------
    rows : list of list of int
        Who stands in each layer, from top to bottom.
    above : list of list of int
        For each node, its neighbors one layer to the left.

    Examples
    --------
    >>> crossings([[0, 1], [2, 3]], [[], [], [1], [0]])
    1
    >>> crossings([[0, 1], [3, 2]], [[], [], [1], [0]])
    0
    """
    total = 0
    for before, row in pairwise(rows):
        place = {node: i for i, node in enumerate(before)}
        met: list[int] = []
        for node in row:
            arriving = [place[neighbor] for neighbor in above[node]]
            for at in arriving:
                total += len(met) - bisect_right(met, at)
            for at in arriving:
                insort(met, at)
    return total


def _sweep(rows: list[list[int]], fixed: list[list[int]], neighbors: list[list[int]]) -> None:
    """Sort each row by the mean place of its neighbors in the row beside it, sorted before it."""
    for row, beside in zip(rows, fixed, strict=True):
        place = {node: i for i, node in enumerate(beside)}
        mean = {}
        for i, node in enumerate(row):
            near = [place[neighbor] for neighbor in neighbors[node]]
            mean[node] = sum(near) / len(near) if near else float(i)
        row.sort(key=mean.__getitem__)
