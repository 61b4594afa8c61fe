"""A graph as plain data: what every picture, widget and check of the kit reads."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

from microkit.errors import GraphError
from microkit.graph.numbers import Shape
from microkit.graph.walk import number_of, symbol_of, walk


@dataclass(frozen=True)
class Trace:
    """Every node of a graph, parents before children, the root last.

    Parameters
    ----------
    ops : tuple of str
        What made each node: ``"+"``, ``"tanh"``, ``"**3"``; ``""`` for a leaf.
    parents : tuple of tuple of int
        Where each node's operands stand in the trace, in order; ``a * a`` names `a` twice.
    data : tuple of float
        The number in each node; a `Shape` for a node that holds an array, as a Tensor does.
    grads : tuple of float or None
        The gradient in each node, or its shape; ``None`` where no backward pass has arrived.
    labels : tuple of str
        The name of each node, ``""`` where it has none.
    """

    ops: tuple[str, ...]
    parents: tuple[tuple[int, ...], ...]
    data: tuple[float, ...]
    grads: tuple[float | None, ...]
    labels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ops)

    @property
    def leaves(self) -> tuple[int, ...]:
        """Where the leaves stand: the nodes that nothing was computed for."""
        return tuple(i for i, parents in enumerate(self.parents) if not parents)

    @property
    def edges(self) -> tuple[tuple[int, int], ...]:
        """All (parent, child) pairs; an operand that is used twice gives two."""
        return tuple((p, child) for child, parents in enumerate(self.parents) for p in parents)

    @property
    def computed(self) -> bool:
        """Whether any node has heard a gradient."""
        return any(grad is not None for grad in self.grads)

    @property
    def shaped(self) -> bool:
        """Whether nodes hold arrays: then there are shapes among the numbers."""
        return any(isinstance(entry, Shape) for entry in (*self.data, *self.grads))

    def require_numbers(self) -> None:
        """Raise unless every node holds one number, as sliders and replays need it.

        Raises
        ------
        GraphError
            When a node holds an array.
        """
        if self.shaped:
            raise GraphError(
                "This graph holds arrays, and here each node has to hold one number. For its "
                "picture take to_svg(t), and for words outline(t)."
            )

    def counts(self) -> dict[str, int]:
        """Count the nodes by operation, the most frequent first; leaves are counted as ``""``."""
        return dict(sorted(Counter(self.ops).items(), key=lambda item: (-item[1], item[0])))

    def to_dict(self) -> dict[str, list]:
        """Turn the trace into lists, strings and numbers that JSON can hold.

        JSON knows no nan and no infinity: they become ``"nan"``, ``"inf"`` and ``"-inf"``.

        Raises
        ------
        GraphError
            When a node holds an array: what reads this replays single numbers.
        """
        self.require_numbers()
        return {
            "ops": list(self.ops),
            "parents": [list(parents) for parents in self.parents],
            "data": [_to_json(number) for number in self.data],
            "grads": [_to_json(number) for number in self.grads],
            "labels": list(self.labels),
        }

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Trace:
        """Read back what `to_dict` wrote.

        Raises
        ------
        GraphError
            When a list is missing, the lengths differ, or a parent stands after its child.
        """
        try:
            made = cls(
                ops=tuple(str(op) for op in plain["ops"]),
                parents=tuple(tuple(int(p) for p in parents) for parents in plain["parents"]),
                data=tuple(float(number) for number in plain["data"]),
                grads=tuple(None if grad is None else float(grad) for grad in plain["grads"]),
                labels=tuple(str(label) for label in plain["labels"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise GraphError(
                f"This is not a trace: {type(error).__name__}: {error}. "
                "A trace has the lists ops, parents, data, grads and labels."
            ) from None
        lengths = {len(column) for column in vars(made).values()}
        if len(lengths) != 1 or not len(made):
            raise GraphError(
                f"The lists of a trace are as long as each other; these have {sorted(lengths)} "
                "entries. Each node needs one entry in every list."
            )
        for child, parents in enumerate(made.parents):
            if any(not 0 <= parent < child for parent in parents):
                raise GraphError(
                    f"Node {child} of the trace names the parents {list(parents)}; parents stand "
                    f"before their child, so only 0 to {child - 1} are possible."
                )
        return made


def trace(root: Any) -> Trace:
    """Turn the graph behind a value into plain data.

    Parameters
    ----------
    root : Value, Tensor, Trace, or any node
        A node is anything with ``data``; ``grad``, ``label``, ``_op`` and ``_prev`` are read where
        they exist. ``_prev`` may be a tuple, a list or a set. A `Trace` comes back as it is.

    Returns
    -------
    Trace
        Parents before children, the root last.

    Raises
    ------
    GraphError
        For a cycle, a parent that is a plain number, or data that is no number and no array.

    Notes
    -----
    While the root's gradient is 0, no backward pass has started there, and a gradient of 0
    anywhere means "not computed": it becomes ``None``. (A Tensor says None itself.)

    Examples
    --------
    >>> class Node:
    ...     def __init__(self, data, prev=(), op="", label=""):
    ...         self.data, self.grad, self.label = data, 0.0, label
    ...         self._prev, self._op = prev, op
    >>> a = Node(3.0, label="a")
    >>> trace(Node(9.0, (a, a), "*"))  # doctest: +NORMALIZE_WHITESPACE
    Trace(ops=('', '*'), parents=((), (0, 0)), data=(3.0, 9.0), grads=(None, None),
          labels=('a', ''))
    """
    if isinstance(root, Trace):
        return root
    nodes, parents = walk(root)
    data = tuple(number_of(node, "data") for node in nodes)
    grads = [_grad_of(node) for node in nodes]
    if not grads[-1] and not hasattr(root, "requires_grad"):
        grads = [grad or None for grad in grads]
    return Trace(
        ops=tuple(
            symbol_of(node, len(above)) if above else ""
            for node, above in zip(nodes, parents, strict=True)
        ),
        parents=parents,
        data=data,
        grads=tuple(grads),
        labels=tuple(_label_of(node) for node in nodes),
    )


def _grad_of(node: Any) -> float | None:
    return None if getattr(node, "grad", None) is None else number_of(node, "grad")


def _label_of(node: Any) -> str:
    label = getattr(node, "label", None)
    return "" if label is None else str(label)


def _to_json(number: float | None) -> float | str | None:
    if number is None or math.isfinite(number):
        return number
    return str(number)
