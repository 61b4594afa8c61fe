"""Run a student's operator or method, and its `_backward` rule, on every trial."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from operator import methodcaller
from typing import Any

from microkit.checks.collectors.graft import grafted
from microkit.checks.exercise import Exercise
from microkit.checks.plain import plain_number
from microkit.checks.probes import CURVES, Trial, rule_trials
from microkit.graph.symbols import SIGNS
from microkit.guard import attempt

FAMILY = {
    "+": ("__add__", "__radd__"),
    "-": ("__sub__", "__rsub__"),
    "*": ("__mul__", "__rmul__"),
    "/": ("__truediv__", "__rtruediv__"),
    "**": ("__pow__", "__rpow__"),
    "neg": ("__neg__",),
    **{name: (name,) for name in CURVES},
}
CALLS: dict[str, Callable[..., Any]] = {**SIGNS, **{name: methodcaller(name) for name in CURVES}}
SINGLE = ("float32", "float16")
MOST_NODES = 200


def collect_rule(exercise: Exercise, namespace: Mapping[str, Any], seed: str) -> dict[str, Any]:
    """Return one answer a trial: the result, its parents, and every operand's gradient."""
    cls = namespace[exercise.names[0]]
    if not isinstance(cls, type):
        return {"problem": "not a class", "names": [type(cls).__name__]}
    absent = [op for op in exercise.ops if op in CURVES and getattr(cls, op, None) is None]
    if absent:
        return {"problem": "missing", "names": [f"{exercise.names[0]}.{op}" for op in absent]}
    own = {method for op in exercise.ops for method in FAMILY[op]}
    answers: list[dict[str, Any]] = []
    with grafted(cls, keep=own):
        for trial in rule_trials(exercise, seed):
            answers.append(_run(cls, trial))
            if (answers[-1]["trouble"] or {}).get("kind") == "endless":
                break  # it would not end on other inputs either
    return {"trials": answers}


def _run(cls: type, trial: Trial) -> dict[str, Any]:
    answer: dict[str, Any] = {"stage": "leaf", "trouble": None}
    made, answer["trouble"] = attempt(_operands, cls, trial)
    if made is None:
        return answer
    arguments, leaves = made
    answer["stage"] = "forward"
    out, answer["trouble"] = attempt(CALLS[trial.op], *arguments)
    if answer["trouble"]:
        return answer
    answer["type"] = type(out).__name__
    answer["is_value"] = isinstance(out, cls) or (hasattr(out, "data") and hasattr(out, "grad"))
    if not answer["is_value"]:
        answer["number"] = plain_number(out)
        return answer
    answer["out"] = _number_of(out, "data")
    answer["rule"] = _kind_of_rule(out, cls)
    order = _order(out)
    answer["parents"] = [any(node is leaf for node in order) for leaf in leaves]
    answer["odd_parents"] = [
        type(parent).__name__ for parent in _prev(out) if not hasattr(parent, "grad")
    ]
    answer["stage"] = "backward"
    answer["before"] = [_number_of(leaf, "data") for leaf in leaves]
    _, answer["trouble"] = attempt(_backward, out, order, leaves, trial.upstream)
    answer["grads"] = [_number_of(leaf, "grad") for leaf in leaves]
    answer["kept"] = [_number_of(leaf, "data") for leaf in leaves]
    answer["single"] = _is_single(out, *leaves)
    answer["stage"] = "done"
    return answer


def _number_of(node: Any, name: str) -> float | str:
    """Return a node's number, or a text where it cannot be read."""
    number, trouble = attempt(getattr, node, name)
    return "missing" if trouble else plain_number(number)


def _is_single(*nodes: Any) -> bool:
    """Say whether any of these numbers is in single precision, with seven digits."""
    names, _ = attempt(
        lambda: [type(number).__name__ for node in nodes for number in (node.data, node.grad)]
    )
    return any(name in SINGLE for name in names or ())


def _operands(cls: type, trial: Trial) -> tuple[list[Any], list[Any]]:
    """Return what stands in the expression, and the leaves among it whose gradients count."""
    arguments: list[Any] = []
    for position, number in enumerate(trial.operands):
        if trial.kind == "aliased" and position == 1:
            arguments.append(arguments[0])
        elif (
            (trial.op == "**" and position == 1)
            or (trial.kind == "number right" and position == 1)
            or (trial.kind == "number left" and position == 0)
        ):
            arguments.append(number)
        else:
            leaf = cls(number)
            leaf.grad = trial.preload[position]  # pyright: ignore[reportAttributeAccessIssue]
            arguments.append(leaf)
    leaves = [argument for argument in arguments if not isinstance(argument, float)]
    return arguments, leaves[:1] if trial.kind == "aliased" else leaves


def _backward(out: Any, order: list[Any], leaves: list[Any], upstream: float) -> None:
    # A method may return the Value itself, as relu may: then what was there stays.
    out.grad = out.grad + upstream if any(out is leaf for leaf in leaves) else upstream
    for node in reversed(order):
        if node is out or _prev(node):
            _call_rule(node)


def _call_rule(node: Any) -> None:
    """Call a node's rule; one that wants the gradient as an argument is given it."""
    rule = node._backward
    try:
        needed = [
            p
            for p in inspect.signature(rule).parameters.values()
            if p.default is p.empty and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)
        ]
    except (TypeError, ValueError):
        needed = []
    if needed:
        rule(node.grad)
    else:
        rule()


def _kind_of_rule(out: Any, cls: type) -> str:
    """Say what `out._backward` is: own, default (as on a leaf), none, missing or not callable."""
    if not hasattr(out, "_backward"):
        return "missing"
    rule = out._backward
    if rule is None:
        return "none"
    if not callable(rule):
        return "not callable"
    leaf, trouble = attempt(cls, 1.5)
    same = trouble is None and _code(rule) is not None
    return "default" if same and _code(rule) is _code(getattr(leaf, "_backward", None)) else "own"


def _code(function: Any) -> Any:
    return getattr(getattr(function, "__func__", function), "__code__", None)


def _prev(node: Any) -> list[Any]:
    try:
        return list(getattr(node, "_prev", ()) or ())
    except TypeError:
        return []


def _order(out: Any) -> list[Any]:
    """Return the nodes that the operator made and their parents, parents first."""
    order: list[Any] = []
    seen: set[int] = set()
    stack: list[tuple[Any, bool]] = [(out, False)]
    while stack and len(seen) < MOST_NODES:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack += [(parent, False) for parent in _prev(node) if hasattr(parent, "grad")]
    return order
