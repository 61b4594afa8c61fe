"""AttentionView: which letters each place of a name looks at. Lesson 11 looks through it."""

from __future__ import annotations

import math
from html import escape
from typing import Any

import traitlets as t

from microkit.checks.predictions import Asked
from microkit.errors import NumberError, ShapeError
from microkit.graph.labels import clean, shorten
from microkit.graph.numbers import number_text
from microkit.widgets.base import HERE, SPACED, Prediction, Widget
from microkit.widgets.compose import compose
from microkit.widgets.digit_pad import softmax
from microkit.widgets.refusing import validates

MOST_TOKENS, MOST_HEADS = 16, 8
COLDEST, HOTTEST = 0.1, 5.0
Rows = list[list[float | None]]


class AttentionView(Widget):
    """The letters of a name, and how much each place takes from itself and from those before it.

    The student moves the place that looks, picks a head, and turns the temperature where logits
    are given. They see whom the place looks at, as arcs with numbers, as a row of the triangle of
    weights and as a sentence; hatched is what it cannot see, since it comes later.

    Misconceptions: a place sees the whole name (it cannot look ahead); a high weight means a
    likely next letter (weights only say from where a place takes); a row may add up to anything
    (softmax makes it 1).

    Parameters
    ----------
    tokens : str or list of str
        Up to 16 letters or other tokens.
    weights : array (tokens, tokens) or (heads, tokens, tokens), optional
        What the student's own attention computed: row i says how much place i takes from each.
        Rows that do not add up to 1, or that look ahead, are told in words.
    logits : array of the same shapes, optional
        Instead of `weights`: what stands before the softmax, with anything where a place would
        look ahead. Then the page computes the rows, at any temperature.
    head, position : int
        Which head is shown, and the place that looks; at first the last one.
    temperature : float
        By what logits are divided, 0.1 to 5.
    after : Prediction, optional
        While it is not committed, the weights stay hidden.
    predict : str or Asked, optional
        A question that the widget asks first, such as ``"11.cold"``; instead of `after`.

    Attributes
    ----------
    looks : list of float
        The row of weights at `position`, of this head. It can be observed.

    Raises
    ------
    MicrokitError
        When the shapes do not belong together, or a number is out of reach.

    Examples
    --------
    >>> view = AttentionView("ab", [[1, 0], [0.75, 0.25]])
    >>> view.looks
    [0.75, 0.25]
    >>> print(view.outline())
    head 0, weights in percent
    0 a: 100 .
    1 b: 75 25
    Place 1, "b", takes 75 % from place 0, "a", and 25 % from itself.
    """

    _esm = compose(HERE / "attention_view.js")

    tokens = t.List(t.Unicode(), read_only=True, help="The letters.").tag(sync=True)
    weights = t.List(read_only=True, help="Weights: heads, rows, columns; empty with logits.").tag(
        sync=True
    )
    logits = t.List(read_only=True, help="What stands before the softmax; else empty.").tag(
        sync=True
    )
    troubles = t.List(read_only=True, help="What is wrong with each head's weights.").tag(sync=True)
    head = t.Int(0, help="Which head is shown.").tag(sync=True)
    position = t.Int(0, help="The place that looks.").tag(sync=True)
    temperature = t.Float(1.0, help="By what the logits are divided.").tag(sync=True)
    looks = t.List(read_only=True, help="The row of weights at the position.")

    def __init__(
        self,
        tokens: Any,
        weights: Any = None,
        *,
        logits: Any = None,
        head: int = 0,
        position: int | None = None,
        temperature: float = 1.0,
        after: Prediction | None = None,
        predict: str | Asked | None = None,
    ) -> None:
        names = [clean(str(token)) for token in tokens] if hasattr(tokens, "__iter__") else []
        if not 1 <= len(names) <= MOST_TOKENS:
            raise ShapeError(f"Give 1 to {MOST_TOKENS} tokens, such as the letters of a name.")
        if (weights is None) == (logits is None):
            raise ShapeError("Give weights or logits: one of the two, and not both.")
        heads = _heads_of(weights if logits is None else logits, len(names))
        self.set_trait("tokens", names)
        if logits is None:
            self.set_trait("weights", heads)
            self.set_trait("troubles", [_trouble(rows) for rows in heads])
        else:
            self.set_trait("logits", heads)
            self.set_trait("troubles", [_trouble_before(rows) for rows in heads])
        place = len(names) - 1 if position is None else position
        first = {"head": head, "position": place, "temperature": float(temperature)}
        super().__init__(after=after, predict=predict, **first)
        self._follow()

    @validates("head", "position", "temperature")
    def _in_reach(self, proposal: Any) -> float:
        name, value = proposal["trait"].name, proposal["value"]
        count = len(self.weights or self.logits) if name == "head" else len(self.tokens)
        low, high = (COLDEST, HOTTEST) if name == "temperature" else (0, count - 1)
        if not low <= value <= high:
            raise NumberError(f"{name} is {value}, and here it goes from {low} to {high}.")
        return value

    @t.observe("head", "position", "temperature")
    def _follow(self, change: Any = None) -> None:
        self.set_trait("looks", self._rows()[self.position])

    def _rows(self) -> Rows:
        """Return the weights of this head, computed where logits are given."""
        if self.weights:
            return self.weights[self.head]
        rows = self.logits[self.head]
        size = len(rows)
        if self.troubles[self.head]:
            return [[None] * size for _ in rows]
        return [
            [*softmax([z / self.temperature for z in row[: i + 1]]), *[0.0] * (size - i - 1)]
            for i, row in enumerate(rows)
        ]

    def _sentence(self) -> str:
        """Say whom the place looks at."""
        if trouble := self.troubles[self.head]:
            return trouble
        here = self.position
        order = sorted(range(here + 1), key=lambda j: -(self.looks[j] or 0))
        parts = [
            f"{_percent(self.looks[j])} % from "
            + ("itself" if j == here else f"place {j}, {self._named(j)}")
            for j in order[:3]
        ]
        told = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"
        return f"Place {here}, {self._named(here)}, takes {told}."

    def _named(self, place: int) -> str:
        return f'"{shorten(self.tokens[place], 12)}"'

    def outline(self) -> str:
        """Say in words how much each place takes from which."""
        if self.locked:
            return f"{len(self.tokens)} tokens\n{self.locked}"
        warm = f" at temperature {number_text(self.temperature)}" if self.logits else ""
        lines = [f"head {self.head}, weights in percent{warm}"]
        for i, row in enumerate(self._rows()):
            cells = [_percent(x) if j <= i or x else "." for j, x in enumerate(row)]
            lines.append(f"{i} {shorten(self.tokens[i], 12)}: {' '.join(cells)}")
        return "\n".join([*lines, self._sentence()])

    def picture(self) -> str:
        """Lay the weights of this head out as a table."""
        if self.locked:
            return f"<table><tbody><tr><td>{escape(self.outline())}</td></tr></tbody></table>"
        names = [escape(shorten(token, 8)) for token in self.tokens]
        head = "".join(f"<th scope='col'>{name}</th>" for name in names)
        body = ""
        for i, row in enumerate(self._rows()):
            cells = [_percent(x) if j <= i or x else "." for j, x in enumerate(row)]
            tds = "".join(f"<td>{cell}</td>" for cell in cells)
            body += f"<tr><th scope='row'>{names[i]}</th>{tds}</tr>"
        style = SPACED.replace("1.5em", "0.7em")
        return (
            f'<table style="{style}"><caption>Head {self.head}: what each row takes, in percent'
            f"</caption><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{escape(self._sentence())}</p>"
        )


def _percent(weight: float | None) -> str:
    """Write a share as a whole percentage; "-" where there is none."""
    return "-" if weight is None else str(math.floor(100 * weight + 0.5))


def _heads_of(array: Any, size: int) -> list[Rows]:
    """Return heads, rows and columns as plain numbers; None for nan and infinities."""
    for step in ("detach", "numpy"):  # a tensor, of the kit or of PyTorch
        array = getattr(array, step)() if hasattr(array, step) else array
    try:
        heads: list[Any] = [list(rows) for rows in array]
        if heads and not hasattr(heads[0][0], "__iter__"):
            heads = [heads]
        found = [[[_finite(number) for number in row] for row in rows] for rows in heads]
    except (TypeError, ValueError, IndexError, OverflowError):
        found = []
    square = all(len(rows) == size and all(len(row) == size for row in rows) for rows in found)
    if not found or not square or len(found) > MOST_HEADS:
        raise ShapeError(
            f"{size} tokens need weights or logits of shape ({size}, {size}), or up to "
            f"{MOST_HEADS} heads of them."
        )
    return found


def _finite(number: Any) -> float | None:
    value = float(number)
    return round(value, 5) if math.isfinite(value) else None


def _trouble(rows: Rows) -> str:
    """Say what is wrong with weights: the first of it."""
    for i, row in enumerate(rows):
        if None in row:
            return f"Row {i} holds nan or inf, and not weights. Was every logit masked?"
        numbers = [number or 0.0 for number in row]
        if min(numbers) < 0:
            return f"Row {i} has a weight below 0: {number_text(min(numbers))}. Is softmax missing?"
        ahead = [j for j, number in enumerate(numbers) if j > i and number > 1e-4]
        if ahead:
            share = _percent(numbers[ahead[0]])
            return (
                f"Row {i} looks ahead: {share} % go to place {ahead[0]}, which comes later. Is the "
                "mask missing, or was it laid on after the softmax?"
            )
        if abs(sum(numbers) - 1) > 2e-3:
            return (
                f"Row {i} adds up to {number_text(sum(numbers))}, and not to 1. Did softmax run "
                "over the rows (axis -1)?"
            )
    return ""


def _trouble_before(rows: Rows) -> str:
    for i, row in enumerate(rows):
        if None in row[: i + 1]:
            return f"Row {i} of the logits holds nan or inf where it may look."
    return ""
