"""Lesson 09: arrays to try a rule on, and three looks at what it returns."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from microkit.checks.observer import Observer

# Quarters: their sums and products are exact, in single precision too. Whole numbers are left out.
NUMBERS = [n / 4 for n in range(-39, 40) if n % 4]
MOST_SHOWN = 12  # more numbers than that, and a label gives the shapes


def drawn(rng: random.Random, *shape: int, single: bool = False) -> np.ndarray:
    """Return an array of numbers that all differ."""
    numbers = np.array(rng.sample(NUMBERS, int(np.prod(shape)))).reshape(shape)
    return numbers.astype(np.float32) if single else numbers


class Look:
    """One call of a student's rule, looked at in several ways, each time with fresh inputs.

    Parameters
    ----------
    see : Observer
        Where it is written down.
    name : str
        The rule's name, for the labels.
    rule : callable
        The rule.
    inputs : mapping of str to object
        The arguments, by the names that the labels give to arrays. Anything else stands in the
        call itself.
    """

    def __init__(
        self, see: Observer, name: str, rule: Callable[..., Any], inputs: Mapping[str, Any]
    ) -> None:
        self._see, self._rule, self._inputs = see, rule, inputs
        arrays = {key: x for key, x in inputs.items() if isinstance(x, np.ndarray)}
        given = [key if key in arrays else repr(x) for key, x in inputs.items()]
        few = sum(x.size for x in arrays.values()) <= MOST_SHOWN
        self._call = f"{name}({', '.join(given)})"
        self._shapes = ", ".join(f"{key} of shape {x.shape}" for key, x in arrays.items())
        self._with = ", ".join(f"{key} = {x.tolist()}" for key, x in arrays.items())
        if not few:
            self._with = self._shapes

    def shape(self) -> Look:
        """Look at the shape of the result, or at the shapes where there are two."""
        label = f"{self._shapes}: shape of {self._call}"
        pair = "b" in self._inputs
        self._see("shape", label, lambda: _shape(self._run(), pair))
        return self

    def numbers(self, question: str, shape: tuple[int, ...]) -> Look:
        """Look at the numbers, laid out in a shape where they fit it."""
        label = f"{self._with}: {self._call}"
        self._see(question, label, lambda: _laid_out(self._run(), shape))
        return self

    def part(self, question: str, place: int) -> Look:
        """Look at one of the two gradients that a rule of two inputs returns."""
        shape = self._inputs["ab"[place]].shape
        label = f"{self._with}: {self._call}[{place}]"
        self._see(question, label, lambda: _laid_out(_part(self._run(), place), shape))
        return self

    def measure(self, question: str, what: str, measure: Callable[[Any], Any]) -> Look:
        """Look at something that is measured on the result; braces in `what` stand for the call."""
        label = f"{self._with}: {what.format(self._call)}"
        self._see(question, label, lambda: _measured(measure, self._run()))
        return self

    def untouched(self) -> Look:
        """Look at the inputs after the call."""
        self._see("untouched", f"inputs that {self._call} changed", self._changed)
        return self

    def _run(self) -> Any:
        return self._rule(*map(_copied, self._inputs.values()))

    def _changed(self) -> str:
        given = {key: _copied(x) for key, x in self._inputs.items()}
        self._rule(*given.values())
        arrays = [key for key, x in self._inputs.items() if isinstance(x, np.ndarray)]
        changed = [key for key in arrays if not np.array_equal(given[key], self._inputs[key])]
        return ", ".join(changed) or "none"


def _copied(x: Any) -> Any:
    return x.copy() if isinstance(x, np.ndarray) else x


def _part(result: Any, place: int) -> Any:
    if isinstance(result, tuple | list) and len(result) == 2:
        return result[place]
    return None if result is None else "no pair of gradients"


def _shape(result: Any, pair: bool) -> Any:
    if pair and isinstance(result, tuple | list):
        return " and ".join(str(np.shape(x)) for x in result)
    return None if result is None else str(np.shape(result))


def _laid_out(result: Any, shape: tuple[int, ...]) -> Any:
    if result is None or isinstance(result, str):
        return result
    array = np.asarray(result)
    return array.reshape(shape) if array.size == np.prod(shape) else array


def _measured(measure: Callable[[Any], Any], result: Any) -> Any:
    return None if result is None else measure(np.asarray(result))
