"""Put plain answers in words, and say where two of them differ first."""

from __future__ import annotations

import re
from typing import Any

from microkit.checks.judges.compare import (
    DOUBLE,
    SINGLE,
    is_array,
    is_graph,
    leaf_grads,
    same,
)
from microkit.checks.plain import written
from microkit.errors import with_article


def in_words(value: Any) -> str:
    """Return a plain answer as a report shows it.

    Examples
    --------
    >>> in_words(True), in_words({"node": 2.5}), in_words([1.0, 2.0])
    ('yes', 'Value 2.5', '[1, 2]')
    >>> in_words({"shape": [2, 3], "numbers": [0.0] * 6})
    'an array of shape (2, 3)'
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "nothing (None)"
    if value == "":
        return "an empty text"
    if isinstance(value, list):
        shown = ", ".join(map(in_words, value[:6]))
        return f"[{shown}{', ...' if len(value) > 6 else ''}]"
    if isinstance(value, dict):
        if "graph" in value:
            return f"a graph with leaf gradients {in_words(leaf_grads(value['graph']))}"
        if "node" in value:
            return f"Value {written(value['node'])}"
        if "tensor" in value:
            return f"a Tensor holding {in_words(value['tensor'])}"
        if "shape" in value:
            numbers = value["numbers"]
            if not value["shape"]:
                return written(numbers[0])
            shape = ", ".join(map(str, value["shape"])) + ("," if len(value["shape"]) == 1 else "")
            few = (
                f" {in_words(numbers)}"
                if 0 < len(numbers) <= 4 and len(value["shape"]) == 1
                else ""
            )
            return f"an array of shape ({shape}){few}"
        if "single" in value:
            return written(value["single"])
        return with_article(str(value.get("a", "thing")))
    return written(value)


def placed(label: str, where: str) -> str:
    """Return what was asked, and at which place; one of the first few is counted out.

    Examples
    --------
    >>> placed("the slopes that a * b stores", "[0]")
    'the first slope that a * b stores'
    >>> placed("shapes", "[1]"), placed("the value", "")
    ('shapes at [1]', 'the value')
    """
    several = re.match(r"the (\w+)s (?=that|of|to|after)", label)
    counted = re.fullmatch(r"\[([0-3])\]", where)
    if several and counted:
        which = ("first", "second", "third", "fourth")[int(counted[1])]
        return f"the {which} {several[1]} {label[several.end() :]}"
    return f"{label} at {where}" if where else label


def difference(got: Any, expected: Any) -> tuple[str, str, str]:
    """Return where two plain answers differ first, and what stands there in each.

    Examples
    --------
    >>> difference([1.0, 2.0], [1.0, 2.5])
    ('[1]', '2', '2.5')
    >>> difference(3.0, 4.0)
    ('', '3', '4')
    """
    tolerance = SINGLE if isinstance(got, dict) and got.get("single") else DOUBLE
    return _difference("", got, expected, tolerance)


def _difference(path: str, got: Any, expected: Any, tolerance: float) -> tuple[str, str, str]:
    if isinstance(got, list) and isinstance(expected, list) and len(got) == len(expected):
        for i, (one, two) in enumerate(zip(got, expected, strict=True)):
            if not same(one, two, tolerance):
                return _difference(f"{path}[{i}]", one, two, tolerance)
    if is_array(got) and is_array(expected) and got["shape"] == expected["shape"]:
        for i, (one, two) in enumerate(zip(got["numbers"], expected["numbers"], strict=True)):
            if not same(one, two, tolerance):
                index = _index(i, expected["shape"])
                return f"{path}{list(index) if index else ''}", written(one), written(two)
    if is_graph(got) and is_graph(expected):
        return _graph_difference(got["graph"], expected["graph"], tolerance)
    if (
        isinstance(got, dict)
        and isinstance(expected, dict)
        and got.keys() == expected.keys() == {"tensor"}
    ):
        return _difference(path, got["tensor"], expected["tensor"], tolerance)
    return path, in_words(got), in_words(expected)


def _graph_difference(
    got: dict[str, Any], expected: dict[str, Any], tolerance: float
) -> tuple[str, str, str]:
    """Return the first leaf whose gradient differs, by its label where it has one."""
    labels = [
        label or f"leaf {place}"
        for place, (label, parents) in enumerate(
            zip(expected["labels"], expected["parents"], strict=True)
        )
        if not parents
    ]
    mine, right = leaf_grads(got), leaf_grads(expected)
    if len(mine) != len(right):
        return "", f"a graph with {len(mine)} leaves", f"{len(right)} leaves"
    for label, one, two in zip(labels, mine, right, strict=True):
        if not same(one, two, tolerance):
            return f"{label}.grad", written(one), written(two)
    return "", "a graph", "a graph"


def _index(place: int, shape: list[int]) -> tuple[int, ...]:
    index: list[int] = []
    for length in reversed(shape):
        index.append(place % length)
        place //= length
    return tuple(reversed(index))
