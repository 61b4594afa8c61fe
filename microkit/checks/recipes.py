"""Small graphs as text, such as ``"b = a + a; c = b + b"``, to be built from anybody's Values."""

from __future__ import annotations

import operator
import random
from collections.abc import Callable, Mapping
from typing import Any

_GATES = {"+": operator.add, "*": operator.mul}


def gates_of(recipe: str) -> list[tuple[str, str, str, str]]:
    """Return every line as (name, left input, sign, right input).

    Examples
    --------
    >>> gates_of("b = a * a; c = b + d")
    [('b', 'a', '*', 'a'), ('c', 'b', '+', 'd')]
    """
    lines = [line.split() for line in recipe.split(";")]
    return [(name, left, sign, right) for name, _, left, sign, right in lines]


def leaves_of(recipe: str) -> list[str]:
    """Return the names that no line makes, in the order in which they are met.

    Examples
    --------
    >>> leaves_of("b = a * a; c = b + d")
    ['a', 'd']
    """
    made = {name for name, *_ in gates_of(recipe)}
    inputs = [name for _, left, _, right in gates_of(recipe) for name in (left, right)]
    return [name for name in dict.fromkeys(inputs) if name not in made]


def roots_of(recipe: str) -> list[str]:
    """Return the results that no other line uses.

    Examples
    --------
    >>> roots_of("b = a * a; c = a + d")
    ['b', 'c']
    """
    used = {name for _, left, _, right in gates_of(recipe) for name in (left, right)}
    return [name for name, *_ in gates_of(recipe) if name not in used]


def built(
    recipe: str, numbers: Mapping[str, float], make: Callable[[float], Any]
) -> dict[str, Any]:
    """Return every node of a recipe by its name, the leaves first.

    Parameters
    ----------
    recipe : str
        The lines.
    numbers : mapping of str to float
        What each leaf holds.
    make : callable
        A class `Value`: it makes a leaf of a number.

    Examples
    --------
    >>> from microkit import Value
    >>> {name: node.data for name, node in built("b = a + a; c = b * b", {"a": 1.5}, Value).items()}
    {'a': 1.5, 'b': 3.0, 'c': 9.0}
    """
    nodes = {name: make(numbers[name]) for name in leaves_of(recipe)}
    for name, left, sign, right in gates_of(recipe):
        nodes[name] = _GATES[sign](nodes[left], nodes[right])
    return nodes


def random_recipe(rng: random.Random, gates: int) -> str:
    """Return a random graph with one root, in which inner nodes are used several times."""
    names, lines = list("abc"), []

    def add(left: str, sign: str, right: str) -> None:
        names.append(f"n{len(lines) + 1}")
        lines.append(f"{names[-1]} = {left} {sign} {right}")

    for _ in range(gates):
        left, right = rng.choices(names[-6:], k=2)
        add(left, rng.choice("+*+"), right)
    first, *others = roots_of("; ".join(lines))
    for other in others:
        add(first, "+", other)
        first = names[-1]
    return "; ".join(lines)
