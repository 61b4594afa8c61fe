"""BoundaryPlayer: a network learns, frame by frame. Lessons 00 and 06 work with it."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from html import escape
from time import perf_counter
from typing import Any

import traitlets as t

from microkit.checks.predictions import Asked
from microkit.errors import MicrokitError
from microkit.graph.labels import clean, shorten
from microkit.train.state import State
from microkit.widgets.base import HERE, Prediction, Widget, plain
from microkit.widgets.compose import compose
from microkit.widgets.film import boundary_of, film_words, loss_line_of
from microkit.widgets.frames import (
    SIDE,
    checked,
    ends_of,
    gradient_sizes,
    is_straight,
    number_of,
    packed,
    raster_of,
    scores_of,
    short,
    ups_of,
)
from microkit.widgets.refusing import validates

MOST_FRAMES = 40
MOST_LOSSES = 240  # on the line; more would not be seen
MOST_POINTS = 250  # drawn; all of them are counted
BETWEEN = 0.1  # s, between two pictures while it trains


class BoundaryPlayer(Widget):
    """A network learns: where its decision changes, the loss, and the gradients, frame by frame.

    The student moves through the frames of a training: play, step, scrub; and trains again with
    another rate or another network, while the picture follows, ten times a second at most.
    They see the boundary bend, the loss with the present frame marked, the share of points that
    are right, the rate, and how large the gradients of each layer are.

    Misconceptions: ten times the rate is ten times as fast (it wobbles or explodes); the loss goes
    down at every step (the sentence counts how often it went up); more neurons alone make a curve
    (without a bend the boundary is a straight line, however many layers there are).

    Parameters
    ----------
    points : sequence of (float, float)
        What the network learns from.
    labels : sequence of int
        A positive one is class 1: a circle on blue. The other class: a square on hatched orange.
    threshold : float
        Above it the network says class 1: 0 for scores, 0.5 for probabilities.
    most : int
        How many frames are kept of a longer training, evenly, beside the first and the last.
    after : Prediction, optional
        While it is not committed, what the network learned stays hidden.
    predict : str or Asked, optional
        A question that the widget asks first, such as ``"06.rate"``; instead of `after`.

    Attributes
    ----------
    frame : int
        The frame that shows. It can be set and observed.
    frames : int
        How many there are.
    losses : list of float
        The loss of every epoch.

    Raises
    ------
    MicrokitError
        When the points are none, or a network cannot be asked about them.

    Notes
    -----
    ``train.fit(..., watch=player)`` films by itself. In a loop of your own, call
    ``player.see(model, loss)`` once for each step, when it is done. The network may be of Values,
    of Tensors, or any function of a point; a new one begins a new film.

    Examples
    --------
    >>> import random
    >>> from microkit import data, nn, optim, train
    >>> points, labels = data.moons(20, rng=1)
    >>> model = nn.MLP(2, [8, 1], rng=random.Random(1))
    >>> player = BoundaryPlayer(points, labels)
    >>> optimizer = optim.SGD(model.parameters(), lr=0.5)
    >>> history = train.fit(model, nn.hinge, (points, labels), optimizer=optimizer, watch=player)
    >>> player.frames, player.losses == history.losses
    (11, True)
    >>> player.frame = 3
    >>> print(player.outline().splitlines()[0])
    epoch 3 of 10, rate 0.5: loss 0.4074, 80 % of the points are right
    """

    _esm = compose(HERE / "boundary_player.js")

    points = t.List(read_only=True, help="The points that are drawn: x, y, and 1 or -1.").tag(
        sync=True
    )
    ends = t.List(t.Float(), read_only=True, help="The ends of the picture.").tag(sync=True)
    shots = t.List(read_only=True, help="The frames: what was measured, and the raster.").tag(
        sync=True
    )
    side = t.Int(SIDE, read_only=True, help="Cells along each edge of the raster.").tag(sync=True)
    curve = t.List(read_only=True, help="Epoch and loss, thinned.").tag(sync=True)
    live = t.Bool(False, read_only=True, help="Whether a training runs now.").tag(sync=True)
    ended = t.Unicode("", read_only=True, help="Why training ended early.").tag(sync=True)
    frame = t.Int(0, help="The frame that shows, from 0 on.").tag(sync=True)
    frames = t.Int(0, read_only=True, help="How many frames there are.")
    losses = t.List(read_only=True, help="The loss of every epoch.")

    def __init__(
        self,
        points: Sequence[Sequence[float]],
        labels: Sequence[float],
        *,
        threshold: float = 0.0,
        most: int = MOST_FRAMES,
        after: Prediction | None = None,
        predict: str | Asked | None = None,
    ) -> None:
        if most < 1:
            raise MicrokitError(f"most is {most}. A film has one frame at least.")
        self._places, self._positive = checked(points, labels)
        self._threshold, self._most = threshold, most
        self.set_trait("ends", ends_of(self._places))
        every = -(-len(self._places) // MOST_POINTS)
        drawn = list(zip(self._places, self._positive, strict=True))[::every]
        self.set_trait("points", [[short(x), short(y), p * 2 - 1] for (x, y), p in drawn])
        self._begin(None, 0)
        super().__init__(after=after, predict=predict)

    def see(self, model: Callable[[Any], Any], loss: Any, rate: float | None = None) -> None:
        """Film a step of a loop of your own: call it at the end of the step.

        Parameters
        ----------
        model : callable
            A network of Values or Tensors, or any function of a point that returns a number.
        loss : Value, Tensor or float
            The loss of this step.
        rate : float, optional
            The learning rate, to be shown.
        """
        if model is not self._model:
            self._begin(model, 0)
        try:
            self._losses.append(number_of(loss))
        except (TypeError, ValueError):
            raise MicrokitError(
                f"The loss is {clean(repr(loss))[:60]}, and not one number. Hand in the loss of "
                "this step: player.see(model, loss)."
            ) from None
        self._rate = rate
        if len(self._losses) % self._every == 0:
            self._film()
        else:
            self._behind = True
        self._publish_soon()

    def on_start(self, state: State) -> None:
        """Begin a film: the network before its first step. `train.fit` calls it."""
        self._begin(state.model, state.epochs)
        self._rate = getattr(state.optimizer, "lr", None)
        self._film()
        self._publish(live=True)

    def on_epoch(self, state: State) -> None:
        """Film an epoch. `train.fit` calls it."""
        self._losses.append(state.loss)
        self._rate = getattr(state.optimizer, "lr", None)
        if len(self._losses) % self._every == 0:
            self._film()
            if perf_counter() - self._sent > BETWEEN:
                self._publish(live=True)
        else:
            self._behind = True

    def on_end(self, state: State) -> None:
        """Show the last frame. `train.fit` calls it, also when an error ended the training."""
        early = state.history.ended
        told = f"Training ended in epoch {state.epoch}: {clean(early)}"
        self._ended = shorten(told, 180) if early else ""
        self._publish()

    def outline(self) -> str:
        """Say in words what the present frame shows."""
        self._settle()
        if self.locked:
            return f"{len(self._places)} points in two classes\n{self.locked}"
        return film_words(self._shot(), self._total, self.ended)

    def picture(self) -> str:
        """Draw the present frame, and the loss line below it."""
        self._settle()
        shot = {} if self.locked else self._shot()
        words = self.outline().replace("\n", "; ")
        svg = boundary_of(shot, self.points, self.ends).to_svg("Where the network decides")
        line = "" if self.locked else loss_line_of(shot, self.curve)
        return (
            f"<figure style='margin:0'>{svg}{line}<figcaption>{escape(words)}</figcaption></figure>"
        )

    def _shot(self) -> dict[str, Any]:
        return self.shots[self.frame] if self.shots else {}

    @validates("frame")
    def _in_film(self, proposal: Any) -> int:
        if 0 <= proposal["value"] < max(1, self.frames):
            return proposal["value"]
        raise MicrokitError(
            f"There is no frame {proposal['value']}: the film has {self.frames}, counted from 0."
        )

    def _begin(self, model: Any, epochs: int) -> None:
        """Start a new film, of a training that may know how long it will be."""
        self._model, self._total = model, epochs
        self._shots: list[dict[str, Any]] = []
        self._losses: list[float] = []
        self._rate: float | None = None
        self._every = max(1, math.ceil(epochs / self._most))
        self._behind = self._waiting = False
        self._sent, self._ended = 0.0, ""

    def _film(self) -> None:
        """Keep the network as it is now; of a film that grows too long, keep every second frame."""
        self._behind = False
        epoch = len(self._losses)
        raster = self._scores(raster_of(self.ends))
        said = self._scores(self._places)
        right = sum((s > 0) == p for s, p in zip(said, self._positive, strict=True))
        sizes = gradient_sizes(self._model)
        shot = {
            "epoch": epoch,
            "of": self._total,
            "loss": plain(short(self._losses[-1])) if epoch else None,
            "right": short(right / len(said)),
            "rate": None if self._rate is None else plain(short(self._rate)),
            "ups": ups_of(self._losses),
            "straight": is_straight(raster),
            "grads": {
                name: None if size is None or not epoch else plain(short(size))
                for name, size in sizes.items()
            },
            "cells": packed(raster),
        }
        self._shots = [one for one in self._shots if one["epoch"] % self._every == 0] + [shot]
        if len(self._shots) > self._most + 2:
            self._every *= 2
            kept = [one for one in self._shots[:-1] if one["epoch"] % self._every == 0]
            self._shots = [*kept, shot]

    def _scores(self, places: Sequence[Sequence[float]]) -> list[float]:
        try:
            return [score - self._threshold for score in scores_of(self._model, places)]
        except ArithmeticError:  # the weights are too large for floats
            return [math.nan] * len(places)

    def _settle(self) -> None:
        """Film the last step, if it was left out, and show what has not been shown."""
        if self._behind or self._waiting:
            self._publish()

    def _publish(self, live: bool = False) -> None:
        if self._behind:
            self._film()
        self._waiting, self._sent = False, perf_counter()
        every = max(1, math.ceil(len(self._losses) / MOST_LOSSES))
        line = list(enumerate(self._losses, 1))
        line = [*line[::every], line[-1]] if every > 1 else line
        with self.hold_sync():
            self.set_trait("shots", self._shots)
            self.set_trait("curve", [[at, plain(short(loss))] for at, loss in line])
            self.set_trait("losses", [*self._losses])
            self.set_trait("frames", len(self._shots))
            self.set_trait("ended", self._ended)
            self.set_trait("live", live)
            self.frame = max(0, len(self._shots) - 1)

    def _publish_soon(self) -> None:
        """Show it now if the last picture is old enough; else once the cell is done."""
        if perf_counter() - self._sent > BETWEEN:
            self._publish()
            return
        if not self._waiting:
            self._waiting = True
            with suppress(RuntimeError):  # no notebook: whoever looks next settles it
                asyncio.get_running_loop().call_soon(self._settle)
