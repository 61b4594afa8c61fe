"""Depth, freedom from cycles, and growth: does a node cost the same in a large graph?"""

from __future__ import annotations

import gc
import time
from statistics import median


def growth(sizes: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)) -> list[tuple[int, float]]:
    """Return microseconds a node, forward and backward, for graphs of several sizes."""
    return [(size, median(_one_epoch(size) for _ in range(3)) / size * 1e6) for size in sizes]


def _one_epoch(nodes: int) -> float:
    """Return the seconds of one forward and backward of a chain of products and sums."""
    from microkit import Value

    start = time.process_time()
    x = Value(1.0)
    y = x
    for _ in range(nodes // 4):  # four new nodes a round: two constants, a product and a sum
        y = y * 0.5 + 1.0
    y.backward()
    seconds = time.process_time() - start
    del x, y
    return seconds


def left_to_the_collector() -> int:
    """Return how many objects a dropped graph leaves to the garbage collector."""
    from microkit import Value

    gc.collect()
    gc.disable()
    try:
        a = Value(2.0)
        y = (a * a + a).tanh()
        y.backward()
        del a, y
        return gc.collect()
    finally:
        gc.enable()
