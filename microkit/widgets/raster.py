"""A raster of numbers as SVG: an image of how large they are, hatching below 0, a line at 0."""

from __future__ import annotations

import base64
import math
import struct
import zlib
from collections.abc import Sequence
from itertools import pairwise

from microkit.graph.style import MINUS, PLUS

Rows = Sequence[Sequence[float]]
LEVELS = 16


def image_of(rows: Rows, most: float | None = None) -> str:
    """Return a PNG as a data address: blue above 0, orange below, pale near 0, clear for nan."""
    sizes = [abs(number) for row in rows for number in row if math.isfinite(number)]
    full = most or max(sizes, default=0) or 1.0

    def level(number: float) -> int:
        if math.isnan(number):
            return 0
        step = min(LEVELS - 1, int(min(1.0, abs(number) / full) * LEVELS))
        return 1 + step + (LEVELS if number < 0 else 0)

    lines = b"".join(b"\0" + bytes(map(level, row)) for row in reversed(rows))
    colors = bytes(3) + _rgb(PLUS) * LEVELS + _rgb(MINUS) * LEVELS
    shades = [22 + 120 * (step + 0.5) / LEVELS for step in range(LEVELS)]
    clear = bytes([0, *map(int, shades), *map(int, shades)])
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"PLTE", colors),
        (b"tRNS", clear),
        (b"IDAT", zlib.compress(lines, 9)),
    )
    png = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in (*parts, (b"IEND", b"")))
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def regions_of(rows: Rows, wide: float, high: float) -> str:
    """Return the cells below 0 as a path, in cells of `wide` by `high` px."""
    path = []
    for down, row in enumerate(reversed(rows)):
        start = None
        for column, number in enumerate([*row, 1.0]):
            if number < 0 and start is None:
                start = column
            elif not number < 0 and start is not None:
                run = f"h{(column - start) * wide:.1f}v{high:.1f}h{(start - column) * wide:.1f}z"
                path.append(f"M{start * wide:.1f} {down * high:.1f}{run}")
                start = None
    return "".join(path)


def zero_line_of(rows: Rows, wide: float, high: float) -> str:
    """Return the line where the sign changes, between the middles of the cells."""
    steps: dict[str, list[str]] = {}
    for down, (upper, lower) in enumerate(pairwise(reversed(rows))):
        for column in range(len(upper) - 1):
            corners = [
                (column, down, upper[column]),
                (column + 1, down, upper[column + 1]),
                (column + 1, down + 1, lower[column + 1]),
                (column, down + 1, lower[column]),
            ]
            spots = [
                _crossing(one, other, wide, high)
                for one, other in pairwise([*corners, corners[0]])
                if (one[2] < 0) != (other[2] < 0) and math.isfinite(one[2] - other[2])
            ]
            for one, other in zip(spots[::2], spots[1::2], strict=False):
                if one != other:
                    steps.setdefault(one, []).append(other)
                    steps.setdefault(other, []).append(one)
    # Lines with two ends first, then those that come back to where they began.
    starts = sorted(steps, key=lambda spot: len(steps[spot]) != 1)
    return "".join(f"M{' '.join(line)}" for spot in starts if (line := _walk(steps, spot)))


def _walk(steps: dict[str, list[str]], spot: str) -> list[str]:
    """Follow a line as far as it goes, and take its steps away."""
    line = []
    while steps[spot]:
        after = steps[spot].pop()
        steps[after].remove(spot)
        line = [*line, after] if line else [spot, after]
        spot = after
    return line


def _crossing(
    one: tuple[float, float, float], other: tuple[float, float, float], wide: float, high: float
) -> str:
    one, other = sorted((one, other))  # the two cells that share an edge name one spot
    share = one[2] / (one[2] - other[2])
    x, y = (a + share * (b - a) + 0.5 for a, b in zip(one[:2], other[:2], strict=True))
    return f"{x * wide:.1f} {y * high:.1f}"


def _rgb(color: str) -> bytes:
    return bytes.fromhex(color[1:])


def _chunk(kind: bytes, body: bytes) -> bytes:
    checked = kind + body
    return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))
