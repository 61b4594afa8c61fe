"""Chart: what ``shared/plot.js`` shows in the page, as a still picture that needs no front end."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Sequence
from html import escape

from microkit.errors import MicrokitError
from microkit.graph.labels import clean
from microkit.graph.numbers import number_text
from microkit.graph.style import DARK, LIGHT, MINUS, MUTED, PLUS, hue, ink, paper, variables
from microkit.widgets.raster import image_of, regions_of, zero_line_of

Point = tuple[float, float]
TOP, BOTTOM, RIGHT = 26, 42, 14
FAR = 1e4
# A color never comes alone: each has its own dash and its own shape. plot.js has the same.
DASHES = {"a": "", "b": "9 5", "c": "2 4", "d": "10 4 2 4", "ink": "", "quiet": "4 4"}
MARKS = {"a": "circle", "b": "square", "c": "triangle", "d": "cross"}
HUES = {"a": PLUS, "b": MINUS, "c": "#1f9d68", "d": "#9a5bd0"}
_SHAPES: dict[str, Callable[[float], str]] = {
    "circle": lambda r: f"m{-r:g} 0a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0z",
    "square": lambda r: f"m{-r:g} {-r:g}h{2 * r:g}v{2 * r:g}h{-2 * r:g}z",
    "triangle": lambda r: f"m0 {-1.3 * r:g}l{1.2 * r:g} {2.2 * r:g}h{-2.4 * r:g}z",
    "cross": lambda r: f"m{-r:g} {-r:g}l{2 * r:g} {2 * r:g}m0 {-2 * r:g}l{-2 * r:g} {2 * r:g}",
}


class Chart:
    """Axes with lines, dots, a raster of numbers and words on them, as one small ``<svg>``.

    Parameters
    ----------
    x, y : tuple of (float, float, str)
        The low end, the high end, and the name of each axis.
    width, height : float
        In px. A narrower page makes the picture smaller.
    margin : float
        Room at the left, in px, or more where a tick needs it: charts that share it stand in line.
    heights : bool
        Whether the y axis has numbers.

    Examples
    --------
    >>> chart = Chart(x=(-2, 2, "x"), y=(-1, 4, "f(x)"))
    >>> chart.line([(x / 10, x * x / 100) for x in range(-20, 21)], name="x**2")
    >>> chart.dots([(1, 1)], kind="b", name="here")
    >>> svg = chart.to_svg("The square, and one point on it")
    >>> svg.startswith("<svg "), len(svg) < 4000
    (True, True)
    """

    def __init__(
        self,
        *,
        x: tuple[float, float, str],
        y: tuple[float, float, str],
        width: float = 560,
        height: float = 260,
        margin: float = 44,
        heights: bool = True,
    ) -> None:
        for low, high, name in (x, y):
            if not (math.isfinite(high - low) and low < high):
                raise MicrokitError(f"The axis {name!r} cannot go from {low} to {high}.")
        self._x, self._y = x, y
        self._width, self._height = width, height
        self._heights = heights
        self._rows = nice_ticks(y[0], y[1], (height - TOP - BOTTOM) / 38)
        self._left = max(margin, 16 + 7.2 * max(len(number_text(tick)) for tick in self._rows))
        self._inner = (width - self._left - RIGHT, height - TOP - BOTTOM)
        self._clipped: list[str] = []
        self._above: list[str] = []
        self._taken: list[tuple[float, float, float]] = []
        self._kinds: set[str] = set()
        self._hatched = False

    def line(
        self, points: Iterable[Sequence[float]], kind: str = "a", name: str = "", at: str = "end"
    ) -> None:
        """Join points; one that is not finite leaves a gap. `at` is where the name stands."""
        points = [(float(a), float(b)) for a, b in points]
        pieces: list[list[Point]] = [[]]
        for point in points:
            if all(map(math.isfinite, point)):
                pieces[-1].append(self._place(*point))
            elif pieces[-1]:
                pieces.append([])
        d = "".join(f"M{'L'.join(map(_pair, _thin(piece)))}" for piece in pieces if piece)
        dash = f' stroke-dasharray="{DASHES[kind]}"' if DASHES[kind] else ""
        self._draw(kind, f'<path class="line {kind}" d="{d}"{dash}/>')
        seen = list(filter(self._inside, points))
        spot = {"start": seen[:1], "end": seen[-1:], "middle": seen[len(seen) // 2 :][:1]}[at]
        self._name(name, kind, spot)

    def dots(
        self,
        points: Iterable[Sequence[float]],
        kind: str = "a",
        name: str = "",
        shape: str | None = None,
        size: float = 4.5,
    ) -> None:
        """Mark points: circle, square, triangle or cross."""
        shape = shape or MARKS.get(kind, "circle")
        seen = [(float(a), float(b)) for a, b in points if math.isfinite(a) and math.isfinite(b)]
        mark = _SHAPES[shape](size)
        d = "".join(f"M{_pair(self._place(*point))}{mark}" for point in seen)
        style = "line" if shape == "cross" else "dot"
        self._draw(kind, f'<path class="{style} {kind}" d="{d}"/>')
        self._name(name, kind, list(filter(self._inside, seen))[-1:])

    def cells(self, rows: Sequence[Sequence[float]], most: float | None = None) -> None:
        """Color the whole plane by numbers, the lowest row first; below 0 is hatched."""
        if not len(rows) or not len(rows[0]):
            return
        wide, high = self._inner
        down = (wide / len(rows[0]), high / len(rows))
        self._hatched = True
        self._clipped.append(
            f'<image width="{wide:g}" height="{high:g}" preserveAspectRatio="none" '
            f'href="{image_of(rows, most)}"/>'
            f'<path fill="url(#KEY-hatch)" d="{regions_of(rows, *down)}"/>'
            f'<path class="line quiet" stroke-width="1.2" d="{zero_line_of(rows, *down)}"/>'
        )
        self._kinds.add("quiet")

    def text(self, x: float, y: float, text: str, kind: str = "ink", anchor: str = "start") -> None:
        """Write words at a point."""
        if self._inside((x, y)):
            a, b = self._place(x, y)
            self._word(a, b, text, kind, anchor)

    def to_svg(self, title: str, description: str = "") -> str:
        """Return the picture; `title` is its name for those who cannot see it."""
        wide, high = self._inner
        left = self._left
        body = (
            f'<rect class="paper" width="{self._width:g}" height="{self._height:g}" rx="6"/>'
            f"{self._axes()}"
            f'<svg x="{left:g}" y="{TOP}" width="{wide:g}" height="{high:g}">'
            f"{''.join(self._clipped)}</svg>"
            f'<g transform="translate({left:g} {TOP})">{"".join(self._above)}</g>'
        )
        if self._hatched:
            body = (
                '<defs><pattern id="KEY-hatch" width="9" height="9" patternUnits="userSpaceOnUse" '
                'patternTransform="rotate(45)"><path class="b" d="M0 0v9" stroke-width="1.2" '
                f'stroke="{MINUS}" stroke-opacity=".45"/></pattern></defs>{body}'
            )
        title, description = clean(title), clean(description)
        digest = hashlib.sha256(f"{title}{description}{body}".encode("utf-8", "replace"))
        key = f"mk-{digest.hexdigest()[:12]}"
        more = f'<desc id="{key}-desc">{escape(description)}</desc>' if description else ""
        named = f"{key}-title {key}-desc" if description else f"{key}-title"
        width = f"{self._width:g}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" id="{key}" class="microkit-chart" role="img" '
            f'aria-labelledby="{named}" viewBox="0 0 {width} {self._height:g}" '
            f'width="{width}" height="{self._height:g}" '
            f'style="width:100%;height:auto;max-width:{width}px">'
            f'<title id="{key}-title">{escape(title)}</title>{more}'
            f"<style>{_sheet(self._kinds)}</style>{body}</svg>"
        ).replace("KEY", key)

    def _axes(self) -> str:
        (wide, high), left, bottom = self._inner, self._left, self._height - BOTTOM
        grid, zero, texts = [], [], []
        columns = nice_ticks(self._x[0], self._x[1], wide / 75)
        for tick in columns:
            a = _short(left + self._place(tick, self._y[0])[0])
            (grid if tick else zero).append(f"M{a} {TOP}v{high:g}")
            texts.append(f'<text x="{a}" y="{bottom + 17:g}" class="m">{number_text(tick)}</text>')
        for tick in self._rows:
            b = TOP + self._place(self._x[0], tick)[1]
            (grid if tick else zero).append(f"M{left:g} {_short(b)}h{wide:g}")
            text = number_text(tick) if self._heights else ""
            texts.append(f'<text x="{left - 7:g}" y="{_short(b + 4)}" class="e">{text}</text>')
        right, low = left + wide, self._height - 6
        name_x, name_y = escape(clean(self._x[2])), escape(clean(self._y[2]))
        texts.append(f'<text x="{right:g}" y="{low:g}" class="e">{name_x}</text>')
        texts.append(f'<text x="2" y="14">{name_y}</text>')
        return (
            f'<path class="grid" d="{"".join(grid)}"/><path class="zero" d="{"".join(zero)}"/>'
            + "".join(texts)
        )

    def _place(self, x: float, y: float) -> Point:
        """Say where a point stands, in px from the top left corner of the axes."""
        (low_x, high_x, _), (low_y, high_y, _) = self._x, self._y
        wide, high = self._inner
        a, b = (x - low_x) / (high_x - low_x) * wide, (1 - (y - low_y) / (high_y - low_y)) * high
        return max(-FAR, min(FAR, a)), max(-FAR, min(FAR, b))

    def _inside(self, point: Sequence[float]) -> bool:
        x, y = point
        return self._x[0] <= x <= self._x[1] and self._y[0] <= y <= self._y[1]

    def _draw(self, kind: str, markup: str) -> None:
        self._kinds.add(kind)
        self._clipped.append(markup)

    def _name(self, name: str, kind: str, spots: Sequence[Point]) -> None:
        """Write a series' name beside its point, where no other name stands."""
        if not name or not spots:
            return
        a, b = self._place(*spots[0])
        wide, (width, high) = len(name) * 7 + 8, self._inner
        start = max(0.0, min(a - wide if a + wide > width else a, width - wide))
        tries = [min(max(b + shift, 12), high - 4) for shift in (-8, 18, -24, 34, -40, 50)]
        free = [
            top
            for top in tries
            if not any(start < r and left < start + wide and abs(t - top) < 16
                       for left, r, t in self._taken)
        ]  # fmt: skip
        top = (free or tries)[0]
        self._taken.append((start, start + wide, top))
        self._word(start + 4, top, name, kind, "start")

    def _word(self, a: float, b: float, text: str, kind: str, anchor: str) -> None:
        self._kinds.add(kind)
        where = "" if anchor == "start" else f' text-anchor="{anchor}"'
        words = escape(clean(text))
        self._above.append(
            f'<text class="name {kind}" x="{_short(a)}" y="{_short(b)}"{where}>{words}</text>'
        )


def nice_ticks(low: float, high: float, most: float) -> list[float]:
    """Return round numbers from low to high, `most` of them or fewer; plot.js has the same rule.

    Examples
    --------
    >>> nice_ticks(-1.0, 2.2, 5)
    [-1.0, 0.0, 1.0, 2.0]
    """
    rough = (high - low) / max(2, most)
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(f for f in (1, 2, 5, 10) if f * power >= rough * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [float(f"{i * step:.12g}") + 0.0 for i in range(first, min(last, first + 29) + 1)]


def _sheet(kinds: set[str]) -> str:
    rules = [
        f"#KEY{{{variables(LIGHT)}}}",
        f"@media (prefers-color-scheme:dark){{#KEY{{{variables(DARK)}}}}}",
        f"#KEY .paper{{{paper('fill')}}}",
        f"#KEY text{{{ink('fill', MUTED)};font:12px sans-serif;font:12px var(--jp-ui-font-family,"
        "system-ui,sans-serif)}",
        "#KEY .m{text-anchor:middle}#KEY .e{text-anchor:end}",
        f"#KEY .grid{{{ink('stroke', 0.2)};stroke-width:.7}}",
        f"#KEY .zero{{{ink('stroke', 0.6)}}}",
        "#KEY .line{fill:none;stroke-width:2.2;stroke-linejoin:round}",
        f"#KEY .dot{{{paper('stroke')};stroke-width:1.2;paint-order:stroke}}",
        f"#KEY .name{{font-weight:600;fill-opacity:1;paint-order:stroke;{paper('stroke')};"
        "stroke-width:4px;stroke-linejoin:round}",
    ]
    for kind in sorted(kinds):
        for style, what in ((".line", "stroke"), (".dot", "fill"), (".name", "fill")):
            color = hue(what, HUES[kind]) if kind in HUES else ink(what, _share(kind))
            rules.append(f"#KEY {style}.{kind}{{{color}}}")
    return "".join(rules)


def _share(kind: str) -> float:
    return MUTED if kind == "quiet" else 1.0


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _pair(spot: Point) -> str:
    return f"{_short(spot[0])} {_short(spot[1])}"


def _thin(spots: list[Point], within: float = 0.25) -> list[Point]:
    """Leave out points that lie on the line between their neighbors, to a quarter of a px."""
    keep, open_ = {0, len(spots) - 1}, [(0, len(spots) - 1)]
    while open_:
        first, last = open_.pop()
        (a, b), (c, d) = spots[first], spots[last]
        length = math.hypot(c - a, d - b) or 1.0
        far, worst = 0.0, first
        for i in range(first + 1, last):
            x, y = spots[i]
            off = abs((c - a) * (b - y) - (a - x) * (d - b)) / length
            if (c, d) == (a, b):
                off = math.hypot(x - a, y - b)
            if off > far:
                far, worst = off, i
        if far > within:
            keep.add(worst)
            open_ += [(first, worst), (worst, last)]
    return [spots[i] for i in sorted(keep)]
