"""`gradients`: the slopes of one result, as a table. Read it by node; no ``.grad`` is touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from microkit.engine import Value, leaves_and_inner
from microkit.errors import GraphError, MicrokitError, NumberError, name_of


class NoGradientError(GraphError, KeyError):
    """A result was not made of the node whose gradient was asked for."""

    __str__ = GraphError.__str__


class Gradients(Mapping[Any, Any]):
    """The gradients of one result: ``d[a]`` is how much it moves when `a` moves by one.

    A mapping from node to number (or to Value, or to array), whose nodes are told apart by
    identity. ``d.get(a, 0.0)`` is 0.0 where the result was not made of `a`.
    """

    def __init__(self, of: Any, pairs: Iterable[tuple[Any, Any]]) -> None:
        self._of = name_of(of)
        self._by_node = {id(node): (node, gradient) for node, gradient in pairs}

    def __getitem__(self, node: Any) -> Any:
        try:
            return self._by_node[id(node)][1]
        except KeyError:
            pass
        shown = name_of(node) if hasattr(node, "_prev") else repr(node)
        raise NoGradientError(
            f"{self._of} was not made of {shown}, so there is no gradient. If it does not move "
            "with it, its slope is 0: d.get(node, 0.0). If it should, was the graph left on the "
            "way, by float(a) or a.data?"
        )

    def __iter__(self) -> Iterator[Any]:
        return (node for node, _ in self._by_node.values())

    def __len__(self) -> int:
        return len(self._by_node)

    def __repr__(self) -> str:
        return f"Gradients of {self._of}, for {len(self)} nodes"


def gradients(y: Any, create_graph: bool = False) -> Gradients:
    """Return how much `y` moves with each node that it was made of; every ``.grad`` stays as it is.

    Parameters
    ----------
    y : Value or Tensor
        The result.
    create_graph : bool, default False
        Whether gradients of a Value are Values themselves, with a graph of their own, so that
        they can be differentiated again.

    Returns
    -------
    Gradients
        A mapping from node to number; to Value with `create_graph`; to array for a Tensor.

    Raises
    ------
    GraphError
        If `y` is no result of Values or Tensors.
    NumberError
        If a slope does not exist, as that of ``sqrt`` at 0.

    Notes
    -----
    A rule can be differentiated again when it is written with operators and operations, as all of
    the kit are. In one with ``math.exp(a)`` the graph ends: write ``Exp.of(a)``.

    Examples
    --------
    >>> x = Value(3.0)
    >>> d = gradients(x**3)
    >>> d[x], x.grad
    (27.0, 0.0)

    The slope of the slope:

    >>> slope = gradients(x**3, create_graph=True)[x]
    >>> gradients(slope)[x]
    18.0
    """
    if isinstance(y, Value):
        return Gradients(y, _flow(y, create_graph))
    own = getattr(y, "_gradients", None)
    if own is None:
        raise GraphError(
            f"gradients reads the rules of operations, and this {type(y).__name__} was made by "
            "none. For a class of your own use microkit.engine.backward(y), and read a.grad."
        )
    if create_graph:
        raise GraphError("create_graph=True works on Values. Gradients of a Tensor are arrays.")
    return Gradients(y, own().items())


def _flow(y: Value, create_graph: bool) -> list[tuple[Value, Any]]:
    """Return each node behind `y` with its gradient: a float, or a Value for `create_graph`."""
    leaves, inner = leaves_and_inner(y)
    found: dict[int, Any] = {id(y): Value(1.0) if create_graph else 1.0}
    for node in reversed(inner):
        upstream = found.get(id(node), 0.0)
        if isinstance(upstream, Value) or upstream:  # a Value of 0 may have a slope
            shares = _shares(upstream, node, create_graph)
            for parent, share in zip(node._prev, shares, strict=True):
                there = found.get(id(parent))
                found[id(parent)] = share if there is None else there + share
    gradients = [(node, found.get(id(node), 0.0)) for node in leaves + inner]
    if create_graph:
        return [(node, g if isinstance(g, Value) else Value(g)) for node, g in gradients]
    return gradients


def _shares(upstream: Any, node: Value, create_graph: bool) -> tuple[Any, ...]:
    """Ask the rule of a node what its parents hear: of numbers, or of nodes for `create_graph`."""
    operation: Any = node._operation
    parents = node._prev
    out, inputs = node, parents
    if not create_graph:
        out, inputs = node.data, [parent.data for parent in parents]
    try:
        shares = operation.backward(upstream, out, *inputs)
        if len(shares) != len(parents):
            raise ValueError(f"it returned {len(shares)}")
    except NumberError as error:  # an operation in the rule has no answer
        raise operation.no_slope(node, ArithmeticError(error)) from error
    except MicrokitError:
        raise
    except (ArithmeticError, TypeError, ValueError) as error:
        raise operation.no_slope(node, error) from error
    return shares
