"""Lesson 08, the engine: operators say their local slopes, backward alone multiplies and adds.

The two are looked at one without the other: the operators by the slopes that they store, and
`backward` on nodes that are made by hand, with slopes that no operator has.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from microkit.checks.experiments.lesson08_nodes import over, parents_of, slope_between, written_down
from microkit.checks.observer import Observer
from microkit.checks.plain import written
from microkit.checks.probes import away_from_whole

DEEP = 300
SIGN_MATTERS = ("a * b", "a ** {n}", "a / b", "{k} / a", "a.exp()", "a.relu()")
CURVES = ("a.exp()", "b.log()", "a.relu()")
CORNER = ("a.relu()",)
EXPRESSIONS: dict[str, Callable[[Any, Any, float, float], Any]] = {
    "a + b": lambda a, b, k, n: a + b,
    "a * b": lambda a, b, k, n: a * b,
    "a ** {n}": lambda a, b, k, n: a**n,
    "a - b": lambda a, b, k, n: a - b,
    "a / b": lambda a, b, k, n: a / b,
    "-a": lambda a, b, k, n: -a,
    "a + {k}": lambda a, b, k, n: a + k,
    "{k} + a": lambda a, b, k, n: k + a,
    "{k} * a": lambda a, b, k, n: k * a,
    "{k} - a": lambda a, b, k, n: k - a,
    "{k} / a": lambda a, b, k, n: k / a,
    "a.exp()": lambda a, b, k, n: a.exp(),
    "b.log()": lambda a, b, k, n: b.log(),
    "a.relu()": lambda a, b, k, n: a.relu(),
}


def engine(student: Any, rng: random.Random, see: Observer) -> None:
    """Ask the operators for values and slopes, and `backward` for gradients."""
    near, far = away_from_whole(rng, 0.2, 0.9) / 10, away_from_whole(rng, 1.2, 2.8)
    rounds = (
        (far, 2.5, EXPRESSIONS),
        (-far, 3, SIGN_MATTERS),
        (near, 3, CORNER),
        (-near, 3, CORNER),
    )
    for x, n, asked in rounds:
        y, k = away_from_whole(rng, 4.1, 5.9), away_from_whole(rng, 1.2, 3.8)
        for text in asked:
            numbers = {"a": x, "b": y}
            operands = {name: numbers[name] for name in "ab" if re.search(rf"\b{name}\b", text)}
            given = ", ".join(f"{name} = {written(number)}" for name, number in operands.items())
            where = f"{text.format(k=k, n=n)} with {given}"
            run = _Operator(student, EXPRESSIONS[text], operands, k, n)
            see("forward", f"the value of {where}", run.value)
            question = "curves" if text in CURVES else "slopes"
            see(question, f"the slopes that {where} stores", run.slopes)
    for draw in range(2):
        _chain(student, rng, see)
        _together(student, rng, see)
        _shared(student, rng, see, draw)
    _two_losses(student, rng, see)
    see("deep", f"a.grad at the end of a chain of {DEEP} nodes", _deep, student)


@dataclass(frozen=True)
class _Operator:
    """One operator on Values: what it makes, and what it says about its slopes."""

    student: Any
    expression: Callable[..., Any]
    operands: dict[str, float]
    k: float
    n: float

    def run(self) -> tuple[dict[str, Any], Any]:
        leaves = {name: self.student.Value(number) for name, number in self.operands.items()}
        given = [leaves.get(name) for name in "ab"]
        return leaves, written_down(self.expression(*given, self.k, self.n))

    def value(self) -> Any:
        return self.run()[1].data

    def slopes(self) -> list[float]:
        """Return what the slopes on the way from the result to each operand make."""
        leaves, out = self.run()
        return [slope_between(out, leaf) for leaf in leaves.values()]


def _chain(student: Any, rng: random.Random, see: Observer) -> None:
    s, t, u, v = _different(rng, 4)
    t = -t

    def run() -> Any:
        a, b = student.Value(2.5), student.Value(-1.5)
        c = student.Value(4.5, (a,), (s,))
        d = student.Value(6.5, (c,), (t,))
        e = student.Value(7.5, (d, b), (u, v))
        e.backward()
        return _drawn(e, a=a, b=b)

    label = (
        f"c = Value(4.5, (a,), ({s},)), d = Value(6.5, (c,), ({t},)), "
        f"e = Value(7.5, (d, b), ({u}, {v})), e.backward()"
    )
    see.graph("chain", label, run)


def _together(student: Any, rng: random.Random, see: Observer) -> None:
    """Compare `backward` with the slopes that the operators stored, right or wrong."""
    x, y = away_from_whole(rng, 1.2, 3.8), -away_from_whole(rng, 1.2, 3.8)

    def run() -> list[float]:
        a, b, c = student.Value(x), student.Value(y), student.Value(0.5)
        out = a * b + c
        out.backward()
        return [out.grad, *(over(leaf.grad, slope_between(out, leaf)) for leaf in (a, b, c))]

    label = (
        f"after backward on out = a * b + c with a = {x}, b = {y}, c = 0.5: out.grad, and the "
        "gradients of a, b, c divided by what the stored slopes make"
    )
    see("chain", label, run)


def _shared(student: Any, rng: random.Random, see: Observer, draw: int) -> None:
    s, t, u, v = _different(rng, 4)

    def twice() -> Any:
        a = student.Value(2.5)
        b = student.Value(6.5, (a, a), (s, t))
        b.backward()
        return _drawn(b, a=a)

    def diamond() -> Any:
        a = student.Value(2.5)
        b = student.Value(5.5, (a, a), (s, t))
        c = student.Value(9.5, (b, b), (u, v))
        c.backward()
        return _drawn(c, a=a)

    def long_and_short() -> Any:
        a, b = student.Value(2.5), student.Value(-1.5)
        c = student.Value(3.5, (a, b), (s, t))
        d = student.Value(4.5, (c,), (u,))
        e = student.Value(5.5, (d,), (t,))
        f = student.Value(8.5, (c, e) if draw else (e, c), (v, s))
        f.backward()
        return _drawn(f, a=a, b=b)

    def equal_numbers() -> Any:
        a, b = student.Value(2.5), student.Value(2.5)
        c, d = student.Value(3.5, (a,), (s,)), student.Value(3.5, (b,), (t,))
        e = student.Value(8.5, (c, d), (u, v))
        e.backward()
        return _drawn(e, a=a, b=b)

    see.graph("shared", f"b = Value(6.5, (a, a), ({s}, {t})), b.backward()", twice)
    label = f"b = Value(5.5, (a, a), ({s}, {t})), c = Value(9.5, (b, b), ({u}, {v})), c.backward()"
    see.graph("shared", label, diamond)
    ways = "(c, e)" if draw else "(e, c)"
    label = (
        f"c = Value(3.5, (a, b), ({s}, {t})), d = Value(4.5, (c,), ({u},)), "
        f"e = Value(5.5, (d,), ({t},)), f = Value(8.5, {ways}, ({v}, {s})), f.backward()"
    )
    see.graph("shared", label, long_and_short)
    label = (
        f"a = Value(2.5), b = Value(2.5), c = Value(3.5, (a,), ({s},)), "
        f"d = Value(3.5, (b,), ({t},)), e = Value(8.5, (c, d), ({u}, {v})), e.backward()"
    )
    see.graph("shared", label, equal_numbers)


def _two_losses(student: Any, rng: random.Random, see: Observer) -> None:
    s, t, u, v = _different(rng, 4)

    def run() -> list[float]:
        a, b = student.Value(2.5), student.Value(-1.5)
        student.Value(1.5, (a, b), (s, t)).backward()
        student.Value(3.5, (a, a), (u, v)).backward()
        return [a.grad, b.grad]

    label = (
        f"a.grad and b.grad after Value(1.5, (a, b), ({s}, {t})).backward() and "
        f"Value(3.5, (a, a), ({u}, {v})).backward()"
    )
    see("accumulate", label, run)


def _different(rng: random.Random, count: int) -> list[float]:
    """Return numbers with one decimal of which no two are the same."""
    return rng.sample([1.3, 1.6, 1.9, 2.2, 2.4, 2.7, 3.3, 3.6, 4.1], count)


def _deep(student: Any) -> float:
    a = node = student.Value(0.5)
    for step in range(DEEP):
        node = student.Value(step + 1.5, (node,), (1.01,))
    node.backward()
    return a.grad


def _drawn(root: Any, **leaves: Any) -> Any:
    """Return a copy of a graph that can be drawn whatever its attributes are called."""
    names = {id(leaf): name for name, leaf in leaves.items()}
    copies: dict[int, SimpleNamespace] = {}

    def copy(node: Any) -> SimpleNamespace:
        if id(node) not in copies:
            copies[id(node)] = SimpleNamespace(
                data=node.data,
                grad=node.grad,
                label=names.get(id(node), ""),
                _op="node" if parents_of(node) else "",
                _prev=tuple(copy(parent) for parent in parents_of(node)),
            )
        return copies[id(node)]

    return copy(root)
