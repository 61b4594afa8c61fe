"""Lesson 05: what every experiment asks about Values, neurons and layers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import combinations
from typing import Any

from microkit.errors import kind_of


def in_use(network: Any, nin: int, layers: Sequence[Any]) -> list[Any]:
    """Return those of the layers that a network asks; all of them, where it asks none."""
    with suppress(Exception):
        network([0.5] * nin)
    return [layer for layer in layers if layer.asked] or list(layers)


def is_value(thing: Any) -> bool:
    """Say whether a thing is a Value, of whatever class."""
    return hasattr(thing, "data") and hasattr(thing, "grad")


def kind(thing: Any) -> str:
    """Say what a thing is: ``"a Value"``, ``"a float"``."""
    return "a Value" if is_value(thing) else kind_of(thing)


def number(thing: Any) -> Any:
    """Return the number that a Value holds, and a number as it is."""
    return thing.data if is_value(thing) else thing


def answers(out: Any) -> list[Any]:
    """Return the numbers of a layer's answer; one answer may come without a list."""
    return [number(one) for one in (out if isinstance(out, list | tuple) else [out])]


def sides(numbers: Iterable[float]) -> str:
    """Say on which side of 0 numbers lie: ``"below 0"``, or ``"below 0 and above 0"``."""
    words = ("0", "above 0", "below 0")
    return " and ".join(sorted({words[(one > 0) - (one < 0)] for one in numbers}))


def each_once(things: Iterable[Any]) -> Any:
    """Return what there is among things; without a list, where it is one thing only."""
    found = list(dict.fromkeys(things))
    return found[0] if len(found) == 1 else found


def with_numbers(neuron: Any, weights: Sequence[float], bias: float, value: type) -> Any:
    """Return a neuron whose weights and bias hold these numbers, with no gradient.

    They are set where they are, if they are Values of their own; else new ones take their place.
    """
    own: list[Any] = list(getattr(neuron, "w", ()))
    b: Any = getattr(neuron, "b", None)
    if not _leaves_of_their_own([*own, b]) or len(own) != len(weights):
        neuron.w, neuron.b = [value(w) for w in weights], value(bias)
        return neuron
    for parameter, held in zip([*own, b], [*weights, bias], strict=True):
        parameter.data, parameter.grad = held, 0.0
    return neuron


def _leaves_of_their_own(things: list[Any]) -> bool:
    leaves = [t for t in things if is_value(t) and not getattr(t, "_prev", ())]
    return len({id(leaf) for leaf in leaves}) == len(things)


def weights_of(neurons: Iterable[Any]) -> list[list[Any]]:
    """Return the numbers that the weights of each neuron hold."""
    return [[number(w) for w in neuron.w] for neuron in neurons]


def shared(one: Sequence[Any], two: Sequence[Any]) -> int:
    """Return how many places of two lists hold the same."""
    return sum(x == y for x, y in zip(one, two, strict=False))


def differing(one: Sequence[Any], two: Sequence[Any]) -> int:
    """Return how many places of two lists do not hold the same."""
    return max(len(one), len(two)) - shared(one, two)


def alike(neurons: Iterable[Any]) -> int:
    """Return how many pairs of neurons have a weight in common."""
    return sum(shared(one, two) > 0 for one, two in combinations(weights_of(neurons), 2))
