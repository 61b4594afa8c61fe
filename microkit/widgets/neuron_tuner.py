"""NeuronTuner: draw a line between two classes of points, with three sliders. For lesson 05."""

from __future__ import annotations

import math
from html import escape
from typing import Any

import traitlets as t

from microkit.checks.predictions import Asked
from microkit.errors import NumberError
from microkit.graph.numbers import number_text
from microkit.widgets.base import HERE, Prediction, Widget
from microkit.widgets.chart import Chart
from microkit.widgets.compose import compose
from microkit.widgets.refusing import validates
from microkit.widgets.two_classes import fewest_mistakes, read_points, wrong_ones

ROWS = 6  # of the raster that colors the two sides
TOLD = 5  # how many wrong points the outline names
LARGEST = 1e6
INNER = (502.0, 252.0)  # px between the axes of the still picture
AIR = 0.14  # around the points


class NeuronTuner(Widget):
    """One neuron as a line: two weights turn it, the bias moves it.

    The student moves w1, w2 and b by sliders, or drags the line and turns its arrow. They see the
    line ``w1*x + w2*y + b = 0``, the arrow (w1, w2) that stands on it and points to the side where
    the neuron says +1, each point on the wrong side in a ring, and the count of mistakes.

    Misconceptions: the bias is not needed (with b = 0 every line passes through (0, 0): try); a
    neuron can bend (on two moons that reach into each other it never comes to 0 mistakes).

    Parameters
    ----------
    points : sequence of (float, float), optional
        Up to 100 points; without them two moons that one line can part.
    labels : sequence of float, optional
        Two different numbers, one for each point; the larger is the class +1.
    w1, w2, b : float
        The weights and the bias.
    after : Prediction, optional
        While it is not committed, line and mistakes stay hidden.
    predict : str or Asked, optional
        A question that the widget asks first; instead of `after`.

    Attributes
    ----------
    mistakes : int
        How many points lie on the wrong side. It can be observed, and follows w1, w2 and b.

    Raises
    ------
    MicrokitError
        When points and labels do not belong together, or a number is nan or infinite.

    Examples
    --------
    >>> tuner = NeuronTuner([(0, 2), (1, 3), (2, 0), (3, 1)], [-1, -1, 1, 1], w1=0.0, w2=1.0)
    >>> tuner.mistakes
    3
    >>> tuner.w1, tuner.w2 = 1.0, -1.0
    >>> print(tuner.outline())
    The line 1*x - 1*y + 0 = 0: 0 mistakes in 4 points
    +1 (circles): 0 of 2 wrong
    -1 (squares): 0 of 2 wrong
    """

    _esm = compose(HERE / "neuron_tuner.js")

    points = t.List(read_only=True, help="The points, as pairs of numbers.").tag(sync=True)
    labels = t.List(t.Int(), read_only=True, help="The class of each point: -1 or 1.").tag(
        sync=True
    )
    fewest = t.Int(0, read_only=True, help="The fewest mistakes of lines in 720 directions.").tag(
        sync=True
    )
    w1 = t.Float(1.0, help="The weight of x.").tag(sync=True)
    w2 = t.Float(-1.0, help="The weight of y.").tag(sync=True)
    b = t.Float(0.0, help="The bias.").tag(sync=True)
    mistakes = t.Int(0, read_only=True, help="How many points lie on the wrong side.")

    def __init__(
        self,
        points: Any = None,
        labels: Any = None,
        w1: float = 1.0,
        w2: float = -1.0,
        b: float = 0.0,
        after: Prediction | None = None,
        predict: str | Asked | None = None,
    ) -> None:
        found, classes = read_points(points, labels)
        self.set_trait("points", found)
        self.set_trait("labels", classes)
        self.set_trait("fewest", fewest_mistakes(found, classes))
        first = {"w1": float(w1), "w2": float(w2), "b": float(b)}
        super().__init__(after=after, predict=predict, **first)
        self._count()

    @validates("w1", "w2", "b")
    def _finite(self, proposal: Any) -> float:
        value = proposal["value"]
        if not abs(value) <= LARGEST:
            raise NumberError(
                f"The tuner's {proposal['trait'].name} cannot be {value}: give a number between "
                f"-{LARGEST:g} and {LARGEST:g}."
            )
        return value

    @t.observe("w1", "w2", "b")
    def _count(self, change: Any = None) -> None:
        self.set_trait("mistakes", len(self._wrong()))

    def outline(self) -> str:
        """Say in words what the tuner shows."""
        count = len(self.points)
        if self.locked:
            return f"{count} points of two classes\n{self.locked}"
        wrong = self._wrong()
        told = f"{len(wrong)} mistake{'' if len(wrong) == 1 else 's'}"
        lines = [f"The line {self._line()} = 0: {told} in {count} points"]
        if not (self.w1 or self.w2):
            lines.append("Both weights are 0: there is no line, the neuron says one thing only.")
        for label, shape in ((1, "circles"), (-1, "squares")):
            missed = sum(self.labels[i] == label for i in wrong)
            lines.append(f"{label:+d} ({shape}): {missed} of {self.labels.count(label)} wrong")
        if wrong:
            places = [f"({', '.join(map(number_text, self.points[i]))})" for i in wrong[:TOLD]]
            more = ", ..." if len(wrong) > TOLD else ""
            lines.append(f"on the wrong side: {', '.join(places)}{more}")
        return "\n".join(lines)

    def picture(self) -> str:
        """Draw the points, the line with its arrow, and frames around the mistakes."""
        across, along = self._ends()
        chart = Chart(x=(*across, "x"), y=(*along, "y"), height=320)
        wrong = self._wrong()
        if not self.locked:
            chart.cells(self._sides(across, along))
            self._arrow(chart, across, along)
            self._words(chart, across, along)
            # A dark square under a point looks like a frame around it.
            chart.dots([self.points[i] for i in wrong], "ink", shape="square", size=7)
        for label, kind in ((1, "a"), (-1, "b")):
            pairs = zip(self.points, self.labels, strict=True)
            chart.dots([point for point, is_ in pairs if is_ == label], kind, size=4)
        words = self.outline().replace("\n", "; ")
        told = self.outline().partition("\n")[0]
        svg = chart.to_svg("Two classes of points, and a line between them", told)
        return f"<figure style='margin:0'>{svg}<figcaption>{escape(words)}</figcaption></figure>"

    def _wrong(self) -> list[int]:
        return wrong_ones(self.points, self.labels, self.w1, self.w2, self.b)

    def _line(self) -> str:
        terms = ((self.w1, "*x"), (self.w2, "*y"), (self.b, ""))
        first, *others = [
            ("-" if w < 0 else "+", f"{number_text(abs(w))}{name}") for w, name in terms
        ]
        head = first[1] if first[0] == "+" else "-" + first[1]
        return " ".join([head, *(f"{sign} {text}" for sign, text in others)])

    def _ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return the ends of the axes: one unit is as long across as it is up."""
        xs, ys = zip(*self.points, strict=True)
        wide, high = INNER
        unit = max((max(xs) - min(xs)) / wide, (max(ys) - min(ys)) / high) * (1 + 2 * AIR)
        unit = unit or 4 / high
        x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
        across, up = unit * wide / 2, unit * high / 2
        return (x - across, x + across), (y - up, y + up)

    def _sides(self, across: tuple[float, float], along: tuple[float, float]) -> list[list[float]]:
        wide, high = across[1] - across[0], along[1] - along[0]
        xs = [across[0] + wide * (i + 0.5) / (2 * ROWS) for i in range(2 * ROWS)]
        ys = [along[0] + high * (i + 0.5) / ROWS for i in range(ROWS)]
        return [[self.w1 * x + self.w2 * y + self.b for x in xs] for y in ys]

    def _arrow(self, chart: Chart, across: tuple[float, float], along: tuple[float, float]) -> None:
        """Draw the line, and the arrow that stands on it in the middle."""
        size = math.hypot(self.w1, self.w2)
        if not size:
            return
        n, m = self.w1 / size, self.w2 / size
        x, y = sum(across) / 2, sum(along) / 2
        away = (self.w1 * x + self.w2 * y + self.b) / size
        foot = (x - away * n, y - away * m)
        long, far = (along[1] - along[0]) * 0.22, 2 * (across[1] - across[0])
        ends = [(foot[0] + s * m * far, foot[1] - s * n * far) for s in (-1, 1)]
        chart.line(ends, "ink")
        tip = (foot[0] + long * n, foot[1] + long * m)
        barbs = [
            (tip[0] - 0.25 * long * (n + s * m), tip[1] - 0.25 * long * (m - s * n))
            for s in (-0.6, 0.6)
        ]
        chart.line([foot, tip, barbs[0], (math.nan, math.nan), tip, barbs[1]], "ink")

    def _words(self, chart: Chart, across: tuple[float, float], along: tuple[float, float]) -> None:
        """Write what each side says into its furthest corner."""
        wide, high = across[1] - across[0], along[1] - along[0]
        corners = [
            (self.w1 * x + self.w2 * y + self.b, x, y, anchor)
            for x, anchor in ((across[0] + 0.02 * wide, "start"), (across[1] - 0.02 * wide, "end"))
            for y in (along[0] + 0.05 * high, along[1] - 0.08 * high)
        ]
        for sign, kind in ((1, "a"), (-1, "b")):
            said, x, y, anchor = max(corners, key=lambda corner: sign * corner[0])
            if said * sign > 0:
                chart.text(x, y, f"says {sign:+d}", kind, anchor)
