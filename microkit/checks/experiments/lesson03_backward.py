"""Lesson 03: let messages travel back through graphs of every shape."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from microkit.checks.collectors.graft import grafted
from microkit.checks.experiments.lesson03_graphs import (
    CHAIN,
    DEEP,
    DETOUR,
    DIAMOND,
    ROOM,
    STEPS,
    TOO_DEEP,
    TREE,
    TWICE,
    TWINS,
    Node,
    deep_sum,
    drawn,
    in_a_low_room,
    is_order,
    listed,
    random_graph,
)
from microkit.checks.experiments.parts import right_constructor, told_apart
from microkit.checks.lend import globals_of, lent
from microkit.checks.observer import Observer
from microkit.checks.probes import away_from_whole
from microkit.checks.recipes import built, leaves_of, roots_of
from microkit.guard import attempt

GATES = ("out = a * b", "out = a + b")
SHAPES = (
    *(("gate", recipe) for recipe in GATES),
    *(("chain", recipe) for recipe in (CHAIN, TREE)),
    *(("shared", recipe) for recipe in (TWICE, DIAMOND)),
    ("paths", DETOUR),
    ("equal", TWINS),
)


def backward(student: Any, rng: random.Random, see: Observer) -> None:
    """Try the student's backward; constructor, operators and order are lent where wrong."""
    cls = student.Value
    with (
        right_constructor(cls),
        told_apart(cls),
        grafted(cls, keep=("backward",)),
        _right_order(getattr(cls, "backward", None)),
    ):
        gate = drawn(rng, GATES[0])
        label = f"{GATES[0]}; out.backward(): grads that are still 0"
        see("seed", label, _still_zero, cls, GATES[0], gate)
        for recipe in (GATES[0], CHAIN):
            label = f"{recipe}; out.backward(): out.grad"
            see("seed", label, _end, cls, recipe, drawn(rng, recipe))
        for question, recipe in SHAPES:
            label = f"{recipe}; out.backward()"
            see.graph(question, label, _walked, cls, recipe, drawn(rng, recipe))
        see.graph("paths", "a random graph; root.backward()", _walked, cls, *random_graph(rng))
        x = away_from_whole(rng, 1.2, 3.8)
        _again(cls, rng, see)
        label = f"a.grad, where a = {x} is added up {DEEP + 1} times"
        see("deep", label, _added_up, cls, x, steps=STEPS)
        label = f"a sum of {TOO_DEEP + 1} numbers, with room for {ROOM} calls"
        see("deep", label, in_a_low_room, _ended, cls, x, steps=STEPS)


def _again(cls: type, rng: random.Random, see: Observer) -> None:
    numbers = drawn(rng, CHAIN)
    text = f"{CHAIN}; out.backward(), twice"
    label = f"{text}: what a.grad gains the second time, minus the first time"
    see("again", label, _regained, cls, numbers)
    label = f"{text}: p.grad after the second time, minus after the first"
    see("again", label, _inner, cls, numbers)
    losses = "one = a * b; two = a * c"
    label = f"{losses}; one.backward(); two.backward(): what two adds to a.grad, minus alone"
    see("again", label, _two_losses, cls, losses, drawn(rng, losses))
    already = away_from_whole(rng, 1.2, 3.8)
    label = f"a.grad was {already}; {GATES[0]}; out.backward(): what is left of it"
    see("again", label, _kept, cls, drawn(rng, GATES[0]), already)


def _nodes(cls: type, recipe: str, numbers: dict[str, float]) -> dict[str, Any]:
    nodes = built(recipe, numbers, cls)
    for name, node in nodes.items():
        with suppress(AttributeError):
            node.label = name
    return nodes


def _root(nodes: dict[str, Any], recipe: str) -> Any:
    return nodes[roots_of(recipe)[-1]]


def _walked(cls: type, recipe: str, numbers: dict[str, float]) -> Any:
    """Return the result after backward, with all gradients as if it had started with 1."""
    nodes = _nodes(cls, recipe, numbers)
    root = _root(nodes, recipe)
    root.backward()
    if root.grad == 0.0:
        nodes = _nodes(cls, recipe, numbers)
        root = _root(nodes, recipe)
        _lend_seed(root)
        root.backward()
    elif root.grad != 1.0:
        scale = root.grad
        for node in nodes.values():
            node.grad = node.grad / scale
    return root


def _lend_seed(root: Any) -> None:
    """Let a result that nobody gave a gradient have 1 at the moment at which it fires."""
    rule = root._backward

    def fire(*upstream: Any) -> None:
        if root.grad == 0.0:
            root.grad = 1.0
        rule(*upstream)

    with suppress(AttributeError):
        root._backward = fire


def _still_zero(cls: type, recipe: str, numbers: dict[str, float]) -> list[str]:
    nodes = _nodes(cls, recipe, numbers)
    _root(nodes, recipe).backward()
    names = [*leaves_of(recipe), *roots_of(recipe)]
    return [name for name in names if nodes[name].grad == 0.0]


def _end(cls: type, recipe: str, numbers: dict[str, float]) -> Any:
    root = _root(_nodes(cls, recipe, numbers), recipe)
    root.backward()
    return root.grad


def _added_up(cls: type, x: float) -> Any:
    leaf, total = deep_sum(cls, x, DEEP)
    total.backward()
    if total.grad == 0.0:
        leaf, total = deep_sum(cls, x, DEEP)
        _lend_seed(total)
        total.backward()
    return leaf.grad / (total.grad or 1.0)


def _regained(cls: type, numbers: dict[str, float]) -> Any:
    nodes = _nodes(cls, CHAIN, numbers)
    nodes["out"].backward()
    first = nodes["a"].grad
    nodes["out"].backward()
    return nodes["a"].grad - 2 * first


def _inner(cls: type, numbers: dict[str, float]) -> Any:
    nodes = _nodes(cls, CHAIN, numbers)
    nodes["out"].backward()
    first = nodes["p"].grad
    nodes["out"].backward()
    return nodes["p"].grad - first


def _two_losses(cls: type, losses: str, numbers: dict[str, float]) -> Any:
    nodes, alone = (_nodes(cls, losses, numbers) for _ in range(2))
    alone["two"].backward()
    nodes["one"].backward()
    before = nodes["a"].grad
    nodes["two"].backward()
    return nodes["a"].grad - before - alone["a"].grad


def _kept(cls: type, numbers: dict[str, float], already: float) -> Any:
    nodes, fresh = (_nodes(cls, GATES[0], numbers) for _ in range(2))
    nodes["a"].grad = already
    nodes["out"].backward()
    fresh["out"].backward()
    return nodes["a"].grad - fresh["a"].grad


def _ended(cls: type, x: float) -> str:
    _, total = deep_sum(cls, x, TOO_DEEP)
    total.backward()
    return "an end"


@contextmanager
def _right_order(method: Any) -> Iterator[None]:
    """Lend a right `topological_order` to a backward that has a wrong one; a right one stays."""
    own = globals_of(method).get("topological_order")
    if own is None or attempt(_is_right, own)[0]:
        yield
        return
    from microkit.checks.right.order import topological

    first = attempt(lambda: (listed(own(root := _small())) or [None])[0] is root)[0]
    order = (lambda root: topological(root)[::-1]) if first else topological
    with lent(method, topological_order=order):
        yield


def _small() -> Any:
    return _root(built(DIAMOND, _NUMBERS, Node), DIAMOND)


_NUMBERS = {"a": 2.5, "b": 3.5, "c": 4.5, "d": 5.5}


def _is_right(order: Callable[[Any], Any]) -> bool:
    for recipe in (CHAIN, TWICE, DIAMOND, DETOUR, TWINS):
        nodes = built(recipe, _NUMBERS, Node)
        if not is_order(order(_root(nodes, recipe)), nodes, recipe):
            return False
    return True
