"""A number that remembers how it came about, and hands gradients back. Lessons 01 to 04 build it.

`Value` holds the number, the gradient and the graph. What ``+``, ``*`` or ``tanh`` do stands in
`microkit.operations`, one class for each. `backward` carries gradients through any such graph,
also through one made of a class of your own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, pairwise
from numbers import Real
from threading import RLock, get_ident
from typing import TYPE_CHECKING, Any

from microkit.errors import GraphError, MicrokitError, name_of, not_a_node, not_a_number

if TYPE_CHECKING:
    from microkit.operations import Operation


class Value:
    """A number, the numbers that it was made of, and how much it matters to a result.

    Parameters
    ----------
    data : float
        The number. A whole number, a bool or a numpy scalar is turned into a float.
    label : str, optional
        A name, for pictures and messages.

    Attributes
    ----------
    data : float
        The number.
    grad : float
        How much the result moves when this number moves by one. It is 0.0 until the result's
        `backward` has run.
    label : str
        The name; it can be set at any time.

    Notes
    -----
    ``<  <=  >  >=`` compare the numbers. ``==`` asks whether two names mean the same node: two
    Values that hold 2.0 are still two places in a graph. ``float(a)`` and ``math.exp(a)`` read
    the number and leave the graph; ``a.exp()`` stays in it. ``if a:`` asks whether there is a node,
    and so is True for one that holds 0.0: for the number write ``if a.data:``.

    A node knows its parents, and never its children: there are no reference cycles, so a graph
    is freed at the moment when its last node is dropped.

    Examples
    --------
    >>> a, b, c = Value(2.0, "a"), Value(-3.0, "b"), Value(10.0, "c")
    >>> d = a * b + c
    >>> d.data
    4.0
    >>> d.backward()
    >>> a.grad, b.grad, c.grad
    (-3.0, 2.0, 1.0)
    """

    # The parents stand in slots of their own, and a tuple of them is made when somebody asks: one
    # object less for each node, and the garbage collector, which looks at all, has half the work.
    # More than two stand in groups, which nodes can share: a row of inputs is one for a layer.
    __slots__ = ("__weakref__", "_left", "_operation", "_right", "data", "grad", "label")

    # numpy must not spread an array over a Value: `array + a` comes here and gets a clear error.
    __array_ufunc__ = None

    def __init__(
        self,
        data: float,
        label: str = "",
        _operation: type[Operation] | None = None,
        _left: Any = None,
        _right: Any = None,
    ) -> None:
        self.data = data if type(data) is float else _number(data)
        self.grad = 0.0
        self.label = label
        self._operation = _operation
        self._left = _left  # the first parent; a tuple of groups, where there are more than two
        self._right = _right  # the second parent

    @property
    def value(self) -> float:
        """The number: another name for `data`."""
        return self.data

    @property
    def _prev(self) -> tuple[Value, ...]:
        """The nodes that this one was made of, in order; empty for a leaf."""
        left, right = self._left, self._right
        if left is None:
            return ()
        if right is None:
            return tuple(chain(*left)) if type(left) is tuple else (left,)
        return left, right

    @property
    def _op(self) -> str:
        """The symbol of the operation that made this node; empty for a leaf."""
        return self._operation.symbol if self._operation else ""

    def backward(self) -> None:
        """Give every node of this graph its gradient: see `microkit.engine.backward`.

        Examples
        --------
        >>> a = Value(3.0)
        >>> (a * a).backward()
        >>> a.grad
        6.0
        """
        backward(self)

    def _backward(self) -> None:
        """Hand each parent its share of this node's gradient: own slope times upstream."""
        upstream, operation = self.grad, self._operation
        if not upstream or operation is None:
            return
        a, b = self._left, self._right
        try:
            if b is not None:
                to_a, to_b = operation.backward(upstream, self.data, a.data, b.data)
                a.grad += to_a
                b.grad += to_b
            elif type(a) is not tuple:
                (to_a,) = operation.backward(upstream, self.data, a.data)
                a.grad += to_a
            else:
                operation.hand_back(upstream, self.data, a)
        except MicrokitError:
            raise
        except (ArithmeticError, TypeError, ValueError) as error:
            raise operation.no_slope(self, error) from error

    def __repr__(self) -> str:
        label = f", label={self.label!r}" if self.label else ""
        return f"Value(data={self.data}, grad={self.grad}{label})"

    def __format__(self, how: str) -> str:
        return format(self.data, how) if how else str(self)

    def __float__(self) -> float:
        return self.data

    def __pos__(self) -> Value:
        return self

    def __lt__(self, other: Value | float) -> bool:
        return self.data < _compared(other)

    def __le__(self, other: Value | float) -> bool:
        return self.data <= _compared(other)

    def __gt__(self, other: Value | float) -> bool:
        return self.data > _compared(other)

    def __ge__(self, other: Value | float) -> bool:
        return self.data >= _compared(other)

    if TYPE_CHECKING:  # what `microkit.operations` puts on this class

        def _of_one(self) -> Value: ...
        def _of_two(self, other: Value | float) -> Value: ...

        __add__ = __sub__ = __mul__ = __truediv__ = __pow__ = maximum = minimum = _of_two
        __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rpow__ = _of_two
        __neg__ = __abs__ = exp = log = sqrt = sin = cos = _of_one
        tanh = sigmoid = relu = leaky_relu = softplus = _of_one


# Whether no thread at all is within no_grad. So the busiest lines ask for one name, and only where
# it is False for the threads: `engine._recording or engine.is_recording()`.
_recording = True
_silent: list[int] = []  # the threads that are within no_grad, once for each time
_lock = RLock()  # one thread may come twice: a generator that is freed leaves its no_grad


@contextmanager
def no_grad() -> Iterator[None]:
    """Compute numbers only: no node made in here remembers how it came about.

    ``with no_grad():`` stands around a few lines, ``@no_grad()`` above a function. It holds for the
    thread that it stands in, as in PyTorch, and ends whenever its block is left, in whatever order
    threads leave theirs. A generator that waits at a ``yield`` has not left its block: put the
    ``yield`` outside.

    Examples
    --------
    >>> a = Value(3.0)
    >>> with no_grad():
    ...     b = a * a
    >>> b.data, b._prev
    (9.0, ())
    """
    global _recording
    thread = get_ident()
    with _lock:
        _silent.append(thread)
        _recording = False
    try:
        yield
    finally:
        with _lock:
            _silent.remove(thread)
            _recording = not _silent


def is_recording() -> bool:
    """Return whether operations of this thread remember their inputs; in `no_grad` they do not."""
    return _recording or get_ident() not in _silent


def backward(root: Any) -> None:
    """Give every node that `root` was made of its gradient.

    Parameters
    ----------
    root : Value or any object with ``data``, ``grad``, ``_prev`` and ``_backward``
        The result. Its own gradient is 1: it moves by one when it moves by one.

    Raises
    ------
    GraphError
        If the graph cannot be walked, or a node has no rule.
    NumberError
        If a slope does not exist, as that of ``sqrt`` at 0. After any error each gradient is
        what it was before.

    Notes
    -----
    Nodes in between start from zero each time, and leaves add up: calling it twice doubles what
    the leaves hold, and changes nothing else. Set the gradients of leaves to zero between steps.

    A Value whose gradient is zero is skipped, because its parents would hear nothing. One thing
    is hidden by that: where a local slope is infinite, zero times infinity is nan in PyTorch,
    and 0 here.

    Examples
    --------
    >>> a = Value(2.0)
    >>> b = a + a
    >>> backward(b + b)
    >>> a.grad, b.grad
    (4.0, 2.0)
    """
    missing = [part for part in ("data", "grad", "_prev", "_backward") if not hasattr(root, part)]
    if missing:
        raise GraphError(
            f"backward starts from a node, and this {type(root).__name__} has no "
            f"{' and no '.join(missing)}. Give it the result of a computation with Values."
        )
    values = isinstance(root, Value)
    leaves, inner = leaves_and_inner(root)
    nodes = leaves + inner
    before = [node.grad for node in nodes]
    try:
        for node in inner:
            node.grad = 0.0
        root.grad += 1.0
        for node in reversed(inner):
            if node.grad or not values:  # a Value of gradient 0 has nothing to hand on
                node._backward()
    except BaseException:
        for node, grad in zip(nodes, before, strict=True):
            node.grad = grad
        for node in inner:
            if not callable(getattr(node, "_backward", None)):
                raise GraphError(
                    f"{name_of(node)} has parents, and no rule: its _backward is "
                    f"{getattr(node, '_backward', 'missing')}. Store a function there that adds "
                    "to the gradient of each parent; the function, not what it returns."
                ) from None
        raise


def topological(root: Any) -> list[Any]:
    """Every node that `root` was made of, each after its parents; `root` comes last.

    Parameters
    ----------
    root : Value or any object with ``_prev``
        Where the walk starts.

    Returns
    -------
    list
        The nodes, told apart by identity: equal numbers are different nodes.

    Raises
    ------
    GraphError
        If a node is its own ancestor, or a parent is not a node.

    Examples
    --------
    >>> a = Value(3.0)
    >>> b = a * a
    >>> [node.data for node in topological(a + b)]
    [3.0, 9.0, 12.0]
    """
    leaves, inner = leaves_and_inner(root)
    return leaves + inner


def leaves_and_inner(root: Any) -> tuple[list[Any], list[Any]]:
    """Return the leaves that `root` was made of, and the nodes in between, parents first.

    Both lists are in the order of `topological`, where the leaves come before all others.
    """
    values = isinstance(root, Value)
    seen = set() if type(root).__eq__ is object.__eq__ else _ByIdentity()
    leaves, inner, stack, up, whole = [], [], [root], object(), object()
    node = root
    try:
        while stack:
            node = stack.pop()
            if node is up:  # all parents of the node below are in place
                inner.append(stack.pop())
            elif node is whole:  # so are all members of the group below
                seen.add(stack.pop())
            elif node not in seen:
                seen.add(node)
                if values and (right := node._right) is not None:  # nearly every node
                    if (left := node._left) in seen and right in seen:
                        inner.append(node)
                    else:
                        stack += (node, up, left, right)
                elif values and type(groups := node._left) is tuple:
                    if seen.issuperset(groups):  # as for all neurons of a layer but one
                        inner.append(node)
                        continue
                    stack += (node, up)
                    for group in groups:
                        if group not in seen:
                            stack += (group, whole, *group)
                elif parents := node._prev:
                    stack += (node, up, *parents)
                else:
                    leaves.append(node)
    except (AttributeError, TypeError):
        waiting = [below for below, mark in pairwise(stack) if mark is up]
        raise not_a_node(node, waiting) from None
    if not values:  # a Value comes after its parents, and cannot go round
        _refuse_circles(leaves, inner)
    return leaves, inner


def _refuse_circles(leaves: list[Any], inner: list[Any]) -> None:
    """Raise where a node stands before one of its parents: then no order is right."""
    placed = {id(node) for node in leaves}
    for node in inner:
        placed.add(id(node))
        for parent in node._prev:
            if id(parent) not in placed or parent is node:
                raise GraphError(
                    f"{name_of(parent)} is its own ancestor: this graph goes round in a circle, "
                    "so no order puts parents first. Was a node put into its own _prev?"
                )


class _ByIdentity(set[Any]):
    """A set that tells its members apart by identity, where their class defines ``==``."""

    def __contains__(self, node: object) -> bool:
        return super().__contains__(id(node))

    def add(self, node: Any) -> None:
        super().add(id(node))

    def issuperset(self, nodes: Iterable[Any]) -> bool:
        return super().issuperset(map(id, nodes))


def _number(x: Any) -> float:
    """Return `x` as a float, or say why it is none."""
    if not isinstance(x, Real) and not _is_numpys_bool(x):
        raise not_a_number(x)
    try:
        return float(x)
    except OverflowError:
        raise not_a_number(x) from None


def _is_numpys_bool(x: Any) -> bool:
    """Return whether `x` is what ``array > 0`` holds: no number for Python, unlike its own bool."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(x, numpy.bool_)


def _compared(x: Value | float) -> float:
    return x.data if isinstance(x, Value) else _number(x)
