"""DigitPad: draw, and see what a network makes of it. Lesson 10 begins with it."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import traitlets as t

from microkit.checks.predictions import Asked
from microkit.data.source import numpy_for
from microkit.errors import MicrokitError, NumberError, ShapeError
from microkit.graph.labels import clean, shorten
from microkit.widgets.base import HERE, SPACED, Prediction, Widget, plain
from microkit.widgets.compose import compose
from microkit.widgets.digit_weights import BIASES, SCALE, WEIGHTS
from microkit.widgets.refusing import validates

SIDE = 8
CLASSES = 10
HOUSE = "0001100000111100011111101111111101000010010110100101101001111110"
SEVEN = "0011111000000100000010000001110000010000000100000010000000100000"


class DigitPad(Widget):
    """Draw on a pad of 8 x 8, and see which digit a network takes it for, and how surely.

    The student draws by mouse or touch, or by arrow keys with space to paint (shift and space to
    erase). They see ten shares as labeled bars with numbers, which change with each cell.

    Misconception: a network knows that it does not know. Draw a house: its ten shares add up to
    100 % all the same, and one digit takes nearly all.

    Parameters
    ----------
    model : callable, optional
        The student's own: takes an array (1, 64), from 0 to 1 as in `microkit.data.digits`, and
        returns ten logits or probabilities. Then the kernel computes, and the page says so. Without
        one, the page computes a network of one layer that has learned the digits.
    image : array, optional
        What is drawn at first: 64 numbers from 0 to 1, or ``"house"`` or ``"seven"``.
    after : Prediction, optional
        While it is not committed, the shares stay hidden.
    predict : str or Asked, optional
        A question that the widget asks first, such as ``"10.nudge"``; instead of `after`.

    Attributes
    ----------
    shares : list of float
        The ten probabilities; empty where the model gives none. It can be observed.
    digit : int or None
        The likeliest digit.

    Raises
    ------
    MicrokitError
        When the image is not 64 numbers from 0 to 1, or the model cannot be called.

    Examples
    --------
    >>> pad = DigitPad(image="seven")
    >>> pad.digit
    7
    >>> pad.image = [0.0] * 64
    >>> print(pad.outline().splitlines()[0])
    Nothing is drawn, and the network still says 4, with 27.8 %.
    """

    _esm = compose(HERE / "digit_pad.js")
    _asks = ("image",)

    image = t.List(t.Float(), help="How dark each cell is, 0 to 1, row by row.").tag(sync=True)
    row = t.Int(3, min=0, max=SIDE - 1, help="The row of the cell in focus.").tag(sync=True)
    column = t.Int(3, min=0, max=SIDE - 1, help="The column of the cell in focus.").tag(sync=True)
    erase = t.Bool(False, help="Whether the pen erases.").tag(sync=True)
    weights = t.Unicode(WEIGHTS, read_only=True, help="64 x 10 signed bytes, in base64.").tag(
        sync=True
    )
    scale = t.Float(SCALE, read_only=True, help="What a byte of the weights stands for.").tag(
        sync=True
    )
    biases = t.List(list(BIASES), read_only=True, help="The ten biases.").tag(sync=True)
    presets = t.Dict(
        {"a seven": SEVEN, "a house": HOUSE}, read_only=True, help="Drawings, as 0 and 1."
    ).tag(sync=True)
    shares = t.List(t.Float(), read_only=True, help="The ten probabilities.")
    digit = t.Int(None, allow_none=True, read_only=True, help="The likeliest digit, or None.")

    def __init__(
        self,
        model: Callable[[Any], Any] | None = None,
        image: Any = "seven",
        *,
        after: Prediction | None = None,
        predict: str | Asked | None = None,
    ) -> None:
        if model is not None and not callable(model):
            raise MicrokitError(
                f"model is a function of an array (1, 64), and not {type(model).__name__}."
            )
        self._own = model
        if model:
            self.set_trait("weights", "")
        by = "kernel" if model else "page"
        super().__init__(after=after, predict=predict, by=by, image=_image_of(image))

    @validates("image")
    def _inked(self, proposal: Any) -> list[float]:
        return _image_of(proposal["value"])

    def _derive(self) -> None:
        shares = self._present().get("shares", [])
        self.set_trait("shares", shares)
        self.set_trait("digit", shares.index(max(shares)) if shares else None)

    def outline(self) -> str:
        """Say in words which digit it is taken for, and how surely; then what is drawn."""
        rows = [self.image[i : i + SIDE] for i in range(0, SIDE**2, SIDE)]
        drawn = [" ".join(f"{16 * ink:2.0f}" for ink in row) for row in rows]
        picture = ["The pad, in sixteenths of full ink:", *drawn]
        if self.locked:
            return "\n".join([self.locked, *picture])
        if self.digit is None:
            return "\n".join([self._present().get("error", "No shares."), *picture])
        sure = _percent(max(self.shares))
        head = f"The network says {self.digit}, with {sure}."
        if not any(self.image):
            head = f"Nothing is drawn, and the network still says {self.digit}, with {sure}."
        shares = ", ".join(f"{i}: {_percent(share)}" for i, share in enumerate(self.shares))
        return "\n".join([head, f"Shares: {shares}", *picture])

    def picture(self) -> str:
        """Show the pad and the shares as tables of numbers."""
        style = SPACED.replace("1.5em", "0.7em") + ";display:inline-table;vertical-align:top"
        inks = "".join(
            "<tr>" + "".join(f"<td>{16 * n:.0f}</td>" for n in self.image[i : i + SIDE]) + "</tr>"
            for i in range(0, SIDE**2, SIDE)
        )
        pad = (
            f'<table style="{style}"><caption>The pad, 0 to 16</caption><tbody>{inks}</tbody>'
            "</table>"
        )
        rows = ""
        if not self.locked:
            rows = "".join(
                f"<tr><th scope='row'>{i}</th><td>{_percent(share)}</td></tr>"
                for i, share in enumerate(self.shares)
            )
            rows = (
                f'<table style="{style}"><caption>Shares</caption><tbody>{rows}</tbody></table>'
                if rows
                else ""
            )
        return f"<div>{pad}{rows}<p>{escape(self.outline().splitlines()[0])}</p></div>"

    def _run(self, question: Mapping[str, Any]) -> dict[str, Any]:
        image = _image_of(question["image"])
        if self._own is None:
            return {"shares": softmax(_logits(image))}
        np = numpy_for("a model of your own")
        out = self._own(np.array([image]))
        numbers = _numbers(np, out)
        if numbers is None:
            found = shorten(clean(repr(out)), 60)
            return {"error": f"The model gave {found}, where ten numbers belong."}
        if not all(map(math.isfinite, numbers)):
            return {"error": "The model gave nan or inf. Does exp overflow, or is a weight nan?"}
        if all(number >= 0 for number in numbers) and abs(sum(numbers) - 1) < 1e-3:
            return {"shares": numbers}
        return {"shares": softmax(numbers), "logits": [plain(number) for number in numbers]}


def softmax(logits: Sequence[float]) -> list[float]:
    """Turn logits into shares that add up to 1.

    Examples
    --------
    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    most = max(logits)
    sizes = [math.exp(number - most) for number in logits]
    return [size / sum(sizes) for size in sizes]


def _logits(image: Sequence[float]) -> list[float]:
    """Compute the network that comes with the pad, in plain numbers."""
    weights = [byte - 256 if byte > 127 else byte for byte in base64.b64decode(WEIGHTS)]
    return [
        sum(ink * weights[CLASSES * i + k] for i, ink in enumerate(image)) * SCALE + BIASES[k]
        for k in range(CLASSES)
    ]


def _numbers(np: Any, out: Any) -> list[float] | None:
    """Return what a model gave as ten numbers; None where it is anything else."""
    for step in ("detach", "numpy"):  # a tensor, of the kit or of PyTorch
        out = getattr(out, step)() if hasattr(out, step) else out
    try:
        values = [getattr(one, "data", one) for one in out] if isinstance(out, list) else out
        numbers = np.asarray(values, dtype=float).ravel()
    except (TypeError, ValueError):
        return None
    return [float(number) for number in numbers] if len(numbers) == CLASSES else None


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _image_of(image: Any) -> list[float]:
    """Return a drawing as 64 numbers from 0 to 1, or say why it is none."""
    if isinstance(image, str) and image in ("house", "seven"):
        image = [int(letter) for letter in (HOUSE if image == "house" else SEVEN)]
    try:
        flat: list[Any] = []
        for part in image:
            flat.extend(part if hasattr(part, "__iter__") and not isinstance(part, str) else [part])
        found = [float(number) for number in flat]
    except (TypeError, ValueError, OverflowError):
        found = []
    if len(found) != SIDE**2:
        raise ShapeError(
            f"The image is {shorten(clean(repr(image)), 60)}. It is 64 numbers from 0 to 1, such "
            'as a row of digits(), or "house" or "seven".'
        )
    if not all(0 <= number <= 1 for number in found):
        raise NumberError(
            "The image has numbers outside of 0 to 1. Are they in sixteenths? Divide by 16."
        )
    return [round(number, 4) for number in found]
