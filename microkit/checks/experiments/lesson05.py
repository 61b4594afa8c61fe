"""Lesson 05: neurons whose weights are set to known numbers, and networks of lent parts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from microkit.checks.experiments.lesson05_networks import layer, mlp
from microkit.checks.experiments.lesson05_parameters import parameters
from microkit.checks.experiments.lesson05_parts import (
    differing,
    is_value,
    kind,
    number,
    shared,
    sides,
    with_numbers,
)
from microkit.checks.experiments.run import Experiment
from microkit.checks.lend import values_of
from microkit.checks.observer import Observer
from microkit.checks.probes import away_from_whole


def neuron(student: Any, rng: random.Random, see: Observer) -> None:
    """Look at how the weights start, and then at the answer for known weights."""
    with values_of(student.Neuron) as value:
        _start(student, rng, see)
        _answer(student, rng, see, value)


def _start(student: Any, rng: random.Random, see: Observer) -> None:
    seed = rng.random()

    def fresh(nin: int = 5, source: random.Random | None = None) -> Any:
        return student.Neuron(nin, True, source or random.Random(seed))

    def weights(source: random.Random | None = None) -> list[Any]:
        return [number(w) for w in fresh(source=source).w]

    made = see.make("weights", "Neuron(4, True, rng)", fresh, 4)
    see("weights", "how many things are in .w of Neuron(4, True, rng)", lambda: len(made.w))
    see(
        "weights",
        "how many different Values are in .w of Neuron(4, True, rng)",
        lambda: len(_values(made.w)),
    )
    see("weights", "what .b of Neuron(4, True, rng) is", lambda: kind(made.b))
    made = see.make("random", "Neuron(5, True, rng)", fresh)
    see(
        "random",
        "how many weights of Neuron(5, True, rng) start where another one starts",
        lambda: _repeats(made),
    )
    see(
        "random",
        "how many weights differ between two neurons from equal rngs",
        lambda: differing(weights(), weights()),
    )
    once = random.Random(seed)
    see(
        "random",
        "how many weights are the same in two neurons from one rng",
        lambda: shared(weights(once), weights(once)),
    )


def _values(things: Any) -> list[Any]:
    return list({id(thing): thing for thing in things if is_value(thing)}.values())


def _repeats(neuron: Any) -> int:
    starts = [number(w) for w in _values(neuron.w) or neuron.w]
    return len(starts) - len(set(starts))


def _answer(student: Any, rng: random.Random, see: Observer, value: type) -> None:
    w, x = _weights_and_inputs(rng, (1, 1, -1))  # the last product is negative, the sum is not
    down, dark = _weights_and_inputs(rng, (-1, -1, -1))
    b, g = away_from_whole(rng, 1.2, 2.8), away_from_whole(rng, -4.8, -1.2)

    def answer(
        nonlin: bool, weights: Sequence[float], bias: float, inputs: Sequence[Any]
    ) -> tuple[Any, Any]:
        made = student.Neuron(3, nonlin, random.Random(7))
        with_numbers(made, weights, bias, value)
        return made, made(inputs)

    def held(*asked: Any) -> Any:
        return number(answer(*asked)[1])

    linear, bent = "Neuron(3, False, rng)", "Neuron(3, True, rng)"
    given = f"{linear} with w = {w}, b = 0"
    see("sum", f"{given}, on {x}", held, False, w, 0.0, x)
    see("sum", f"{given}, on {x} as Values", lambda: held(False, w, 0.0, _all(value, x)))
    see(
        "bias",
        f"by how much the answer of {linear} grows when b goes from 0 to {b}",
        lambda: held(False, w, b, x) - held(False, w, 0.0, x),
    )
    see("bias", f"{bent} with w = {down}, b = 37.5, on {dark}", held, True, down, 37.5, dark)
    see(
        "bias",
        f"b after a call of {linear}, when it was {b} before",
        lambda: number(answer(False, w, b, x)[0].b),
    )
    see(
        "bend",
        f"the answer of {bent} minus that of {linear}, where the sum is positive",
        lambda: held(True, w, 0.0, x) - held(False, w, 0.0, x),
    )
    see("bend", f"{bent} with w = {down}, b = 0, on {dark}", held, True, down, 0.0, dark)
    see(
        "bend",
        f"where the answer of {linear} with w = {down}, b = 0, on {dark} lies",
        lambda: sides([held(False, down, 0.0, dark)]),
    )

    def gradients(of: str) -> Any:
        inputs = _all(value, x)
        made, out = answer(False, w, b, inputs)
        (out * g).backward()
        if of == "b":
            return made.b.grad
        return [one.grad for one in (made.w if of == "w" else inputs)]

    above = f"when {g} arrives at the answer of {linear}"
    see("gradients", f"the gradients of w {above} on {x}", gradients, "w")
    see("gradients", f"the gradients of x {above} with w = {w}", gradients, "x")
    see("bias", f"the gradient of b {above}", gradients, "b")


def _all(value: type, numbers: Sequence[float]) -> list[Any]:
    return [value(one) for one in numbers]


def _weights_and_inputs(
    rng: random.Random, products: tuple[int, ...]
) -> tuple[list[float], list[float]]:
    """Return weights and inputs whose products have these signs; the last one is the smallest."""
    signs = [1, -1, 1]
    w = [s * away_from_whole(rng, 2.1, 3.9) for s in signs[:-1]]
    x = [s * p * away_from_whole(rng, 2.1, 3.9) for s, p in zip(signs, products[:-1], strict=False)]
    w.append(signs[-1] * away_from_whole(rng, 1.2, 1.8))
    x.append(signs[-1] * products[-1] * away_from_whole(rng, 1.2, 1.8))
    return w, x


EXPERIMENTS: dict[str, Experiment] = {
    "05.neuron": neuron,
    "05.layer": layer,
    "05.mlp": mlp,
    "05.parameters": parameters,
}
