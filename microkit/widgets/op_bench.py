"""OpBench: one gate, two inputs, and what arrives from above. Lesson 02 works at it."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

import traitlets as t

from microkit.checks.predictions import Asked
from microkit.engine import Value
from microkit.errors import MicrokitError, NumberError, kind_of
from microkit.graph.numbers import number_text
from microkit.graph.rebuild import rebuild
from microkit.graph.svg import to_svg
from microkit.graph.symbols import BINARY, UNARY
from microkit.graph.trace import Trace
from microkit.widgets.base import HERE, SPACED, Prediction, Widget, is_own, plain
from microkit.widgets.compose import compose
from microkit.widgets.own_rule import hand_back
from microkit.widgets.refusing import validates
from microkit.widgets.slopes import sides_of

NUDGE = 1e-5


class OpBench(Widget):
    """One gate on a bench: its inputs, the gradient from above, and what each input hears.

    The student moves the inputs and the upstream gradient ``g``. They see each input's own slope
    times ``g``, or what their own rule hands back, beside the truth found by nudging.

    Misconception: own slope alone is the gradient. At ``g = 1`` a rule that forgets what arrives
    from above looks right: the ``g`` slider shows that it is not.

    Parameters
    ----------
    op : str
        The gate: ``+ - * / ** neg``, or a function such as ``exp`` or ``max``. In ``**`` the
        second number is a fixed exponent, which hears nothing.
    a, b : float
        The inputs. A gate with one input has no use for `b`.
    upstream : float
        The gradient that arrives from above, ``out.grad``.
    engine : type, optional
        A class like ``Value``, whose rule is put beside the truth. Without it, and for the kit's
        own class, the page computes by the reference rules.
    after : Prediction, optional
        While it is not committed, the gradients stay hidden.
    predict : str or Asked, optional
        A question that the widget asks first, such as ``"02.mul"``; instead of `after`.

    Raises
    ------
    MicrokitError
        When there is no such gate, or a number is nan or infinite.

    Examples
    --------
    >>> print(OpBench("*", a=2, b=-3, upstream=4).outline())
    out = a * b, with a = 2, b = -3: out = -6
    g = 4 arrives from above
    a.grad: by the rule -12, nudged truth -12, agrees
    b.grad: by the rule 8, nudged truth 8, agrees
    """

    _esm = compose(HERE / "op_bench.js")
    _asks = ("a", "b", "upstream")

    op = t.Unicode("*", read_only=True, help="The gate's symbol.").tag(sync=True)
    names = t.List(t.Unicode(), read_only=True, help="The names of the inputs.").tag(sync=True)
    a = t.Float(2.0, help="The first input.").tag(sync=True)
    b = t.Float(-3.0, help="The second input; in ** the exponent.").tag(sync=True)
    upstream = t.Float(4.0, help="What arrives from above: out.grad.").tag(sync=True)

    def __init__(
        self,
        op: str = "*",
        a: float = 2.0,
        b: float = -3.0,
        upstream: float = 4.0,
        engine: type | None = None,
        after: Prediction | None = None,
        predict: str | Asked | None = None,
    ) -> None:
        if op not in BINARY + UNARY:
            raise MicrokitError(
                f"There is no gate {op!r} for the bench. It knows {' '.join(BINARY + UNARY)}."
            )
        own = engine is not None and is_own(engine)
        self._engine: type = engine if engine is not None and own else Value
        self.set_trait("op", op)
        names = ["a"] if op in UNARY else ["a", "n" if op == "**" else "b"]
        self.set_trait("names", names)
        first = {"a": float(a), "b": float(b), "upstream": float(upstream)}
        super().__init__(after=after, predict=predict, by="kernel" if own else "page", **first)

    @validates("a", "b", "upstream")
    def _finite(self, proposal: Any) -> float:
        value = proposal["value"]
        if not math.isfinite(value):
            raise NumberError(
                f"The bench's {proposal['trait'].name} cannot be {value}: a slider stands on a "
                "finite number."
            )
        return value

    def outline(self) -> str:
        """Say in words what the bench shows."""
        state = self._state()
        given = zip(self.names, state.inputs, strict=True)
        shown = ", ".join(f"{name} = {number_text(number)}" for name, number in given)
        lines = [
            f"{self._formula()}, with {shown}: out = {number_text(state.out)}",
            f"g = {number_text(self.upstream)} arrives from above",
        ]
        if self.locked:
            return "\n".join([*lines, self.locked])
        mine = "yours" if self.by == "kernel" else "by the rule"
        lines += [
            f"{row.name}.grad: {mine} {number_text(row.mine)}, "
            f"nudged truth {number_text(row.truth)}, {row.verdict}"
            for row in state.rows
        ]
        return "\n".join(lines + ([state.error] if state.error else []))

    def picture(self) -> str:
        """Draw the gate and the table of gradients as HTML that needs no front end."""
        state = self._state()
        grads = [None] * (len(state.inputs) + 1)
        if not self.locked:
            grads = [row.mine for row in state.rows]
            grads += [None] * (len(state.inputs) - len(grads)) + [self.upstream]
        count = len(state.inputs)
        drawn = to_svg(
            Trace(
                ops=("",) * count + (self.op,),
                parents=((),) * count + (tuple(range(count)),),
                data=(*state.inputs, state.out),
                grads=tuple(grads),
                labels=(*self.names, "out"),
            ),
            title=self.outline().replace("\n", "; "),
        )
        mine = "yours" if self.by == "kernel" else "by the rule"
        rows = "".join(
            f"<tr><th scope='row'>{row.name}.grad</th><td>{number_text(row.mine)}</td>"
            f"<td>{number_text(row.truth)}</td><td>{row.verdict}</td></tr>"
            for row in ([] if self.locked else state.rows)
        )
        columns = ("gradient", mine, "nudged truth", "verdict")
        head = "".join(f"<th scope='col'>{text}</th>" for text in columns)
        note = self.locked or state.error
        return (
            f"<figure style='margin:0'>{drawn}"
            + (
                f'<table style="{SPACED}">'
                f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
                if rows
                else ""
            )
            + (f"<figcaption>{html.escape(note)}</figcaption>" if note else "")
            + "</figure>"
        )

    def _formula(self) -> str:
        if self.op == "neg":
            return "out = -a"
        if self.op.isidentifier():
            return f"out = {self.op}({', '.join(self.names)})"
        return f"out = {f' {self.op} '.join(self.names)}"

    def _state(self) -> _State:
        """Compute what the bench shows at its present numbers."""
        inputs = [self.a, self.b][: len(self.names)]
        found = self._present()
        error = found.get("error", "")
        heard = found.get("heard") or [None] * len(self._hearing())
        silence = "not written yet" if all(number is None for number in heard) else ""
        rows = []
        for i, (name, number) in enumerate(zip(self._hearing(), heard, strict=True)):
            mine = None if number is None else float(number)
            truth, off = self._nudge(inputs, i)
            verdict = "no answer" if error else silence or _verdict(mine, truth, off)
            rows.append(_Row(name, mine, truth, verdict))
        return _State(inputs, self._forward(*inputs), rows, error)

    def _question(self) -> dict[str, Any]:
        return {"numbers": [self.a, self.b, self.upstream]}

    def _hearing(self) -> list[str]:
        return self.names[:1] if self.op == "**" else self.names

    def _gate(self, numbers: Sequence[float]) -> Trace:
        """Describe the gate as a graph; the exponent of a power stands inside its operation."""
        count = len(self._hearing())
        op = f"**{numbers[1]}" if self.op == "**" else self.op
        return Trace(
            ops=("",) * count + (op,),
            parents=((),) * count + (tuple(range(count)),),
            data=(*numbers[:count], 0.0),
            grads=(None,) * (count + 1),
            labels=("",) * (count + 1),
        )

    def _forward(self, *numbers: float) -> float:
        """Compute the gate on numbers by the reference; nan where it has no answer."""
        try:
            return float(rebuild(self._gate(numbers), Value)[-1].data)
        except MicrokitError:
            return math.nan

    def _nudge(self, inputs: list[float], i: int) -> tuple[float | None, float]:
        """Nudge one input both ways: the truth, or None at a kink; and how far rounding goes."""
        if not math.isfinite(self._forward(*inputs)):
            return math.nan, 0.0
        found = sides_of(
            lambda x: self._forward(*inputs[:i], x, *inputs[i + 1 :]),
            inputs[i],
            NUDGE * max(1.0, abs(inputs[i])),
        )
        truth = None if found.slope is None else found.slope * self.upstream
        return truth, found.rounding * abs(self.upstream)

    def _run(self, question: Mapping[str, Any]) -> dict[str, Any]:
        numbers = [float(number) for number in question["numbers"]]
        *nodes, out = rebuild(self._gate(numbers), self._engine)
        if not hasattr(out, "grad"):
            raise MicrokitError(
                f"{self._formula()[6:]} gave {out!r}, {kind_of(out)}, where a new "
                f"{self._engine.__name__} belongs. Is a `return out` missing?"
            )
        # A gradient that is still this very object afterwards was never touched.
        untouched = [float("0.0") for _ in nodes]
        for node, zero in zip(nodes, untouched, strict=True):
            node.grad = zero
        hand_back(out, numbers[2])
        heard: list[Any] = []
        for name, node, zero in zip(self._hearing(), nodes, untouched, strict=True):
            silent = node.grad is zero and self.by == "kernel"
            heard.append(None if silent else plain(_as_gradient(name, node.grad)))
        return {"heard": heard}


@dataclass(frozen=True)
class _Row:
    """What one input hears, and the truth."""

    name: str
    mine: float | None
    truth: float | None
    verdict: str


@dataclass(frozen=True)
class _State:
    inputs: list[float]
    out: float
    rows: list[_Row]
    error: str


def _verdict(mine: float | None, truth: float | None, off: float) -> str:
    if truth is None:
        return "a kink here"
    if not math.isfinite(truth):
        return "no slope here"
    if mine is None:
        return "nothing arrived"
    near = math.isclose(mine, truth, rel_tol=1e-4, abs_tol=max(1e-7, off))
    return "agrees" if near else "differs"


def _as_gradient(name: str, grad: Any) -> float:
    if isinstance(grad, Real):
        return float(grad)
    raise MicrokitError(
        f"{name}.grad became {kind_of(grad)}, and a gradient is a plain number. Use the "
        "`.data` of an input in the rule, not the input itself."
    )
