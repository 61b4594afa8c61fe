"""SlopeExplorer: a curve, a point on it, and a second one h further. Lesson 00 works with it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from html import escape
from numbers import Real
from typing import Any

import traitlets as t

from microkit.checks.predictions import Asked
from microkit.engine import Value
from microkit.errors import MicrokitError, NumberError
from microkit.graph.labels import clean, shorten
from microkit.graph.numbers import number_text
from microkit.widgets.base import HERE, SPACED, Prediction, Widget, plain
from microkit.widgets.chart import Chart
from microkit.widgets.compose import compose
from microkit.widgets.formula import CURVES, formula, replayed
from microkit.widgets.refusing import validates
from microkit.widgets.slopes import Slopes, range_of, sides_of, through

SAMPLES = 160
ZOOMED = 3.0  # how many h a zoomed picture shows on both sides


class SlopeExplorer(Widget):
    """A curve, a point on it, and a second one h further: the secant becomes the tangent.

    The student moves the point x (by handle or slider) and the distance h, from 1 down to 1e-16.
    They see the secant turn into the tangent, rise over run in numbers, and the forward and the
    central difference beside the true slope. Zoomed in, they see at tiny h the steps of floats.

    Misconceptions: the forward difference is as good as the central one (its error shrinks like h,
    the other like h**2); the smaller h, the better (at 1e-15 rounding is all that is left); the
    central difference divides by h (its run is 2h).

    Parameters
    ----------
    f : str or callable
        A formula such as ``"x**3 - 2*x"``, or a curve's name: ``square cubic parabola root sin cos
        exp log tanh sigmoid softplus relu leaky_relu abs``, which the page replays. Or a Python
        function, the student's own for example: then the kernel computes, and the page says so.
    x : float
        Where to look.
    h : float
        How far away the second point is, above 0.
    low, high : float
        The ends of the picture.
    zoom : bool
        Show the neighborhood of x, a few h wide.
    after : Prediction, optional
        While it is not committed, the slopes stay hidden.
    predict : str or Asked, optional
        A question that the widget asks first, such as ``"00.slope"``; instead of `after`.

    Attributes
    ----------
    slope, central : float
        The slope of the secant (the forward difference), and the central difference. They can be
        observed, and follow `x` and `h`.

    Raises
    ------
    MicrokitError
        When there is no such curve, or a number is out of reach.

    Examples
    --------
    >>> view = SlopeExplorer("x**2", x=1.0, h=0.5)
    >>> view.slope, view.central
    (2.5, 2.0)
    >>> print(view.outline())
    f(x) = x**2, at x = 1, h = 0.5
    forward: rise 1.25 over run 0.5, slope 2.5, off by 0.5
    central: rise 2 over run 1, slope 2, off by 0
    true slope: 2
    """

    _esm = compose(HERE / "slope_explorer.js")
    _asks = ("x", "h", "zoom")

    name = t.Unicode(read_only=True, help="The formula, or the function's name.").tag(sync=True)
    trace = t.Dict(read_only=True, help="The formula as a graph; empty in kernel mode.").tag(
        sync=True
    )
    curve = t.List(read_only=True, help="Points of the curve, in kernel mode.").tag(sync=True)
    ends = t.List(t.Float(), read_only=True, help="The ends of the picture.").tag(sync=True)
    x = t.Float(1.0, help="Where the slope is asked for.").tag(sync=True)
    h = t.Float(0.5, help="How far away the second point is.").tag(sync=True)
    zoom = t.Bool(False, help="Whether the picture is a few h wide.").tag(sync=True)
    slope = t.Float(math.nan, read_only=True, help="The slope of the secant, forward.")
    central = t.Float(math.nan, read_only=True, help="The slope between x - h and x + h.")

    def __init__(
        self,
        f: str | Callable[[float], Any] = "cubic",
        x: float = 1.0,
        h: float = 0.5,
        *,
        low: float = -2.0,
        high: float = 2.0,
        zoom: bool = False,
        after: Prediction | None = None,
        predict: str | Asked | None = None,
    ) -> None:
        if not (math.isfinite(high - low) and low < high):
            raise MicrokitError(f"The picture cannot go from {low} to {high}.")
        own = not isinstance(f, str)
        if own and not callable(f):
            raise MicrokitError(
                f"The curve is a formula, a name or a function, and not {type(f).__name__}."
            )
        self._own = own
        self._f: Callable[[Any], Any] = formula(f) if isinstance(f, str) else f
        self._graph = replayed(self._f) if not own else None
        self.set_trait("name", _name_of(f))
        self.set_trait("ends", [float(low), float(high), -1.0, 1.0])
        first = {"x": float(x), "h": float(h), "zoom": zoom}
        by = "kernel" if own else "page"
        super().__init__(after=after, predict=predict, by=by, **first)
        if self._graph:
            graph, leaf = self._graph
            self.set_trait("trace", {**graph.to_dict(), "leaf": leaf})
        sampled = self._ask({"curve": True})
        points = sampled.get("curve", [])
        self.set_trait("ends", [float(low), float(high), *range_of([y for _, y in points])])
        if own:
            self.set_trait("curve", [[x, plain(y)] for x, y in points])

    @validates("x", "h")
    def _in_reach(self, proposal: Any) -> float:
        name, value = proposal["trait"].name, proposal["value"]
        low, high = self.ends[:2]
        if name == "h" and not 0 < value <= high - low:
            raise NumberError(
                f"h is the distance of the second point: more than 0, at most {high - low:g}, "
                f"and not {value}."
            )
        if name == "x" and not low <= value <= high:
            raise NumberError(f"x = {value} is not in the picture, from {low:g} to {high:g}.")
        return value

    def _derive(self) -> None:
        found = self._found()
        self.set_trait("slope", found.forward)
        self.set_trait("central", found.central)

    def outline(self) -> str:
        """Say in words what the explorer shows."""
        head = f"{self.name}, at x = {number_text(self.x)}, h = {number_text(self.h)}"
        if self.locked:
            return f"{head}\n{self.locked}"
        found = self._found()
        if found.error:
            return f"{head}\n{found.error}"
        lines = [
            f"{name}: rise {number_text(rise)} over run {number_text(run)}, "
            f"slope {number_text(slope)}, off by {number_text(off)}"
            for name, rise, run, slope, off in found.rows()
        ]
        why = f" ({found.why})" if found.why else ""
        return "\n".join([head, *lines, f"true slope: {number_text(found.truth)}{why}"])

    def picture(self) -> str:
        """Draw the curve, the secant and the tangent, and the numbers in a table."""
        low, high, bottom, top = self.ends
        chart = Chart(x=(low, high, "x"), y=(bottom, top, "f(x)"))
        curve = self.curve if self._own else self._ask({"curve": True}).get("curve", [])
        chart.line(curve, "a", "f", at="start")
        found = self._found()
        here = (self.x, found.here)
        rows = ""
        if not self.locked and not found.error:
            chart.line(through(here, found.forward, low, high), "b", "secant")
            chart.line(through(here, found.truth, low, high), "c", "tangent")
            chart.dots([(self.x + self.h, found.ahead)], "b")
            rows = "".join(
                f"<tr><th scope='row'>{row[0]}</th>"
                + "".join(f"<td>{number_text(number)}</td>" for number in row[1:])
                + "</tr>"
                for row in found.rows()
            )
            head = "".join(f"<th scope='col'>{w}</th>" for w in ("rise", "run", "slope", "off by"))
            truth = number_text(found.truth)
            rows = (
                f'<table style="{SPACED}"><thead><tr><td></td>{head}</tr></thead>'
                f"<tbody>{rows}</tbody></table>"
                f"<p>true slope: {truth}</p>"
            )
        chart.dots([here], "ink")
        note = escape(self.locked or found.error)
        svg = chart.to_svg(self.name, self.outline().replace("\n", "; "))
        caption = f"<figcaption>{note}</figcaption>" if note else ""
        return f"<figure style='margin:0'>{svg}{rows}{caption}</figure>"

    def _found(self) -> Slopes:
        """Measure at the present x and h."""
        answer = self._present()
        if "error" in answer:
            return Slopes(self.x, self.h, error=answer["error"])
        here, ahead, behind = (float(answer[key]) for key in ("here", "ahead", "behind"))
        truth = None if answer["truth"] is None else float(answer["truth"])
        return Slopes(self.x, self.h, here, ahead, behind, truth, answer["why"])

    def _run(self, question: Mapping[str, Any]) -> dict[str, Any]:
        if question.get("curve"):
            low, high = self.ends[:2]
            xs = [low + (high - low) * i / SAMPLES for i in range(SAMPLES + 1)]
            return {"curve": [[x, self._value(x)] for x in xs]}
        x, h = float(question["x"]), float(question["h"])
        here = self._value(x)
        truth, why = self._truth(x, here)
        answer = {
            "here": plain(here),
            "ahead": plain(self._value(x + h)),
            "behind": plain(self._value(x - h)),
            "truth": plain(truth),
            "why": why,
        }
        if question.get("zoom") and self._own:
            places = [ZOOMED * (i / SAMPLES * 2 - 1) for i in range(SAMPLES + 1)]
            answer["near"] = [[u, plain(self._value(x + u * h) - here)] for u in places]
        return answer

    def _value(self, x: float) -> float:
        """Compute the curve; nan where it has no value."""
        try:
            found = self._f(x if self._own else Value(x))
        except (ArithmeticError, ValueError):
            return math.nan
        number = getattr(found, "data", found)
        if isinstance(number, Real):
            return float(number)
        raise MicrokitError(
            f"f({number_text(x)}) gave {shorten(clean(repr(found)), 60)}, a "
            f"{type(found).__name__}, where a number belongs. Is a `return` missing?"
        )

    def _truth(self, x: float, here: float) -> tuple[float | None, str]:
        """Find the slope by the rules of the operations; None, and why, where there is none."""
        if not math.isfinite(here):
            return None, "the curve has no value here"
        left, right, _, kink = sides_of(self._value, x, 1e-6 * max(1.0, abs(x)))
        if kink:
            sides = f"{number_text(left)} to the left, {number_text(right)} to the right"
            return None, f"a kink: {sides}"
        leaf = Value(x)
        try:
            out = self._f(leaf)
            out.backward()
        except Exception:  # a function need not take a Value
            return None, "your function gives a number and no rule"
        return float(leaf.grad), ""


def _name_of(f: Any) -> str:
    if isinstance(f, str):
        return f"f(x) = {shorten(clean(CURVES.get(f, f)), 80)}"
    name = getattr(f, "__name__", "")
    return f"{shorten(clean(name), 60)}(x)" if name.isidentifier() else "your function of x"
