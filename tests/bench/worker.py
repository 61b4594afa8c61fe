"""One side of a case, in a process of its own: set up once, then one turn for each line read."""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable

CASES = {"scalar": "bench.scalar", "arrays": "bench.arrays"}


def main() -> None:
    """Read turns from standard input until it ends."""
    case, side = sys.argv[1:]
    module, _, name = case.partition(":")
    turn: Callable[[], list[float]] = importlib.import_module(CASES[module]).side(name, side)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _say({"ready": True})
    for _ in sys.stdin:
        start = time.process_time()
        result = turn()
        seconds = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        _say({"seconds": seconds, "result": result, "memory": (peak - before) * 1024})


def _say(message: dict) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main()
