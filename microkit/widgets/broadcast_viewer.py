"""BroadcastViewer: two shapes, what is copied, and the sums on the way back, for lesson 09."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import traitlets as t

from microkit.checks.predictions import Asked
from microkit.data.source import numpy_for
from microkit.errors import MicrokitError, ShapeError
from microkit.graph.labels import clean, shorten
from microkit.graph.numbers import number_text
from microkit.widgets.base import HERE, SPACED, Prediction, Widget, plain
from microkit.widgets.compose import compose
from microkit.widgets.refusing import validates
from microkit.widgets.stretching import (
    AXES,
    OPERATIONS,
    Shape,
    Stretched,
    clash,
    compared,
    nested,
    padded,
    size,
    text,
)

LONGEST = 6  # numbers along an axis
TOO_LONG = 120  # letters of an array in the outline


class BroadcastViewer(Widget):
    """Two shapes aligned from the right: what is copied to fit, and what adds up on the way back.

    The student moves the lengths of two shapes, adds and removes axes, and switches the gradient
    from above between all ones and mixed numbers. They see which axes are copied and how often,
    the result, and on the way back the sums along just those axes, with each gradient's shape.

    Misconceptions: a gradient has the shape of the result (T-NO-UNBROADCAST); copies are averaged
    (T-UNBROADCAST-MEAN); only axes put in front are summed (T-UNBROADCAST-LEADING-ONLY); an axis of
    length 1 goes away with the sum (T-UNBROADCAST-DROPS-AXIS).

    Parameters
    ----------
    a, b : tuple of int, or array
        Two shapes, of up to three axes with 1 to 6 numbers each.
    op : str
        ``"+"``, ``"-"`` or ``"*"``.
    after : Prediction, optional
        While it is not committed, the copies, the result and the gradients stay hidden.
    predict : str or Asked, optional
        A question that the widget asks first, such as ``"09.ones"``; instead of `after`.
    unbroadcast : callable, optional
        The student's own ``unbroadcast(g, shape)``: then the kernel computes the gradients with it,
        and the page says so, and how they differ from the sums.
    upstream : str
        ``"ones"`` or ``"mixed"``: what arrives from above.

    Attributes
    ----------
    a_shape, b_shape : list of int
        The shapes. They can be set and observed.
    out_shape : list of int or None
        The shape of the result; None where the shapes do not fit.

    Raises
    ------
    MicrokitError
        When a shape is out of reach, or there is no such operation.

    Examples
    --------
    >>> view = BroadcastViewer((2, 1), (3,))
    >>> view.out_shape
    [2, 3]
    >>> print(view.outline())
    a (2, 1) + b (3,) = (2, 3): [[11, 21, 31], [12, 22, 32]]
    a (2, 1) is copied 3 times along axis -1: each number hears 3 times
    b (3,) is copied 2 times along axis -2: each number hears 2 times
    upstream of ones
    a.grad (2, 1): [[3], [3]]
    b.grad (3,): [2, 2, 2]
    """

    _esm = compose(HERE / "broadcast_viewer.js")
    _asks = ("a_shape", "b_shape", "op", "upstream")

    a_shape = t.List(t.Int(), help="The shape of a.").tag(sync=True)
    b_shape = t.List(t.Int(), help="The shape of b.").tag(sync=True)
    op = t.Enum(tuple(OPERATIONS), "+", help="What is done with the two arrays.").tag(sync=True)
    upstream = t.Enum(("ones", "mixed"), "ones", help="What arrives from above.").tag(sync=True)
    back = t.Bool(False, help="Whether the way back is shown, and not the way forward.").tag(
        sync=True
    )
    name = t.Unicode(read_only=True, help="The name of your function; else empty.").tag(sync=True)
    out_shape = t.List(
        t.Int(), allow_none=True, read_only=True, help="The shape of the result, or None."
    )

    def __init__(
        self,
        a: Any = (3, 1),
        b: Any = (4,),
        op: str = "+",
        after: Prediction | None = None,
        predict: str | Asked | None = None,
        *,
        unbroadcast: Callable[[Any, Shape], Any] | None = None,
        upstream: str = "ones",
        back: bool = False,
    ) -> None:
        for what, known, found in (
            ("operation", tuple(OPERATIONS), op),
            ("upstream", ("ones", "mixed"), upstream),
        ):
            if found not in known:
                raise MicrokitError(f"There is no {what} {found!r} here. Known: {', '.join(known)}")
        if unbroadcast is not None and not callable(unbroadcast):
            kind = type(unbroadcast).__name__
            raise MicrokitError(f"unbroadcast is a function of g and a shape, and not {kind}.")
        self._own = unbroadcast
        first = {"a_shape": _shape_of("a", a), "b_shape": _shape_of("b", b)}
        if unbroadcast:
            name = getattr(unbroadcast, "__name__", "")
            self.set_trait(
                "name", shorten(clean(name), 40) if name.isidentifier() else "your function"
            )
        by = "kernel" if unbroadcast else "page"
        rest = {"op": op, "upstream": upstream, "back": back}
        super().__init__(after=after, predict=predict, by=by, **first, **rest)
        self._follow()

    @validates("a_shape", "b_shape")
    def _in_reach(self, proposal: Any) -> list[int]:
        return _shape_of(proposal["trait"].name[0], proposal["value"])

    @t.observe("a_shape", "b_shape")
    def _follow(self, change: Any = None) -> None:
        a, b = tuple(self.a_shape), tuple(self.b_shape)
        self.set_trait("out_shape", None if clash(a, b) else list(Stretched(a, b).out))

    def _found(self) -> Stretched:
        return _stretched(self._question())

    def outline(self) -> str:
        """Say in words what is copied, what comes out, and what adds up."""
        found = self._found()
        head = f"a {text(found.a)} {self.op} b {text(found.b)}"
        if self.locked:
            return f"{head}\n{self.locked}"
        if why := clash(found.a, found.b):
            return f"{head}: the shapes do not fit.\n{why}"
        full = text(found.out)
        out = _brief(found.result(), found.out)
        lines = [f"{head} = {full}{out}", found.words("a"), found.words("b")]
        lines.append(f"upstream of {'ones' if self.upstream == 'ones' else 'mixed numbers'}")
        answer = self._present() if self._own else {}
        if "error" in answer:
            return "\n".join([*lines, answer["error"]])
        for name in "ab":
            shape = getattr(found, name)
            lines.append(f"{name}.grad {text(shape)}{_brief(found.gradient(name), shape)}")
            if self._own:
                says = answer[name]["says"]
                lines.append(
                    f"{name}.grad of {self.name} {says}" if says else f"{self.name} gives the same."
                )
        return "\n".join(lines)

    def picture(self) -> str:
        """Lay the shapes out in a table, aligned from the right, and the rest in words."""
        found = self._found()
        fits = not self.locked and not clash(found.a, found.b)
        rows = [("a", found.a), ("b", found.b), *([("result", found.out)] if fits else [])]
        axes = range(-AXES, 0)
        head = "".join(f"<th scope='col'>axis {axis}</th>" for axis in axes)
        body = ""
        for name, shape in rows:
            copies = dict(found.stretched(name)) if fits and name != "result" else {}
            cells = ""
            for axis in axes:
                told = [str(padded(shape)[axis])] if len(shape) >= -axis else []
                told += [f"copied {copies[axis]} times"] if axis in copies else []
                cells += f"<td>{', '.join(told) or 'none'}</td>"
            body += f"<tr><th scope='row'>{name}</th>{cells}</tr>"
        lines = "".join(f"<li>{escape(line)}</li>" for line in self.outline().split("\n"))
        return (
            f'<table style="{SPACED}"><caption>The shapes, aligned from the right</caption>'
            f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table><ul>{lines}</ul>"
        )

    def _run(self, question: Mapping[str, Any]) -> dict[str, Any]:
        found = _stretched(question)
        if clash(found.a, found.b):
            return {}
        np = numpy_for("unbroadcast")
        answer = {}
        for name in "ab":
            shape = getattr(found, name)
            arriving = found.arriving(name)
            mine = self._own(np.array(arriving).reshape(found.out), shape) if self._own else None
            try:
                mine = np.asarray(mine, dtype=float)
            except (TypeError, ValueError):
                mine = np.asarray(np.nan)
            if not mine.ndim and (shape or np.isnan(mine)):
                return {"error": f"{self.name} did not return an array. Is a `return` missing?"}
            says = compared(mine, arriving, found.out, shape, found.gradient(name))
            few = mine.ravel()[: LONGEST**AXES]
            answer[name] = {
                "shape": list(mine.shape),
                "numbers": [plain(float(number)) for number in few],
                "says": says,
            }
        return answer


def _stretched(question: Mapping[str, Any]) -> Stretched:
    a, b = tuple(question["a_shape"]), tuple(question["b_shape"])
    return Stretched(a, b, question["op"], question["upstream"] == "mixed")


def _brief(numbers: list[float], shape: Shape) -> str:
    """Write the numbers in brackets; nothing where there are too many of them."""
    if size(shape) > TOO_LONG // 2:
        return ""
    written = nested(numbers, shape, number_text)
    return f": {written}" if len(written) <= TOO_LONG else ""


def _shape_of(name: str, shape: Any) -> list[int]:
    """Return a shape as a list of lengths, or say why it cannot be shown."""
    shape = getattr(shape, "shape", shape)
    try:
        lengths = [shape] if isinstance(shape, int) else list(shape)
        fits = all(int(n) == n and 1 <= n <= LONGEST for n in lengths)
    except (TypeError, ValueError, OverflowError):
        lengths, fits = [], False
    if not fits or len(lengths) > AXES:
        raise ShapeError(
            f"{name} is {shorten(clean(repr(shape)), 60)}. Here a shape has up to {AXES} axes "
            f"with 1 to {LONGEST} numbers each, such as (3, 1)."
        )
    return [int(n) for n in lengths]
