"""Run a student's chain by hand on Values that write down who fired when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from microkit.checks.exercise import Exercise
from microkit.checks.plain import plain_number
from microkit.checks.probes import chain_operands
from microkit.guard import attempt


class Witness:
    """A Value that logs the gradient which it holds at the moment its rule is called."""

    def __init__(self, data: float, log: list[dict[str, Any]], prev: tuple = (), op: str = ""):
        self.data = data
        self.grad: Any = 0.0
        self.label = ""
        self._prev = prev
        self._op = op
        self._log = log

    def __add__(self, other: Any) -> Witness:
        other = self._wrap(other)
        return Witness(self.data + other.data, self._log, (self, other), "+")

    def __mul__(self, other: Any) -> Witness:
        other = self._wrap(other)
        return Witness(self.data * other.data, self._log, (self, other), "*")

    __radd__ = __add__
    __rmul__ = __mul__

    def _wrap(self, other: Any) -> Witness:
        return other if isinstance(other, Witness) else Witness(other, self._log)

    def _backward(self) -> None:
        self._log.append({"fired": self._op or "leaf", "grad": plain_number(self.grad)})
        if self._op == "+":
            left, right = self._prev
            left.grad += self.grad
            right.grad += self.grad
        elif self._op == "*":
            left, right = self._prev
            left.grad += right.data * self.grad
            right.grad += left.data * self.grad


def collect_chain(exercise: Exercise, namespace: Mapping[str, Any], seed: str) -> dict[str, Any]:
    """Return the firing order, the gradients of a, b and c, and what the result was."""
    function = namespace[exercise.names[0]]
    if not callable(function):
        return {"problem": "not a function", "names": [type(function).__name__]}
    log: list[dict[str, Any]] = []
    leaves = [Witness(number, log) for number in chain_operands(exercise, seed)]
    result, trouble = attempt(function, *leaves)
    is_value = isinstance(result, Witness)
    return {
        "trouble": trouble,
        "type": type(result).__name__,
        "out": plain_number(result.data) if is_value else None,
        "seed": plain_number(result.grad) if is_value else None,
        "log": log,
        "grads": [plain_number(leaf.grad) for leaf in leaves],
    }
