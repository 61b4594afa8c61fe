"""Lesson 01: make Values, combine them, and look at what they hold and remember."""

from __future__ import annotations

import operator
import random
import re
from collections.abc import Callable
from typing import Any

from microkit.checks.collectors.graft import grafted
from microkit.checks.experiments.parts import put_right, right_constructor
from microkit.checks.observer import Observer
from microkit.checks.plain import close, plain_number
from microkit.checks.probes import away_from_whole
from microkit.errors import kind_of, with_article
from microkit.graph.symbols import canonical
from microkit.guard import attempt

MOST_NODES = 200


def value(student: Any, rng: random.Random, see: Observer) -> None:
    """One Value with parents and an operation, and one made of a number alone."""
    cls = student.Value
    first, second, alone = _numbers(rng, 3)
    for number, op in ((first, "*"), (-second, "+")):
        text = f'Value({number}, (a, b), "{op}")'
        parents = see.make("data", "a and b", _parents_for, cls) or ()
        node = see.make("data", text, cls, number, parents, op)
        see("data", f"{text}.data", lambda node=node: node.data)
        see("grad", f"{text}.grad", lambda node=node: node.grad)
        see("parents", f"{text}._prev", lambda n=node, p=parents: _names(n._prev, p))
        see("parents", f"what holds the parents of {text}", _container, node)
        see("op", f"{text}._op", lambda node=node: node._op)
        see("repr", f"the number that {text} shows", _shown, node, number, parents, op)
    node = see.make("alone", f"Value({alone})", cls, alone)
    see("alone", f"Value({alone}).data", lambda: node.data)
    see("alone", f"Value({alone})._prev", lambda: list(node._prev))
    see("alone", f"Value({alone})._op", lambda: node._op)


def forward(student: Any, rng: random.Random, see: Observer) -> None:
    """Plus and times: the number, the kind of the result, its parents and its sign."""
    cls = student.Value
    with right_constructor(cls):
        for question, sign, method in (("sum", "+", "__add__"), ("product", "*", "__mul__")):
            with grafted(cls, keep=(method,)):
                _operator(see, cls, question, sign, _numbers(rng, 3))


def _operator(see: Observer, cls: type, question: str, sign: str, numbers: list[float]) -> None:
    apply = {"+": operator.add, "*": operator.mul}[sign]
    x, y, plain = numbers
    for one, two in ((x, y), (-x, y), (y, -x)):
        label = f"with a = {one}, b = {two}: (a {sign} b).data"
        see(question, label, lambda p=one, q=two: _data(apply(cls(p), cls(q))))

    def made(*operands: Any) -> list[Any]:
        return [*operands, apply(*operands)]

    def beside_a_value() -> Any:
        return _data(apply(cls(x), plain)) - _data(apply(cls(x), cls(plain)))

    text = f"a {sign} b"
    see("node", f"with a = {x}: a.data after {text}", lambda: made(cls(x), cls(y))[0].data)
    see("node", f"with b = {y}: b.data after {text}", lambda: made(cls(x), cls(y))[1].data)
    see("node", f"what {text} is", lambda: _kind(made(cls(x), cls(y))[-1]))
    see("parents", f"({text})._prev", lambda: _parents(made(cls(x), cls(y))))
    see("op", f"({text})._op", lambda: _sign(apply(cls(x), cls(y))))
    text = f"a {sign} {plain}"
    label = f"with a = {x}: ({text}).data, minus that of a {sign} Value({plain})"
    see("numbers", label, beside_a_value)
    see("numbers", f"plain numbers in ({text})._prev", lambda: _plain(made(cls(x), plain)))


Case = tuple[str, str, str, tuple[float, ...], Callable[..., Any]]


def mixed(student: Any, rng: random.Random, see: Observer) -> None:
    """Each operator on its own; the others are lent."""
    cls = student.Value
    x, y, z, k = _numbers(rng, 4)
    cases: tuple[Case, ...] = (
        ("negative", "-a", "__neg__", (x,), operator.neg),
        ("negative", "-a", "__neg__", (-y,), operator.neg),
        ("minus", "a - b", "__sub__", (x, y), operator.sub),
        ("minus", "a - b", "__sub__", (-y, x), operator.sub),
        ("left_sum", f"{k} + a", "__radd__", (y,), lambda a: k + a),
        ("left_sum", "sum([a, b, c])", "__radd__", (x, y, z), lambda *terms: sum(terms)),
        ("left_product", f"{k} * a", "__rmul__", (x,), lambda a: k * a),
        ("left_product", f"{k} * a", "__rmul__", (-y,), lambda a: k * a),
        ("left_minus", f"{k} - a", "__rsub__", (x,), lambda a: k - a),
        ("left_minus", f"{k} - a", "__rsub__", (-y,), lambda a: k - a),
    )
    with right_constructor(cls):
        for case in cases:
            with grafted(cls, keep=_own(cls, case[2])):
                _mixed(see, cls, case)
        with grafted(cls, keep=("__sub__",)):
            label = f"with a = {x}: (a - {k}).data, minus that of a - Value({k})"
            see("numbers", label, lambda: _data(cls(x) - k) - _data(cls(x) - cls(k)))


def _own(cls: type, method: str) -> tuple[str, ...]:
    """Return what stays the student's: not the plus itself where it stands on the right, too."""
    other = {"__radd__": "__add__", "__rmul__": "__mul__"}.get(method, "")
    mine = getattr(cls, method, None)
    return () if mine and mine is getattr(cls, other, None) else (method,)


def _mixed(see: Observer, cls: type, case: Case) -> None:
    question, text, _, numbers, expression = case
    inputs = ", ".join(f"{n} = {x}" for n, x in zip("abc", numbers, strict=False))

    def made() -> list[Any]:
        operands = [cls(number) for number in numbers]
        return [*operands, expression(*operands)]

    def behind() -> list[str]:
        *operands, out = made()
        nodes = _behind(out)
        return [n for n, a in zip("abc", operands, strict=False) if id(a) in nodes]

    see(question, f"with {inputs}: the number of {text}", lambda: _data(made()[-1]))
    see("remembers", f"with {inputs}: a.data after {text}", lambda: made()[0].data)
    see("remembers", f"what {text} is", lambda: _kind(made()[-1]))
    see("remembers", f"the inputs to which _prev of {text} leads back", behind)


def graph(student: Any, rng: random.Random, see: Observer) -> None:
    """See what stays apart, and what is kept twice; with the student's plus, where it is right."""
    cls: Any = student.Value if isinstance(student.Value, type) else type("Value", (), {})
    x, y = _numbers(rng, 2)
    with right_constructor(cls):
        see("twice", "a + b", _something, cls, x, y)
        own = attempt(_adds, cls, x, y)[0]
        with grafted(cls, keep=("__add__",) if own else ()):
            see("twice", "how often a stands in (a + a)._prev", _times_parent, cls, x)
            both = f"Value({x}) and another Value({x})"
            see("apart", f"Values in the set of {both}", lambda: len({cls(x), cls(x)}))
            see("apart", f"whether {both} are equal", lambda: bool(cls(x) == cls(x)))
            for sign, change in _CHANGES.items():
                label = f"with a = {x}, b = {y}: the old a.data after a {sign} b"
                see("in_place", label, _old, cls, x, y, change)
            see("new", "whether a + b, written twice, is one object", _same_again, cls, x, y)


_CHANGES = {"+=": operator.iadd, "-=": operator.isub, "*=": operator.imul}


def _numbers(rng: random.Random, count: int) -> list[float]:
    """Return numbers that are all different."""
    numbers: dict[float, None] = {}
    while len(numbers) < count:
        numbers[away_from_whole(rng, 2.1, 7.9)] = None
    return list(numbers)


def _parents_for(cls: type) -> tuple[Any, ...]:
    return cls(2.5, (), ""), cls(3.5, (), "")


def _names(held: Any, operands: tuple[Any, ...]) -> list[Any]:
    """Return the names of parents; a set has no order, and is read in that of the operands."""
    known = {id(operand): name for name, operand in zip("abc", operands, strict=False)}
    if isinstance(held, set | frozenset):
        held = sorted(held, key=lambda parent: known.get(id(parent), "z"))
    return [known.get(id(parent), parent) for parent in held]


def _container(node: Any) -> str:
    for kind in (tuple, list, set, frozenset):
        if isinstance(node._prev, kind):
            return with_article(kind.__name__)
    return kind_of(node._prev)


def _shown(node: Any, number: float, parents: tuple[Any, ...], op: str) -> float | None:
    """Return the number if it stands in the node's text, however it is written there."""
    put_right(node, number, parents, op)
    written = repr(node).replace("\N{MINUS SIGN}", "-")
    found = map(float, re.findall(r"-?\d+\.?\d*(?:e[-+]?\d+)?", written))
    return next((one for one in found if close(one, number)), None)


def _kind(thing: Any) -> str | None:
    if thing is None:
        return None
    return "a Value" if _is_node(thing) else kind_of(thing)


def _is_node(thing: Any) -> bool:
    return hasattr(thing, "data") and hasattr(thing, "grad")


def _data(thing: Any) -> Any:
    """Return a result's number, also where the result is one itself."""
    return thing.data if _is_node(thing) else thing


def _parents(made: list[Any]) -> list[Any] | None:
    *operands, out = made
    return None if out is None else _names(getattr(out, "_prev", ()), tuple(operands))


def _plain(made: list[Any]) -> list[Any] | None:
    out = made[-1]
    return None if out is None else [p for p in getattr(out, "_prev", ()) if not _is_node(p)]


def _sign(out: Any) -> str | None:
    """Return the sign in the kit's spelling, whatever a student calls a plus."""
    op = getattr(out, "_op", None)
    return canonical(op, 2) if op else op


def _behind(root: Any) -> set[int]:
    """Return the ids of all nodes that a node was made of; the node itself is none of them."""
    found: set[int] = set()
    waiting = list(getattr(root, "_prev", None) or ())
    while waiting and len(found) < MOST_NODES:
        node = waiting.pop()
        if id(node) not in found:
            found.add(id(node))
            waiting += getattr(node, "_prev", None) or ()
    return found


def _something(cls: type, x: float, y: float) -> str | None:
    """Say whether anybody has written a plus at all; whether it is right is asked elsewhere."""
    if not hasattr(cls, "__add__"):
        return None
    out, trouble = attempt(operator.add, cls(x), cls(y))
    unwritten = trouble["kind"] == "NotImplementedError" if trouble else out is None
    return None if unwritten else "something"


def _adds(cls: type, x: float, y: float) -> bool:
    a, b = cls(x), cls(y)
    out = a + b
    return close(plain_number(out.data), x + y) and set(_names(out._prev, (a, b))) == {"a", "b"}


def _times_parent(cls: type, x: float) -> int:
    a = cls(x)
    return sum(parent is a for parent in (a + a)._prev)


def _old(cls: type, x: float, y: float, change: Callable[[Any, Any], Any]) -> Any:
    a = cls(x)
    change(a, cls(y))
    return a.data


def _same_again(cls: type, x: float, y: float) -> bool:
    a, b = cls(x), cls(y)
    return (a + b) is (a + b)


EXPERIMENTS = {
    "01.value": value,
    "01.forward": forward,
    "01.mixed": mixed,
    "01.graph": graph,
}
