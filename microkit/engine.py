"""A number that remembers how it came about, and hands gradients back. Lessons 01 to 04 build it.

`Value` holds the number, the gradient and the graph. What ``+``, ``*`` or ``tanh`` do stands in
`microkit.operations`, one class for each. `backward` carries gradients through any such graph,
also through one made of a class of your own.
"""

from __future__ import annotations

from numbers import Real
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
    the number and leave the graph; ``a.exp()`` stays in it.

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

    __slots__ = ("__weakref__", "_operation", "_prev", "data", "grad", "label")

    # numpy must not spread an array over a Value: `array + a` comes here and gets a clear error.
    __array_ufunc__ = None

    def __init__(
        self,
        data: float,
        label: str = "",
        _prev: tuple[Value, ...] = (),
        _operation: type[Operation] | None = None,
    ) -> None:
        self.data = data if data.__class__ is float else _number(data)
        self.grad = 0.0
        self.label = label
        self._prev = _prev
        self._operation = _operation

    @property
    def value(self) -> float:
        """The number: another name for `data`."""
        return self.data

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
        upstream, parents = self.grad, self._prev
        if not upstream or not self._operation:
            return
        rule = self._operation.backward
        try:
            if len(parents) == 2:  # nearly every node: written out, it takes a third of the time
                a, b = parents
                to_a, to_b = rule(upstream, self.data, a.data, b.data)
                a.grad += to_a
                b.grad += to_b
            else:
                shares = rule(upstream, self.data, *[parent.data for parent in parents])
                for parent, share in [*zip(parents, shares, strict=True)]:
                    parent.grad += share
        except MicrokitError:
            raise
        except (ArithmeticError, TypeError, ValueError) as error:
            raise self._operation.no_slope(self, error) from error

    def __repr__(self) -> str:
        label = f", label={self.label!r}" if self.label else ""
        return f"Value(data={self.data}, grad={self.grad}{label})"

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
    order = topological(root)
    before = [node.grad for node in order]
    inner = [node for node in reversed(order) if node._prev]
    try:
        for node in inner:
            node.grad = 0.0
        root.grad += 1.0
        for node in inner:
            node._backward()
    except BaseException:
        for node, grad in zip(order, before, strict=True):
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
    placed = {} if type(root).__eq__ is object.__eq__ else _ByIdentity()
    order, path, stack, back = [], [], [root], object()
    node = root
    try:
        while stack:
            node = stack.pop()
            if node is back:  # from the parents of the last node on the path
                node = path.pop()
                order.append(node)
                placed[node] = True
            elif node not in placed:
                parents = node._prev
                if parents:
                    path.append(node)
                    stack.append(back)
                    stack += parents
                else:
                    order.append(node)
                placed[node] = not parents
            elif not placed[node]:
                raise GraphError(
                    f"{name_of(node)} is its own ancestor: this graph goes round in a circle, so "
                    "no order puts parents first. Was a node put into its own _prev?"
                )
    except (AttributeError, TypeError):
        raise not_a_node(node, path) from None
    return order


class _ByIdentity(dict[Any, bool]):
    """A dict that tells its keys apart by identity, where their class defines ``==`` by value."""

    def __contains__(self, key: object) -> bool:
        return super().__contains__(id(key))

    def __getitem__(self, key: Any) -> bool:
        return super().__getitem__(id(key))

    def __setitem__(self, key: Any, item: bool) -> None:
        super().__setitem__(id(key), item)


def _number(x: Any) -> float:
    """Return `x` as a float, or say why it is none."""
    if not isinstance(x, Real):
        raise not_a_number(x)
    try:
        return float(x)
    except OverflowError:
        raise not_a_number(x) from None


def _compared(x: Value | float) -> float:
    return x.data if isinstance(x, Value) else _number(x)
