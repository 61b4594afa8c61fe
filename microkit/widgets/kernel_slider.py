"""KernelSlider: a window that slides over a small picture, and the way back, for lesson 10."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import traitlets as t

from microkit.checks.predictions import Asked
from microkit.data.source import numpy_for
from microkit.errors import MicrokitError, NumberError
from microkit.graph.labels import clean, shorten
from microkit.graph.numbers import number_text
from microkit.widgets.base import HERE, SPACED, Prediction, Widget, plain
from microkit.widgets.compose import compose
from microkit.widgets.refusing import validates
from microkit.widgets.windows import KERNELS, Rows, heard, nine_of, products, rows_of, slid, zero


class KernelSlider(Widget):
    """A 3 x 3 window slides over a small picture: nine products, one sum, one number of the output.

    The student moves the window by arrow keys or mouse, and changes the kernel's nine numbers or
    picks edge, blur or sharpen. They see the products under the window and their sum, and the
    output grow where the window has been. On the way back they see which cells hear from those
    outputs, each of which hears a 1: where windows overlapped, what arrives adds up.

    Misconceptions: each place of the output has weights of its own (the same nine slide over all);
    the output is as large as the picture (the window must fit, so 8 becomes 6); on the way back a
    cell under two windows hears only from the last one.

    Parameters
    ----------
    image : array, optional
        3 to 8 rows of 3 to 8 numbers, such as a row of `microkit.data.digits`. Without one, a
        written 0, in sixteenths of full ink.
    kernel : str or array, optional
        ``"edge"``, ``"blur"``, ``"sharpen"`` or ``"copy"``, or 3 x 3 numbers.
    conv : callable, optional
        The student's own ``conv(x, w, b)`` of lesson 10, for x (1, rows, columns), w (1, 3, 3) and
        b = 0: then the kernel computes the output, and the page says so.
    row, column : int
        Where the window's upper left corner is.
    after : Prediction, optional
        While it is not committed, products, sums and output stay hidden.
    predict : str or Asked, optional
        A question that the widget asks first; instead of `after`.

    Attributes
    ----------
    output : list of list of float
        What comes out of every place. It can be observed, and follows `kernel`.
    total : float
        The sum under the window.

    Raises
    ------
    MicrokitError
        When the picture or the kernel cannot be shown.

    Examples
    --------
    >>> view = KernelSlider(kernel="edge", row=0, column=1)
    >>> view.total
    27.0
    >>> print(view.outline().splitlines()[1])
    window at row 0, column 1: 0 + 0 + 13 + 0 + 0 + 15 + -3 + 0 + 2 = 27
    """

    _esm = compose(HERE / "kernel_slider.js")
    _asks = ("kernel",)

    image = t.List(read_only=True, help="The picture, as rows of numbers.").tag(sync=True)
    kernel = t.List(t.Float(), help="The kernel's nine numbers, row by row.").tag(sync=True)
    row = t.Int(0, help="The row of the window's upper left corner.").tag(sync=True)
    column = t.Int(0, help="The column of the window's upper left corner.").tag(sync=True)
    seen = t.List(t.Int(), help="The outputs where the window has been, counted by rows.").tag(
        sync=True
    )
    back = t.Bool(False, help="Whether the picture shows what its cells hear on the way back.").tag(
        sync=True
    )
    picks = t.Dict(read_only=True, help="Kernels to pick, by name.").tag(sync=True)
    name = t.Unicode(read_only=True, help="The name of your function; else empty.").tag(sync=True)
    output = t.List(read_only=True, help="What comes out of every place, as rows.")
    total = t.Float(math.nan, read_only=True, help="The sum of the products under the window.")

    def __init__(
        self,
        image: Any = None,
        kernel: Any = "edge",
        *,
        conv: Callable[[Any, Any, float], Any] | None = None,
        row: int = 0,
        column: int = 0,
        after: Prediction | None = None,
        predict: str | Asked | None = None,
    ) -> None:
        if conv is not None and not callable(conv):
            raise MicrokitError(f"conv is a function of x, w and b, and not {type(conv).__name__}.")
        self._own = conv
        self.set_trait("image", zero() if image is None else rows_of(image))
        self.set_trait("picks", {name: list(map(float, nine)) for name, nine in KERNELS.items()})
        if conv:
            name = getattr(conv, "__name__", "")
            self.set_trait("name", shorten(clean(name), 40) if name.isidentifier() else "conv")
        by = "kernel" if conv else "page"
        first = {"kernel": nine_of("edge" if kernel is None else kernel)}
        place = {"row": row, "column": column}
        super().__init__(after=after, predict=predict, by=by, **first, **place)
        self.seen = [row * self._size()[1] + column]
        self._follow()

    def _size(self) -> tuple[int, int]:
        """Count the rows and columns that come out."""
        return len(self.image) - 2, len(self.image[0]) - 2

    @validates("kernel")
    def _nine(self, proposal: Any) -> list[float]:
        return nine_of(proposal["value"])

    @validates("row", "column")
    def _inside(self, proposal: Any) -> int:
        name, value = proposal["trait"].name, proposal["value"]
        end = self._size()[0 if name == "row" else 1]
        if not 0 <= value < end:
            raise NumberError(f"{name} = {value}, and the window fits from 0 to {end - 1}.")
        return value

    @validates("seen")
    def _on_picture(self, proposal: Any) -> list[int]:
        rows, columns = self._size()
        if outside := [place for place in proposal["value"] if not 0 <= place < rows * columns]:
            raise NumberError(
                f"seen holds {outside[0]}, and the places of the output are counted from 0 to "
                f"{rows * columns - 1}."
            )
        return proposal["value"]

    @t.observe("kernel", "row", "column")
    def _follow(self, change: Any = None) -> None:
        self.set_trait("output", slid(self.image, self.kernel))
        self.set_trait("total", self.output[self.row][self.column])

    @t.observe("row", "column")
    def _remember(self, change: Any) -> None:
        place = self.row * self._size()[1] + self.column
        if place not in self.seen:
            self.seen = sorted([*self.seen, place])

    def outline(self) -> str:
        """Say in words what lies under the window, and what comes out."""
        rows, columns = self._size()
        nine = ", ".join(map(number_text, self.kernel))
        head = f"a picture of {rows + 2} x {columns + 2} and the kernel [{nine}]"
        if self.locked:
            return f"{head}\n{self.locked}"
        under = products(self.image, self.kernel, self.row, self.column)
        added = " + ".join(map(number_text, under))
        lines = [
            head,
            f"window at row {self.row}, column {self.column}: {added} = {number_text(self.total)}",
            f"output, {rows} x {columns}:",
            *_in_columns(self.output),
        ]
        if self.back:
            lines += ["what each cell hears on the way back:", *_in_columns(self.heard())]
        if self._own:
            answer = self._present()
            lines.append(answer.get("error") or f"{self.name} {answer['says'] or 'agrees.'}")
        return "\n".join(lines)

    def picture(self) -> str:
        """Show the picture, the output, and what the cells hear, as tables of numbers."""
        tables = _table("The picture", self.image)
        note = self.locked
        if not self.locked:
            tables += _table("The output", self.output)
            tables += _table("What each cell hears", self.heard()) if self.back else ""
            lines = self.outline().split("\n")
            note = "; ".join([*lines[:2], *(lines[-1:] if self._own else [])])
        return f"<div>{tables}<p>{escape(note)}</p></div>"

    def _run(self, question: Mapping[str, Any]) -> dict[str, Any]:
        np = numpy_for("conv")
        kernel = nine_of(question["kernel"])
        x, w = np.array([self.image]), np.array(kernel).reshape(1, 3, 3)
        truth = np.array(slid(self.image, kernel))
        mine = self._own(x, w, 0.0) if self._own else truth
        try:
            mine = np.asarray(mine, dtype=float)
        except (TypeError, ValueError):
            mine = np.asarray(np.nan)
        if not mine.ndim:
            return {"error": f"{self.name} did not return an array. Is a `return` missing?"}
        if mine.shape != truth.shape:
            found = shorten(str(tuple(mine.shape)), 60)
            return {"error": f"{self.name} gave the shape {found}, and {truth.shape} belongs here."}
        close = np.isclose(mine, truth, rtol=1e-6, atol=1e-9)
        away = [tuple(map(int, place)) for place in np.argwhere(~close)]
        says = ""
        if away:
            many, (row, column) = len(away), away[0]
            says = (
                f"differs in {many} of {truth.size} places. At row {row}, column {column} it gives "
                f"{number_text(float(mine[row, column]))}, and the products add up to "
                f"{number_text(float(truth[row, column]))}."
            )
            if np.allclose(mine, slid(self.image, kernel[::-1])):
                says += " It turns the kernel around."
        return {"numbers": [plain(float(number)) for number in mine.ravel()], "says": says}

    def heard(self) -> Rows:
        """Return what each cell of the picture hears, when each output that was seen hears a 1."""
        columns = self._size()[1]
        return heard(self.image, self.kernel, [divmod(place, columns) for place in self.seen])


def _brief(number: float) -> str:
    """Write three digits, as the page does in its small boxes."""
    return number_text(float(f"{number:.3g}"))


def _in_columns(rows: Rows) -> list[str]:
    return [" ".join(f"{_brief(number):>6}" for number in row) for row in rows]


def _table(caption: str, rows: Rows) -> str:
    body = "".join(
        f"<tr>{''.join(f'<td>{_brief(number)}</td>' for number in row)}</tr>" for row in rows
    )
    style = SPACED.replace("1.5em", "0.6em") + ";display:inline-table;vertical-align:top"
    return f'<table style="{style}"><caption>{caption}</caption><tbody>{body}</tbody></table>'
