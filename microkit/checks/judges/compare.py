"""Say whether two plain answers are the same, or one of several that are right."""

from __future__ import annotations

from typing import Any, TypeGuard

from microkit.checks.plain import close

DOUBLE, SINGLE = 1e-6, 1e-4


def same(got: Any, expected: Any, tolerance: float = DOUBLE) -> bool:
    """Say whether two plain answers are the same, numbers up to a relative tolerance.

    A number may stand where a node with this number is expected only if the node is not asked
    for; an array may stand for nested lists, and single precision has a wider tolerance.

    Examples
    --------
    >>> same([1.0, [2.0]], [1.0000000001, [2.0]]), same({"node": 2.0}, 2.0), same(1.0, True)
    (True, False, False)
    """
    if isinstance(got, float) and isinstance(expected, float):
        return close(got, expected, tolerance)
    if isinstance(got, list) and isinstance(expected, list):
        return len(got) == len(expected) and all(
            same(one, two, tolerance) for one, two in zip(got, expected, strict=True)
        )
    if any(isinstance(answer, dict) and "single" in answer for answer in (got, expected)):
        return same(_without_single(got), _without_single(expected), SINGLE)
    if is_graph(got) and is_graph(expected):
        return same(leaf_grads(got["graph"]), leaf_grads(expected["graph"]), tolerance)
    if isinstance(got, dict) and isinstance(expected, dict):
        return got.keys() == expected.keys() and all(
            same(got[key], expected[key], tolerance) for key in expected
        )
    return type(got) is type(expected) and got == expected


def accepted(got: Any, accept: dict[str, Any]) -> bool:
    """Say whether an answer is right where more than one is.

    ``{"between": [low, high]}`` takes any number in between; ``{"order": [[before, after], ...]}``
    takes any order of the numbers 0 to n - 1 in which each `before` stands ahead of its `after`,
    and ``"count"`` says n.

    Examples
    --------
    >>> accepted(0.93, {"between": [0.88, 1]})
    True
    >>> accepted([1.0, 0.0, 2.0], {"order": [[0, 2], [1, 2]], "count": 3})
    True
    """
    if "between" in accept:
        low, high = accept["between"]
        return isinstance(got, float) and low <= got <= high
    if not isinstance(got, list) or sorted(map(str, got)) != sorted(
        map(str, map(float, range(accept["count"])))
    ):
        return False
    place = {int(node): i for i, node in enumerate(got)}
    return all(place[before] < place[after] for before, after in accept["order"])


def _without_single(value: Any) -> Any:
    if isinstance(value, dict) and value.get("single") is True:
        return {key: item for key, item in value.items() if key != "single"}
    if isinstance(value, dict) and "single" in value:
        return value["single"]
    return value


def leaf_grads(graph: dict[str, Any]) -> list[Any]:
    """Return the gradient of every leaf of a graph; 0.0 where none has arrived."""
    return [
        0.0 if grad is None else grad
        for grad, parents in zip(graph["grads"], graph["parents"], strict=True)
        if not parents
    ]


def is_graph(value: Any) -> TypeGuard[dict[str, Any]]:
    """Say whether a plain answer is a graph."""
    return isinstance(value, dict) and "graph" in value


def is_array(value: Any) -> TypeGuard[dict[str, Any]]:
    """Say whether a plain answer is an array."""
    return isinstance(value, dict) and "shape" in value
