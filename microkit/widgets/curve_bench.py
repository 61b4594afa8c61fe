"""CurveBench: a curve, its slope below it, and the student's own rule as dots. For lesson 04."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from typing import Any

import traitlets as t

from microkit.checks.predictions import Asked
from microkit.errors import NumberError
from microkit.graph.numbers import number_text
from microkit.widgets.base import HERE, Prediction, Widget, is_own, plain
from microkit.widgets.chart import Chart
from microkit.widgets.compose import compose
from microkit.widgets.curves import Curve, hatching
from microkit.widgets.own_rule import Spot, ask_rule, told_of
from microkit.widgets.refusing import validates
from microkit.widgets.slopes import through

MARGIN = 62.0  # one for both charts, so that their x axes stand in line
LARGEST = 1e6
SHORT = 0.16  # how far the drawn tangent reaches to both sides, as a share of the picture


class CurveBench(Widget):
    """A curve above, its slope below: the tangent's slope is the height of the lower curve.

    The student moves x, on either curve, and the gradient g that arrives from above. They see the
    tangent, the slope as a height, what x hears (slope times g), and hatched where the curve is so
    flat that x hears almost nothing. With a class of their own, its rule answers at a row of
    places: dots over the nudged truth, and a cross where one differs.

    Misconceptions: the slope of tanh is 1 - t (the square is missing; at 0 it looks right); exp
    and sigmoid are as steep as their input says (it is their output); relu's gate looks at the sign
    of the gradient (it is that of x); the slope alone is the gradient (at g = 1 it looks right).

    Parameters
    ----------
    name : str
        The curve: ``neg exp log sqrt sin cos tanh sigmoid relu leaky_relu softplus abs``.
    x : float
        Where to look.
    upstream : float
        The gradient that arrives from above, ``out.grad``.
    engine : type, optional
        A class like ``Value``, whose method `name` is asked. Without it, and for the kit's own
        class, the page computes by the reference rules.
    after : Prediction, optional
        While it is not committed, the slopes stay hidden, and so do the heights of the curve.
    predict : str or Asked, optional
        A question that the widget asks first, such as ``"04.tanh_half"``; instead of `after`.

    Attributes
    ----------
    slope : float
        The nudged slope at x; nan at a corner and where the curve has no value.

    Raises
    ------
    MicrokitError
        When there is no such curve, or a number is out of reach.

    Examples
    --------
    >>> bench = CurveBench("tanh", x=0.5, upstream=-3.0)
    >>> print(bench.outline())
    tanh(0.5) = 0.4621
    slope 0.7864, upstream -3: x hears -2.359
    flat from -4 to -2.18 and from 2.18 to 4
    """

    _esm = compose(HERE / "curve_bench.js")
    _asks = ("x", "upstream")

    name = t.Unicode(read_only=True, help="The curve: an operation of one number.").tag(sync=True)
    ends = t.List(t.Float(), read_only=True, help="Ends of x, the curve, its slope.").tag(sync=True)
    flat = t.List(read_only=True, help="Where the curve is all but flat.").tag(sync=True)
    x = t.Float(0.5, help="Where the student looks.").tag(sync=True)
    upstream = t.Float(1.0, help="What arrives from above: out.grad.").tag(sync=True)
    slope = t.Float(math.nan, read_only=True, help="The nudged slope at x.")

    def __init__(
        self,
        name: str = "tanh",
        x: float = 0.5,
        upstream: float = 1.0,
        engine: type | None = None,
        after: Prediction | None = None,
        predict: str | Asked | None = None,
    ) -> None:
        self._curve = Curve(name)
        self._engine = engine if engine is not None and is_own(engine) else None
        self.set_trait("name", name)
        low, high = self._curve.low, self._curve.high
        self.set_trait("ends", [low, high, *self._curve.ranges()])
        self.set_trait("flat", [list(part) for part in self._curve.flat()])
        by = "kernel" if self._engine else "page"
        first = {"x": float(x), "upstream": float(upstream)}
        super().__init__(after=after, predict=predict, by=by, **first)
        self._follow()

    @validates("x", "upstream")
    def _in_reach(self, proposal: Any) -> float:
        trait, value = proposal["trait"].name, proposal["value"]
        low, high = self.ends[:2]
        if trait == "x" and not low <= value <= high:
            raise NumberError(f"x = {value} is not in the picture, from {low:g} to {high:g}.")
        if not abs(value) <= LARGEST:
            raise NumberError(
                f"The upstream gradient cannot be {value}: give a number between -{LARGEST:g} and "
                f"{LARGEST:g}."
            )
        return value

    @t.observe("x")
    def _follow(self, change: Any = None) -> None:
        slope = self._curve.slope(self.x)
        self.set_trait("slope", math.nan if slope is None else slope)

    def outline(self) -> str:
        """Say in words what the bench shows."""
        head = f"{self.name}({number_text(self.x)})"
        if self.locked:
            return f"{head}\n{self.locked}"
        head += f" = {number_text(self._curve(self.x))}"
        lines = [head, self._heard(), self._flat_words()]
        if self._engine:
            found = self._present()
            lines.append(found.get("error") or found["told"])
        return "\n".join(filter(None, lines))

    def picture(self) -> str:
        """Draw the curve and its slope, below one another."""
        low, high, *ranges = self.ends
        bottom, top, least, most = ranges
        curve = self._curve
        here, slope = (self.x, curve(self.x)), curve.slope(self.x)
        above = self._chart((bottom, top), f"{self.name}(x)")
        above.line(curve.points(), "a", self.name, at="start")
        charts = [above]
        if not self.locked:
            reach = SHORT * (high - low)
            above.line(through(here, slope, self.x - reach, self.x + reach), "b", "tangent")
            least, most = self._room(least, most)
            below = self._chart((least, most), "slope")
            below.line(curve.slopes(), "b", "slope", at="start")
            if self.upstream != 1:
                heard = [(x, y * self.upstream) for x, y in curve.slopes()]
                below.line(heard, "d", "slope times g", at="middle")
            self._dots(below, least, most)
            if slope is not None and math.isfinite(slope):
                below.line([(self.x, 0.0), (self.x, slope)], "ink")
                below.dots([(self.x, slope)], "ink")
            charts.append(below)
        above.dots([here], "ink")
        words = self.outline().replace("\n", "; ")
        titles = (f"{self.name}, and its tangent at x", f"The slope of {self.name}")
        drawn = "".join(
            chart.to_svg(title, words if not i else "")
            for i, (chart, title) in enumerate(zip(charts, titles, strict=False))
        )
        told = escape(words)
        return f"<figure style='margin:0'>{drawn}<figcaption>{told}</figcaption></figure>"

    def _chart(self, y: tuple[float, float], label: str) -> Chart:
        low, high = self.ends[:2]
        chart = Chart(
            x=(low, high, "x"), y=(*y, label), height=200, margin=MARGIN, heights=not self.locked
        )
        if not self.locked:
            chart.line(hatching(self.flat, (low, high), y), "quiet", "flat" if self.flat else "")
        return chart

    def _dots(self, chart: Chart, least: float, most: float) -> None:
        """Mark what the student's rule says; one beyond the picture stands at its edge."""
        if not self._engine:
            return
        row = self._present().get("row", [])
        edge = (most - least) / 30  # a dot far outside stands at the edge, whole
        for wrong, shape in ((False, "circle"), (True, "cross")):
            spots = [
                (x, min(most - edge, max(least + edge, float(heard))))
                for x, heard, agrees in row
                if heard is not None and agrees != wrong
            ]
            if spots:
                chart.dots(spots, "ink", "differs" if wrong else "yours", shape, 4)

    def _room(self, least: float, most: float) -> tuple[float, float]:
        """Return the ends of the lower picture, with room for slope times g; as in the page."""
        g = self.upstream
        scale = math.copysign(2.0 ** math.ceil(math.log2(max(1.0, abs(g)))), g)
        ends = (least, most, least * scale, most * scale)
        return min(ends), max(ends)

    def _heard(self) -> str:
        """Say what x hears."""
        x, slope = number_text(self.x), self._curve.slope(self.x)
        if slope is None:
            left, right = map(number_text, self._curve.sides(self.x))
            return f"at x = {x} is a corner: slope {left} to the left, {right} to the right"
        if not math.isfinite(slope):
            return f"{self.name} has no slope at x = {x}"
        g, heard = number_text(self.upstream), number_text(slope * self.upstream)
        return f"slope {number_text(slope)}, upstream {g}: x hears {heard}"

    def _flat_words(self) -> str:
        parts = [f"from {number_text(a)} to {number_text(b)}" for a, b in self.flat]
        return f"flat {' and '.join(parts)}" if parts else ""

    def _run(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Ask the student's rule at a row of places, and at x."""
        x, g = float(question["x"]), float(question["upstream"])
        spots = [self._spot(place, g) for place in self._curve.row()]
        steep = self._curve.slope(x)
        # Where there is no slope, a rule need not have an answer.
        asked = steep is None or math.isfinite(steep)
        at = self._spot(x, g) if asked else Spot(x, g, x, None, x, None)
        return {
            "row": [[spot.x, plain(spot.heard), spot.agrees] for spot in spots],
            "mine": plain(at.heard),
            "told": told_of(self.name, spots, at),
        }

    def _spot(self, x: float, g: float) -> Spot:
        assert self._engine is not None
        out, heard = ask_rule(self._engine, self.name, x, g)
        return Spot(x, g, out, heard, self._curve(x), self._curve.slope(x))
