"""Lesson 05: which Values parameters() lists, and what zero_grad() clears."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from microkit.checks.experiments.lesson05_parts import (
    each_once,
    in_use,
    is_value,
    kind,
    shared,
    with_numbers,
)
from microkit.checks.lend import lent, values_of
from microkit.checks.observer import Observer
from microkit.checks.probes import away_from_whole

Built = tuple[Any, list[Any]]  # a part of a network, and the Values that are in it


def parameters(student: Any, rng: random.Random, see: Observer) -> None:
    """Compare what is listed with what is there; parts that are asked elsewhere are lent."""
    from microkit.checks.right.layer import layer_of
    from microkit.checks.right.neuron import neuron_of

    with values_of(student.Neuron) as value:
        neuron: Any = neuron_of(value)
        layer: Any = layer_of(neuron)

        def one_neuron() -> Built:
            made = student.Neuron(3, True, random.Random(7))
            with_numbers(made, [2.3, -1.6, 3.4], 0.7, value)
            return made, [*made.w, made.b]

        def one_layer() -> Built:
            neuron.made.clear()
            made = student.Layer(2, 3, True, random.Random(7))
            own = list(neuron.made) or _lend(made, "neurons", lambda: [neuron(2), neuron(2)])
            _repair(made, "neurons", own)
            return made, [p for one in own for p in one.parameters()]

        def one_mlp() -> Built:
            layer.made.clear()
            made = student.MLP(3, [4, 2], random.Random(7))
            own = in_use(made, 3, layer.made)
            own = own or _lend(made, "layers", lambda: [layer(3, 4), layer(4, 2, False)])
            _repair(made, "layers", own)
            return made, [p for one in own for p in one.parameters()]

        _listed(see, "neuron", "Neuron(3, True, rng)", one_neuron)
        with lent(student.Layer, Neuron=neuron):
            _listed(see, "layer", "Layer(2, 3, True, rng)", one_layer)
        with lent(student.MLP, Layer=layer, Neuron=neuron):
            _listed(see, "mlp", "MLP(3, [4, 2], rng)", one_mlp)
            _cleared(rng, see, one_mlp)


def _lend(made: Any, name: str, make: Callable[[], list[Any]]) -> list[Any]:
    """Give parts to one whose constructor is not written yet, and return them."""
    if getattr(made, "__dict__", name):
        return []
    setattr(made, name, make())
    return getattr(made, name)


def _repair(made: Any, name: str, own: list[Any]) -> None:
    """Make each of the parts stand once in a list that holds one of them several times."""
    held = getattr(made, name, None)
    if isinstance(held, list) and len({id(part) for part in held}) < len(held):
        setattr(made, name, own)


def _listed(see: Observer, question: str, name: str, build: Any) -> None:
    call = f"{name}.parameters()"
    see(question, f"what stands in {call}", lambda: _kinds(_call(build()[0])))
    see(question, f"how many of its Values {call} leaves out", lambda: _missing(*build()))
    see(question, f"how many Values stand in {call} more than once", lambda: _twice(*build()))
    see(
        "fresh",
        f"how many things are missing in {call} after an earlier list was emptied",
        lambda: _again(build()[0]),
    )


def _call(part: Any) -> list[Any] | None:
    """Return what a part lists; None where that is not written yet."""
    method = getattr(part, "parameters", None)
    found = method() if method else None
    return None if found is None else list(found)


def _kinds(listed: list[Any] | None) -> Any:
    return None if listed is None else each_once(kind(one) for one in listed)


def _missing(part: Any, own: Sequence[Any]) -> int | None:
    listed = _call(part)
    if listed is None:
        return None
    there = {id(one) for one in listed}
    return sum(id(one) not in there for one in own)


def _twice(part: Any, own: Sequence[Any]) -> int | None:
    listed = _call(part)
    if listed is None:
        return None
    values = [id(one) for one in listed if is_value(one)]
    return len(values) - len(set(values))


def _again(part: Any) -> int | None:
    """Return by how much a list is shorter after the list of an earlier call was emptied."""
    first = _call(part)
    if first is None:
        return None
    earlier = part.parameters()
    if isinstance(earlier, list):
        earlier.clear()
    return len(first) - len(list(part.parameters()))


def _cleared(rng: random.Random, see: Observer, build: Any) -> None:
    gradients = [away_from_whole(rng, -3.8, 3.8) for _ in range(26)]
    numbers = [away_from_whole(rng, -3.8, 3.8) for _ in range(26)]

    def clear() -> list[Any]:
        made, own = build()
        for one, data, grad in zip(own, numbers, gradients, strict=False):
            one.data, one.grad = data, grad
        with suppress(AttributeError):  # a class may not let anyone put a method on it
            made.parameters = lambda: list(own)
        if hasattr(made, "zero_grad"):
            made.zero_grad()
        return own

    name = "MLP(3, [4, 2], rng)"
    see(
        "zero",
        f"how many parameters of {name} keep their gradient in zero_grad()",
        lambda: shared([one.grad for one in clear()], gradients),
    )
    see(
        "zero",
        f"which gradients {name} holds after zero_grad()",
        lambda: each_once(one.grad for one in clear()),
    )
    see(
        "zero",
        f"how many parameters of {name} change their number in zero_grad()",
        lambda: _changed([one.data for one in clear()], numbers),
    )


def _changed(now: Sequence[float], before: Sequence[float]) -> int:
    return sum(x != y for x, y in zip(now, before, strict=False))
