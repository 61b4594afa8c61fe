"""Lesson 08, Operation: small operations are defined on the student's base class, and applied."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any, ClassVar

from microkit.checks.experiments.lesson08_nodes import over, values_for, written_down
from microkit.checks.observer import Observer
from microkit.checks.probes import away_from_whole

MAKES = {"Bend": "1.5 / a", "Slant": "a * a * b", "Mix": "a * b - c * c"}


def operation(student: Any, rng: random.Random, see: Observer) -> None:
    """Apply operations of one, two and three inputs, and look at what they were given."""
    base = student.Operation
    x, y, z = (away_from_whole(rng, low, low + 1.8) for low in (1.2, 3.2, 5.2))
    k = -away_from_whole(rng, 1.2, 3.8)
    with values_for(base) as value:
        see.make("forward", "class Bend(Operation)", _operations, base)
        for name, numbers in (("Bend", (x,)), ("Slant", (x, y)), ("Mix", (x, -y, z))):
            inputs = ", ".join(f"Value({number})" for number in numbers)
            call = f"{name}.of({inputs}), which is {MAKES[name]}"
            run = _Run(value, base, name, numbers)
            see("forward", f"the value of {call}", run.value)
            see("given", f"what forward and, after g, backward get in {call}", run.given)
            see("shares", f"what the inputs of {call} hear", run.grads)
            label = f"what they hear when {k} comes from above, divided by {k} times that for 1"
            see("upstream", f"{call}: {label}", run.times, k)
            see("upstream", f"{call}: what they hold before backward", run.before)
        for plain, inputs in enumerate((f"{x}, Value({y})", f"Value({x}), {y}")):
            label = f"Slant.of({inputs}): value and share, divided by those of two Values"
            see("numbers", label, _with_a_number, value, base, (x, y), plain)
        label = (
            f"what a = Value({x}) hears in Slant.of(a, a), divided by two Values of {x} together"
        )
        see("twice", label, _twice, value, base, x)


@dataclass(frozen=True)
class _Run:
    """One operation on numbers that each stand in a Value of their own."""

    make: Any
    base: Any
    name: str
    numbers: tuple[float, ...]

    def value(self) -> Any:
        """Return the number that the node holds; also where it is a number and not a node."""
        out, _ = _of(self.base, self.name, *map(self.make, self.numbers))
        return out.data if hasattr(out, "grad") else out

    def given(self) -> list[list[Any]]:
        """Return what both halves were given, each list once."""
        out, given = _of(self.base, self.name, *map(self.make, self.numbers))
        _from_above(self.make, out, 1.0)
        return [each for place, each in enumerate(given) if each not in given[:place]]

    def grads(self, upstream: float = 1.0) -> list[float]:
        """Return what each input hears."""
        inputs = [self.make(number) for number in self.numbers]
        out, _ = _of(self.base, self.name, *inputs)
        _from_above(self.make, out, upstream)
        return [leaf.grad for leaf in inputs]

    def times(self, upstream: float) -> list[float]:
        """Return what each input hears, over so many times what it hears of 1 from above."""
        both = zip(self.grads(upstream), self.grads(), strict=True)
        return [over(more, upstream * once) for more, once in both]

    def before(self) -> list[float]:
        """Return the gradients before anything has arrived."""
        inputs = [self.make(number) for number in self.numbers]
        _of(self.base, self.name, *inputs)
        return [leaf.grad for leaf in inputs]


def _operations(base: Any) -> dict[str, Any]:
    """Return operations that calculate whatever they are given, and write it down."""

    class _Known(base):
        given: ClassVar[list[list[Any]]] = []

        @classmethod
        def note(cls, *things: Any) -> list[float]:
            kinds = ["a Value" if hasattr(thing, "grad") else thing for thing in things]
            cls.given.append(kinds)
            return [thing.data if hasattr(thing, "grad") else thing for thing in things]

    class Bend(_Known):
        @staticmethod
        def forward(*given: Any) -> float:
            (a,) = Bend.note(*given)
            return 1.5 / a

        @staticmethod
        def backward(g: Any, *given: Any) -> tuple[float, ...]:
            *out, a = Bend.note(*given)
            out = out[0] if out else 1.5 / a
            return (-g * out / a,)  # d(1.5/a)/da = -1.5/a**2

    class Slant(_Known):
        @staticmethod
        def forward(*given: Any) -> float:
            a, b = Slant.note(*given)
            return a * a * b

        @staticmethod
        def backward(g: Any, *given: Any) -> tuple[float, ...]:
            a, b = Slant.note(*given)[-2:]
            return 2 * a * b * g, a * a * g  # d(a*a*b)/da = 2*a*b, d(a*a*b)/db = a*a

    class Mix(_Known):
        @staticmethod
        def forward(*given: Any) -> float:
            a, b, c = Mix.note(*given)
            return a * b - c * c

        @staticmethod
        def backward(g: Any, *given: Any) -> tuple[float, ...]:
            a, b, c = Mix.note(*given)[-3:]
            return b * g, a * g, -2 * c * g  # d(a*b - c*c): b, a, -2*c

    return {"Bend": Bend, "Slant": Slant, "Mix": Mix}


def _of(base: Any, name: str, *inputs: Any) -> tuple[Any, list[list[Any]]]:
    """Return what an operation makes of its inputs, and what its halves are given meanwhile."""
    cls = _operations(base)[name]
    if not hasattr(cls, "of"):
        raise NotImplementedError
    cls.given = []
    return written_down(cls.of(*inputs)), cls.given


def _from_above(make: Any, out: Any, upstream: float) -> None:
    """Let a gradient arrive at a node: from one more node, with this slope."""
    make(out.data * upstream, (out,), (upstream,)).backward()


def _with_a_number(make: Any, base: Any, numbers: tuple[float, float], plain: int) -> list[float]:
    """Return value and share with one plain number, over those with two Values."""
    seen = []
    for beside in (numbers[plain], make(numbers[plain])):
        asked = make(numbers[1 - plain])
        inputs = (beside, asked) if plain == 0 else (asked, beside)
        out, _ = _of(base, "Slant", *inputs)
        _from_above(make, out, 1.0)
        seen.append((out.data, asked.grad))
    return [over(with_number, without) for with_number, without in zip(*seen, strict=True)]


def _twice(make: Any, base: Any, x: float) -> float:
    """Return what one Value hears in both places, over what two of them hear together."""
    a, b, c = make(x), make(x), make(x)
    for inputs in ((a, a), (b, c)):
        out, _ = _of(base, "Slant", *inputs)
        _from_above(make, out, 1.0)
    return over(a.grad, b.grad + c.grad)
