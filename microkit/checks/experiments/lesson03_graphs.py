"""Lesson 03: the graphs that orders and messages are tried on."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from itertools import islice
from typing import Any

from microkit.checks.probes import away_from_whole
from microkit.checks.recipes import built, gates_of, leaves_of, random_recipe

CHAIN = "p = a * b; q = p + c; out = q * d"
TREE = "p = a * b; q = c * d; out = p * q"
TWICE = "p = a * b; q = p + p; out = q * q"
DIAMOND = "x = a * b; p = x * c; q = x * d; out = p * q"
DETOUR = "x = a * b; s = x + c; t = s * d; out = t * x"
TWINS = "p = a * b; q = b * a; u = p * c; v = q * d; out = u + v"

DEEP = 300
ROOM, TOO_DEEP = 350, 400  # how often code may call itself, and a graph that is deeper than that
RAISED = 5000
STEPS = 5_000_000  # a way that takes the square of the depth is slow, and right
MOST_ITEMS = 10_000


class Node:
    """A node that belongs to nobody: plain attributes, a plus and a times."""

    def __init__(self, data: float, _prev: tuple[Node, ...] = (), _op: str = "") -> None:
        self.data = data
        self.grad = 0.0
        self.label = ""
        self._prev = _prev
        self._op = _op
        self._backward: Callable[[], None] = lambda: None

    def __add__(self, other: Node) -> Node:
        return Node(self.data + other.data, (self, other), "+")

    def __mul__(self, other: Node) -> Node:
        return Node(self.data * other.data, (self, other), "*")


def drawn(rng: random.Random, recipe: str) -> dict[str, float]:
    """Return a number for every leaf of a recipe: all different, with both signs."""
    numbers: list[float] = []
    for _ in leaves_of(recipe):
        number = away_from_whole(rng, 1.1, 2.9)
        while number in map(abs, numbers):
            number = away_from_whole(rng, 1.1, 2.9)
        numbers.append(number if len(numbers) % 3 else -number)
    return dict(zip(leaves_of(recipe), numbers, strict=True))


def random_graph(rng: random.Random) -> tuple[str, dict[str, float]]:
    """Return a random recipe with its numbers, in which no two nodes hold the same one."""
    while True:
        recipe = random_recipe(rng, 9)
        numbers = drawn(rng, recipe)
        held = [round(number, 6) for number in built(recipe, numbers, float).values()]
        if len(set(held)) == len(held) and 0 not in held:
            return recipe, numbers


def deep_sum(make: Callable[[float], Any], x: float, depth: int) -> tuple[Any, Any]:
    """Return a leaf, and what comes of adding it to itself again and again."""
    leaf = total = make(x)
    for _ in range(depth):
        total = total + leaf
    return leaf, total


def in_a_low_room(function: Callable[..., Any], *args: Any) -> Any:
    """Call a function where it may call itself a few hundred times: the same on every computer.

    Who has raised Python's limit on purpose keeps the room.
    """
    before, deep, frame = sys.getrecursionlimit(), 0, sys._getframe()
    if before > RAISED:
        return function(*args)
    while frame := frame.f_back:
        deep += 1
    sys.setrecursionlimit(deep + ROOM)
    try:
        return function(*args)
    finally:
        sys.setrecursionlimit(before)


def listed(order: Any) -> list[Any] | None:
    """Return what a student's function gave back as a list; None where there is nothing."""
    return None if order is None else list(islice(order, MOST_ITEMS))


def places(order: list[Any], nodes: dict[str, Any]) -> list[int]:
    """Return where the nodes of a graph stand in it, in the order in which they are listed."""
    known = {id(node): place for place, node in enumerate(nodes.values())}
    return [known[id(node)] for node in order if id(node) in known]


def pairs_of(recipe: str) -> list[tuple[int, int]]:
    """Return (parent, child) for every input of every gate, by their places."""
    names = [*leaves_of(recipe), *(name for name, *_ in gates_of(recipe))]
    return [
        (names.index(parent), names.index(name))
        for name, left, _, right in gates_of(recipe)
        for parent in (left, right)
    ]


def is_order(order: Any, nodes: dict[str, Any], recipe: str) -> bool:
    """Say whether a list holds every node once, parents first, or all of it the other way round."""
    items = listed(order) or []
    found = places(items, nodes)
    if len(items) != len(nodes) or sorted(found) != list(range(len(nodes))):
        return False
    if items[-1] is not list(nodes.values())[-1]:
        found = found[::-1]
    at = {node: place for place, node in enumerate(found)}
    return all(at[parent] < at[child] for parent, child in pairs_of(recipe))
