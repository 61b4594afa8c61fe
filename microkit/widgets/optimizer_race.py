"""OptimizerRace: SGD, momentum and Adam walk down one valley. Lesson 07 works with it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import traitlets as t

from microkit import optim
from microkit.checks.predictions import Asked
from microkit.errors import MicrokitError, NumberError
from microkit.graph.labels import clean, shorten
from microkit.graph.numbers import number_text
from microkit.widgets.base import HERE, SPACED, Prediction, Widget
from microkit.widgets.chart import Chart
from microkit.widgets.compose import compose
from microkit.widgets.refusing import validates
from microkit.widgets.valley import (
    LEVELS,
    SHAPES,
    STEPS,
    bottom_of,
    contours,
    names_taken,
    path_of,
)

ENDS = {"x": (-4.2, 4.2), "y": (-2.6, 2.6)}
KIT = {"SGD": "a", "momentum": "b", "Adam": "c"}
NEEDS = {"SGD": set(), "momentum": {"momentum"}, "Adam": {"momentum", "b2"}}
OWN = ("d", "ink")
LIMITS = {"rate": (1e-4, 5.0), "momentum": (0.0, 0.99), "b2": (0.0, 0.9999), "scale": (1e-4, 1e4)}


class OptimizerRace(Widget):
    """A sled, a ball and a careful hiker in one valley: SGD, momentum and Adam, step by step.

    The student moves the rate, the momentum, Adam's b2 and how steep the valley is, and plays,
    steps and scrubs through sixty steps. They see three paths over lines of equal height, and a
    table: where each is, how far its last step went, and how far the minimum still is.

    Misconceptions: Adam's first step depends on the size of the gradient (make the valley a hundred
    times as steep: it is still the rate); momentum is a larger rate (a larger rate makes SGD jump
    across the valley, momentum cancels what goes to and fro and adds up what goes on).

    Parameters
    ----------
    own : mapping of name to optimizer, optional
        The student's own, two at most: ``{"mine": Adam}``. Each is called with the parameters and
        the rate, and with ``momentum``, ``b1`` and ``b2`` if it takes such names. The kernel then
        computes its path, and the page says so.
    racers : sequence of str
        Who of the kit's takes part: ``"SGD"``, ``"momentum"``, ``"Adam"``, or fewer. A slider that
        would move nobody is left out.
    surface : str
        ``"bowl"``, which is stretched, or ``"valley"``, which is curved.
    rate, momentum, b2, scale : float
        First values of the sliders; the momentum is Adam's b1, too.
    step : int
        The step that shows, from 0 to 60.
    after : Prediction, optional
        While it is not committed, the paths stay hidden.
    predict : str or Asked, optional
        A question that the widget asks first, such as ``"07.large"``; instead of `after`.

    Attributes
    ----------
    distances : dict
        How far each is from the minimum at the present step. It can be observed.

    Raises
    ------
    MicrokitError
        When there is no such surface or racer, or a number is out of reach.

    Examples
    --------
    >>> race = OptimizerRace(rate=0.1, step=1)
    >>> print(race.outline())
    bowl, rate 0.1, momentum 0.9, b2 0.999, steepness 1: step 1 of 60
    SGD: at (-3.43, 0.9), last step 0.6041, 3.546 from the minimum
    momentum: at (-3.43, 0.9), last step 0.6041, 3.546 from the minimum
    Adam: at (-3.4, 1.4), last step 0.1414, 3.677 from the minimum
    """

    _esm = compose(HERE / "optimizer_race.js")
    _asks = tuple(LIMITS)

    surface = t.Unicode("bowl", read_only=True, help="The valley's name.").tag(sync=True)
    shape = t.Dict(read_only=True, help="The numbers in the valley's formula.").tag(sync=True)
    levels = t.List([*LEVELS], read_only=True, help="Heights that have a line.").tag(sync=True)
    own = t.List(t.Unicode(), read_only=True, help="Names of the student's own.").tag(sync=True)
    racers = t.List(t.Unicode(), read_only=True, help="Who of the kit's takes part.").tag(sync=True)
    knobs = t.List(t.Unicode(), read_only=True, help="Sliders that move somebody.").tag(sync=True)
    rate = t.Float(0.1, help="The learning rate of all.").tag(sync=True)
    momentum = t.Float(0.9, help="The share of velocity that is kept; Adam's b1.").tag(sync=True)
    b2 = t.Float(0.999, help="The share of Adam's mean square that is kept.").tag(sync=True)
    scale = t.Float(1.0, help="How many times as steep the valley is.").tag(sync=True)
    step = t.Int(0, help="The step that shows, from 0 to 60.").tag(sync=True)
    distances = t.Dict(read_only=True, help="How far each is from the minimum.")

    def __init__(
        self,
        own: Mapping[str, Callable[..., Any]] | None = None,
        surface: str = "bowl",
        *,
        racers: Sequence[str] = tuple(KIT),
        rate: float = 0.1,
        momentum: float = 0.9,
        b2: float = 0.999,
        scale: float = 1.0,
        step: int = 0,
        after: Prediction | None = None,
        predict: str | Asked | None = None,
    ) -> None:
        if surface not in SHAPES:
            raise MicrokitError(f"There is no surface {surface!r}. Choose from {[*SHAPES]}.")
        if isinstance(racers, str) or not racers or not set(racers) <= set(KIT):
            raise MicrokitError(f"The racers are {racers!r}. Choose some of {[*KIT]}, in a list.")
        self._own = _checked(own or {})
        self._known: tuple[dict[str, float], dict[str, Any]] = ({}, {})  # numbers, the kit's paths
        self.set_trait("racers", [name for name in KIT if name in racers])
        needed = {"rate", "scale"}.union(
            *(NEEDS[name] for name in self.racers), *map(names_taken, self._own.values())
        )
        if "b1" in needed:  # the slider of the momentum moves it
            needed.add("momentum")
        self.set_trait("knobs", [name for name in LIMITS if name in needed])
        self.set_trait("surface", surface)
        self.set_trait("shape", SHAPES[surface])
        self.set_trait("own", list(self._own))
        first = {"rate": rate, "momentum": momentum, "b2": b2, "scale": scale}
        by = "kernel" if self._own else "page"
        super().__init__(after=after, predict=predict, by=by, step=step, **first)

    @validates("rate", "momentum", "b2", "scale", "step")
    def _in_reach(self, proposal: Any) -> float:
        name, value = proposal["trait"].name, proposal["value"]
        low, high = LIMITS.get(name, (0, STEPS))
        if low <= value <= high:
            return value
        raise NumberError(f"{name} = {value} is out of reach: from {low:g} to {high:g}.")

    @t.observe("step")
    def _walk_on(self, change: Any) -> None:
        self._derive()

    def _derive(self) -> None:
        rows, _ = self._rows()
        self.set_trait("distances", {name: distance for name, *_, distance in rows})

    def outline(self) -> str:
        """Say in words who is where."""
        numbers = ", ".join(
            f"{'steepness' if name == 'scale' else name} {number_text(number)}"
            for name, number in self._numbers().items()
            if name in self.knobs
        )
        head = f"{self.surface}, {numbers}: step {self.step} of {STEPS}"
        if self.locked:
            return f"{head}\n{self.locked}"
        rows, trouble = self._rows()
        lines = [
            f"{name}: at ({number_text(x)}, {number_text(y)}), last step {number_text(last)}, "
            f"{number_text(distance)} from the minimum"
            for name, x, y, last, distance in rows
        ]
        return "\n".join([head, *lines, trouble] if trouble else [head, *lines])

    def picture(self) -> str:
        """Draw the valley, the paths up to the present step, and the places in a table."""
        chart = Chart(x=(*ENDS["x"], "x"), y=(*ENDS["y"], "y"), height=300)
        chart.line(contours(SHAPES[self.surface], LEVELS[1::2]), "quiet")
        chart.dots([bottom_of(SHAPES[self.surface])], "ink", "minimum", shape="cross")
        table = ""
        if not self.locked:
            paths, _ = self._paths()
            kinds = [*map(KIT.get, self.racers), *OWN]
            for (name, path), kind in zip(paths.items(), kinds, strict=False):
                chart.line(path[: self.step + 1], kind)
                chart.dots([path[self.step]], kind, name, size=5)
            head = "".join(f"<th scope='col'>{w}</th>" for w in ("x", "y", "last step", "distance"))
            body = "".join(
                f"<tr><th scope='row'>{escape(name)}</th>"
                + "".join(f"<td>{number_text(number)}</td>" for number in numbers)
                + "</tr>"
                for name, *numbers in self._rows()[0]
            )
            table = f'<table style="{SPACED}"><tr><td></td>{head}</tr>{body}</table>'
        svg = chart.to_svg(f"A race in the {self.surface}")
        note = escape(self.locked or self._paths()[1])
        return f"<figure style='margin:0'>{svg}{table}<figcaption>{note}</figcaption></figure>"

    def _numbers(self) -> dict[str, float]:
        return {name: getattr(self, name) for name in LIMITS}

    def _rows(self) -> tuple[list[tuple[str, float, float, float, float]], str]:
        """Return name, place, last step and distance of each, and what is wrong."""
        paths, trouble = self._paths()
        bottom, rows = bottom_of(SHAPES[self.surface]), []
        for name, path in paths.items():
            here, before = path[self.step], path[max(0, self.step - 1)]
            rows.append((name, *here, math.dist(here, before), math.dist(here, bottom)))
        return rows, trouble

    def _paths(self) -> tuple[dict[str, list[list[float]]], str]:
        """Return all paths, and the sentence of an error in the student's own."""
        numbers = self._numbers()
        if numbers != self._known[0]:  # they change with the sliders, and not with the step
            self._known = numbers, self._kits(**numbers)
        answer = self._present() if self._own else {}
        return {**self._known[1], **answer.get("paths", {})}, answer.get("error", "")

    def _kits(self, rate: float, momentum: float, b2: float, scale: float) -> dict[str, Any]:
        """Walk with those of the kit who take part."""
        makers = {
            "SGD": (optim.SGD, {}),
            "momentum": (optim.SGD, {"momentum": momentum}),
            "Adam": (optim.Adam, {"b1": momentum, "b2": b2}),
        }
        shape, paths = SHAPES[self.surface], {}
        for name in self.racers:
            make, more = makers[name]
            paths[name] = path_of(make, shape, rate, scale, **more)
        return paths

    def _run(self, question: Mapping[str, Any]) -> dict[str, Any]:
        rate, momentum, b2, scale = (float(question[name]) for name in LIMITS)
        more = {"momentum": momentum, "b1": momentum, "b2": b2}
        shape = SHAPES[self.surface]
        own = {name: path_of(one, shape, rate, scale, **more) for name, one in self._own.items()}
        return {
            "paths": {
                name: [[float(f"{x:.6g}") for x in place] for place in path]
                for name, path in own.items()
            }
        }


def _checked(own: Mapping[str, Any]) -> dict[str, Callable[..., Any]]:
    """Return the student's own optimizers by names that can be shown."""
    if not isinstance(own, Mapping) or not all(map(callable, own.values())):
        raise MicrokitError(
            'Own optimizers come by name, as classes that are not called yet: {"mine": Adam}.'
        )
    named = {shorten(clean(str(name)), 16) or "mine": one for name, one in own.items()}
    if len(own) > len(OWN) or len(named) < len(own) or named.keys() & KIT.keys():
        raise MicrokitError(
            f"Two of your own can join, each by a name of its own, and not {[*own]}; SGD, momentum "
            "and Adam are in the race already."
        )
    return named
