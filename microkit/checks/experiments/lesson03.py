"""Lesson 03: walk graphs of every shape, set gradients to zero, and hunt bugs."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from microkit.checks import puzzles
from microkit.checks.experiments.lesson03_backward import backward
from microkit.checks.experiments.lesson03_graphs import (
    CHAIN,
    DEEP,
    DETOUR,
    DIAMOND,
    ROOM,
    STEPS,
    TOO_DEEP,
    TWICE,
    TWINS,
    Node,
    deep_sum,
    drawn,
    in_a_low_room,
    listed,
    pairs_of,
    places,
    random_graph,
)
from microkit.checks.observer import Observer
from microkit.checks.probes import away_from_whole
from microkit.checks.recipes import built
from microkit.errors import kind_of


def order(student: Any, rng: random.Random, see: Observer) -> None:
    """Ask for the order of every shape; one that begins with the result is read from its end."""
    kept = []
    shapes = [(recipe, drawn(rng, recipe)) for recipe in (CHAIN, TWICE, DIAMOND, DETOUR, TWINS)]
    for recipe, numbers in (*shapes, random_graph(rng)):
        nodes = built(recipe, numbers, Node)
        kept.append(nodes)
        _order(see, student.topological_order, recipe, nodes, len(kept) > 1)
    function = student.topological_order
    see("deep", f"order of a sum of {DEEP + 1} numbers", _ended, function, DEEP, steps=STEPS)
    label = f"order of a sum of {TOO_DEEP + 1} numbers, with room for {ROOM} calls"
    see("deep", label, in_a_low_room, _ended, function, TOO_DEEP, steps=STEPS)


def _order(
    see: Observer,
    function: Callable[[Any], Any],
    recipe: str,
    nodes: dict[str, Any],
    again: bool,
) -> None:
    names = list(nodes)
    root = nodes[names[-1]]
    pairs = pairs_of(recipe)
    above = [[p for p, c in pairs if c == child] for child in range(len(nodes))]
    text = recipe if len(nodes) < 10 else f"a random graph of {len(nodes)} nodes"

    def about(reads: Callable[[list[Any]], Any], least: int = 1) -> Callable[[], Any]:
        """Of a list without any of the nodes, there is nothing to say but that."""
        if items is None or len(places(items, nodes)) < least:
            return lambda: None
        return lambda: reads(items)

    def left_out(items: list[Any]) -> list[str]:
        return [names[i] for i in range(len(nodes)) if i not in places(items, nodes)]

    def repeated(items: list[Any]) -> list[str]:
        found = places(items, nodes)
        return [names[i] for i in range(len(nodes)) if found.count(i) > 1]

    def order(items: list[Any]) -> list[int]:
        return _completed(items, nodes, recipe)

    def early(items: list[Any]) -> list[str]:
        at = order(items).index
        return [names[c] for c in range(len(nodes)) if any(at(c) < at(p) for p in above[c])]

    def before_the_end(items: list[Any]) -> int:
        found = places(items, nodes)[::-1]
        return found.index(len(nodes) - 1) if len(nodes) - 1 in found else 0

    def foreign(items: list[Any]) -> bool:
        return sum(hasattr(item, "_prev") for item in items) > len(places(items, nodes))

    items = see.make("all", f"order of {text}", lambda: listed(function(root)))
    see("all", f"left out of the order of {text}", about(left_out, 0))
    see("once", f"listed more than once in the order of {text}", about(repeated))
    if text is recipe:
        see("parents", f"nodes before one of their parents in the order of {text}", about(early))
    else:
        accept = {"order": pairs, "count": len(nodes)}
        see("parents", f"order of {text}", about(order), accept=accept)
    see("end", f"nodes after {names[-1]} in the order of {text}", about(before_the_end))
    if again:
        see(
            "fresh", f"whether nodes of an earlier graph are in the order of {text}", about(foreign)
        )


def _completed(items: list[Any], nodes: dict[str, Any], recipe: str) -> list[int]:
    """Return the order with each node once, the result last, and with those that were left out.

    Each slip costs its own question: a leaf that is missing does not make an order wrong.
    """
    found = places(items, nodes)
    if found and found[0] == len(nodes) - 1:
        found.reverse()
    order = list(dict.fromkeys(found))
    for node in range(len(nodes)):
        if node not in order:
            above = [order.index(parent) for parent, child in pairs_of(recipe) if child == node]
            order.insert(1 + max(above, default=-1), node)
    return order


def _ended(function: Callable[[Any], Any], depth: int) -> str | None:
    _, total = deep_sum(Node, 2.5, depth)
    return None if listed(function(total)) is None else "an end"


class Watched(list):
    """A list that counts which of its items somebody has looked at."""

    def __init__(self, items: list[Any]) -> None:
        super().__init__(items)
        self.seen: set[int] = set()

    def __iter__(self) -> Iterator[Any]:
        for place in range(len(self)):
            yield self[place]

    def __getitem__(self, place: Any) -> Any:
        self.seen.update(range(*place.indices(len(self))) if isinstance(place, slice) else [place])
        return super().__getitem__(place)


def zero_grad(student: Any, rng: random.Random, see: Observer) -> None:
    """Hand over nodes with gradients: in a list, in a tuple, and by a generator."""
    numbers = drawn(rng, TWICE)
    grads = [away_from_whole(rng, 1.2, 7.8) for _ in range(5)]

    def after(collect: Callable[[list[Any]], Any]) -> list[Any]:
        nodes = list(built(TWICE, numbers, Node).values())
        for node, grad in zip(nodes, grads, strict=True):
            node.grad = grad
        student.zero_grad(collect(nodes))
        return nodes

    def looked_at() -> int:
        watched = Watched([Node(2.5), Node(3.5), Node(4.5)])
        student.zero_grad(watched)
        return len(watched.seen)

    def unlike_a_list(collect: Callable[[list[Any]], Any]) -> int:
        both = zip(after(collect), after(list), strict=True)
        return sum(one.grad != other.grad for one, other in both)

    see("zero", f"grads {grads} after zero_grad(nodes)", lambda: [n.grad for n in after(list)])
    see("numbers", "the numbers after zero_grad(nodes)", lambda: [n.data for n in after(list)])
    see("all", "how many of 3 nodes zero_grad looks at", looked_at)
    for kind, collect in (("tuple", tuple), ("generator", iter)):
        label = f"how many grads differ between zero_grad(a {kind}) and zero_grad(a list)"
        see("iterable", label, unlike_a_list, collect)


def bugs(student: Any, rng: random.Random, see: Observer) -> None:
    """Run each bug on the graph that was chosen for it."""
    chosen = student.exposed_by if isinstance(student.exposed_by, Mapping) else {}
    taken: dict[str, str] = {}
    for bug in puzzles.BUGS:
        see(bug, f'exposed_by["{bug}"]', _shown, bug, chosen, taken)


def _shown(bug: str, chosen: Mapping[str, Any], taken: dict[str, str]) -> str:
    """Say what the graph that was chosen shows of a bug, and keep whose it is."""
    graph = chosen.get(bug)
    if graph is None or graph is ...:
        return "not chosen yet"
    if not isinstance(graph, str) or graph not in puzzles.GRAPHS:
        said = f"{str(graph)[:20]!r}" if isinstance(graph, str) else kind_of(graph)
        return f"{said}, and there is no such graph: there are {', '.join(puzzles.GRAPHS)}"
    if graph in taken:
        return f"'{graph}', used for {taken[graph]} and {bug}: which of them has another graph?"
    if puzzles.error(bug, graph) < 0.01:
        return f"'{graph}', and on that graph bug {bug} is right"
    taken[graph] = bug
    return f"a graph on which bug {bug} is wrong"


EXPERIMENTS = {
    "03.order": order,
    "03.backward": backward,
    "03.zero_grad": zero_grad,
    "03.bugs": bugs,
}
