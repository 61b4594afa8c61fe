"""Every slope of a function of arrays: how each result moves with each input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from microkit.arrays.data import as_array
from microkit.arrays.primitives import FLOAT, Array, zeros
from microkit.engine import is_recording
from microkit.errors import GraphError, MicrokitError, kind_of
from microkit.tensor import Tensor


def jacobian(f: Callable[..., Tensor], x: Any) -> Any:
    """Return how each number of ``f(x)`` moves when each number of `x` moves by one.

    Parameters
    ----------
    f : callable
        A function of Tensors that returns a Tensor of any shape.
    x : Tensor or array, or a tuple of them
        Where to look: one for each argument of `f`. They are not changed.

    Returns
    -------
    array of shape ``(*f(x).shape, *x.shape)``
        A tuple of them where `x` is a tuple.

    Raises
    ------
    GraphError
        Within ``no_grad()``, where there is no graph to walk back through.
    MicrokitError
        If `f` returns something else than a Tensor.

    Notes
    -----
    It costs one walk back through the graph for each number of the result. Where the result is one
    number, that is one walk, and the gradient.

    Examples
    --------
    >>> jacobian(lambda x: x * x, [1.0, 2.0, 3.0]).tolist()
    [[2.0, 0.0, 0.0], [0.0, 4.0, 0.0], [0.0, 0.0, 6.0]]
    """
    if not is_recording():
        raise GraphError(
            "jacobian walks back through a graph, and within no_grad() there is none. Ask outside."
        )
    several = isinstance(x, tuple)
    leaves = [_leaf(one) for one in (x if several else (x,))]
    out = f(*leaves)
    if not isinstance(out, Tensor):
        raise MicrokitError(
            f"f returned {kind_of(out)} and not a Tensor: the graph was lost on the way. "
            "t.numpy() and t.item() leave it, and so does what numpy itself computes."
        )
    rows = [zeros((out.size, *leaf.shape), leaf.dtype) for leaf in leaves]
    for i in range(out.size if out.requires_grad else 0):
        for leaf in leaves:
            leaf.grad = None
        one = zeros(out.size, out.dtype)
        one[i] = 1
        out.backward(gradient=one.reshape(out.shape))
        for row, leaf in zip(rows, leaves, strict=True):
            if leaf.grad is not None:
                row[i] = leaf.grad
    whole = [row.reshape((*out.shape, *row.shape[1:])) for row in rows]
    return tuple(whole) if several else whole[0]


def _leaf(x: Any) -> Tensor:
    data: Array = x.data if isinstance(x, Tensor) else as_array(x)
    return Tensor(data, requires_grad=True, dtype=None if data.dtype.kind == "f" else FLOAT)
