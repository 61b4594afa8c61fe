"""How gradients flow back through a graph of Tensors. Lesson 09 follows it by hand.

The walk is the same for every graph: youngest node first, each hands its inputs their shares. What
the shares are, each operation knows: see `microkit.arrays.operations`.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from microkit.arrays.data import as_array
from microkit.arrays.primitives import (
    BACKWARD,
    BACKWARD_HERE,
    QUIET_HERE,
    Array,
    array,
    filled,
    is_finite,
)
from microkit.errors import GraphError, MicrokitError, NumberError, ShapeError, kind_of

if TYPE_CHECKING:
    from microkit.tensor import Tensor

_by_age = attrgetter("_age")


def backward(root: Tensor, gradient: Any = None) -> None:
    """Add to the gradient of every leaf what it hears: see `Tensor.backward`."""
    upstream, inner = _upstream(root, gradient), _inner(root)
    _context(inner).copy().run(_fill, root, upstream, inner)


def gradients(root: Tensor) -> dict[Tensor, Array]:
    """Return the gradient of every node behind `root`, and leave every `.grad` alone."""
    upstream, inner = _upstream(root, None), _inner(root)
    heard = _context(inner).copy().run(_carry, root, upstream, inner, True)
    held = set()
    return {node: _own(g, held) for node, g in heard.items()}


def _fill(root: Tensor, g: Array, inner: list[Tensor]) -> None:
    held, found = set(), []
    for leaf, heard in _carry(root, g, inner, False).items():
        if leaf.grad is None:
            found.append((leaf, _own(heard, held)))
        else:
            found.append((leaf, array(_present(leaf) + heard)))
    for leaf, grad in found:  # only now, so that an error changes no gradient
        leaf.grad = grad


def _present(leaf: Tensor) -> Any:
    """Return the gradient that a leaf has, or say why nothing can be added to it."""
    grad: Any = leaf.grad
    if grad.__class__ is Array and grad.dtype is leaf.data.dtype and grad.shape == leaf.data.shape:
        return grad
    found = as_array(grad.data if hasattr(grad, "_prev") else grad)
    if found.shape != leaf.data.shape and found.ndim:
        raise ShapeError(
            f"A Tensor of shape {leaf.shape} has a gradient of shape {found.shape} already, to "
            "which nothing can be added. Set t.grad = None before backward()."
        )
    return found


def _own(g: Array, held: set[int]) -> Array:
    """Return a gradient that shares no memory with anything: a copy of a view, or of one `held`."""
    if g.base is not None or id(g) in held:
        return g.copy()
    held.add(id(g))
    return g


def _inner(root: Tensor) -> list[Tensor]:
    """Return all nodes behind `root` that were computed, each before what it was made of."""
    inner, seen = [root] if root._operation else [], {root}
    for node in inner:  # the list grows while it is walked
        for parent in node._prev:
            if parent._operation and parent not in seen:
                seen.add(parent)
                inner.append(parent)
    inner.sort(key=_by_age, reverse=True)  # a node is younger than all that it was made of
    return inner


def _context(inner: list[Tensor]) -> Any:
    """Return how to run the rules of these nodes: see `microkit.arrays.primitives.Here`."""
    for node in inner:
        if node._operation._foreign:
            return BACKWARD_HERE
    return BACKWARD


def _carry(root: Tensor, g: Array, inner: list[Tensor], keep: bool) -> dict[Tensor, Array]:
    """Carry `g` from the root to the leaves; return what they hear, and inner nodes if `keep`."""
    heard = {root: g}
    for node in inner:
        arrived = heard.get(node) if keep else heard.pop(node, None)
        if arrived is None:
            continue
        parents, operation = node._prev, node._operation
        try:
            shares = operation.backward(arrived)
        except FloatingPointError:
            shares = _again(node, arrived)
        except MicrokitError:
            raise
        except (ArithmeticError, IndexError, TypeError, ValueError) as error:
            raise _broken(node, error) from error
        if shares.__class__ is not tuple or len(shares) != len(parents):
            raise _broken(node, f"it returned {_kind(shares)}")
        for parent, share in zip(parents, shares):  # noqa: B905   (as many of one as of the other)
            if share is None or not parent.requires_grad:
                continue
            data = parent.data
            if share.__class__ is not Array or share.shape != data.shape:
                share = _fitted(node, parent, share)
            if share.dtype is not data.dtype:
                share = share.astype(data.dtype)
            # Assigned on first arrival, and added in new memory after that, because another node
            # may hold the same array: both inputs of a sum hear one and the same.
            before = heard.get(parent)
            heard[parent] = share if before is None else array(before + share)
    return heard


def _upstream(root: Tensor, gradient: Any) -> Array:
    """Return what arrives at the root from above, or say what is missing."""
    data = root.data
    if not root.requires_grad:
        raise GraphError(
            "Nothing that this Tensor was made of wants a gradient. Make what is learned with "
            "requires_grad=True, and compute outside of no_grad()."
        )
    if gradient is None:
        if data.size != 1:
            raise ShapeError(
                f"backward() starts from one number, and this is {data.size} numbers in shape "
                f"{data.shape}. Reduce them, as in loss.mean().backward(), or say what arrives "
                "from above: backward(gradient=...)."
            )
        return filled(data.shape, 1, data.dtype)
    g = gradient.data if hasattr(gradient, "_prev") else as_array(gradient)
    if g.shape != data.shape:
        raise ShapeError(
            f"gradient has shape {g.shape}, and this Tensor {data.shape}: each number of the "
            "result has one number from above."
        )
    return g.astype(data.dtype)


def _again(node: Any, g: Array) -> Any:
    """Run a rule again that met a floating point error; raise where finite numbers have no slope.

    The flag that numpy looks at is sometimes raised by a product that is right.
    """
    shares = QUIET_HERE.run(node._operation.backward, g)
    inputs = [parent.data for parent in node._prev]
    if all(is_finite(x).all() for x in [g, node.data, *inputs]):
        for share in shares:
            if share is not None and not is_finite(share).all():
                raise NumberError(
                    f"The slope of {node._op} is not a finite number at one of its inputs, as that "
                    "of sqrt at 0. Keep the numbers away from that point, for example by adding a "
                    "small number to them."
                )
    return shares


def _fitted(node: Tensor, parent: Tensor, share: Any) -> Array:
    """Return a share as an array in its parent's shape, or say that the rule is wrong."""
    fitted = array(share)
    if fitted.shape != parent.shape:
        raise _broken(
            node, f"an input of shape {parent.shape} would hear an array of shape {fitted.shape}"
        )
    return fitted


def _broken(node: Tensor, what: object) -> MicrokitError:
    shapes = ", ".join([str(parent.shape) for parent in node._prev])
    return MicrokitError(
        f"The backward of {type(node._operation).__name__} failed for inputs of shape {shapes}: "
        f"{what}. It is given g in the shape of the result, {node.shape}, and returns a tuple with "
        f"one array for each input, {len(node._prev)} here, in the shape of that input."
    )


def _kind(shares: Any) -> str:
    if isinstance(shares, tuple):
        return f"a tuple of {len(shares)}"
    return kind_of(shares) + (" (is a comma missing?)" if hasattr(shares, "T") else "")
