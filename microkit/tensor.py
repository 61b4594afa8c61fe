"""The third floor: an array that remembers how it came about. Lesson 09 builds it.

`Tensor` holds the array, the gradient and the graph; what one can do with it stands in
`number_methods`, `shape_methods` and `plain_methods`, and how each thing is done, forward and
backward, one class for each, in `arrays.operations`. Names and behavior follow PyTorch's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from microkit.arrays import flow, operation
from microkit.arrays.data import as_array
from microkit.arrays.number_methods import NumberMethods
from microkit.arrays.operations import choices, shapes
from microkit.arrays.plain_methods import PlainMethods
from microkit.arrays.primitives import FLOAT, Array, full
from microkit.arrays.shape_methods import ShapeMethods, spelled
from microkit.errors import GraphError, MicrokitError, NumberError, ShapeError

if TYPE_CHECKING:
    import numpy as np

    from microkit.arrays.operation import ArrayOperation


class Tensor(NumberMethods, ShapeMethods, PlainMethods):
    """An array of numbers, what it was made of, and how much each number matters to a result.

    Parameters
    ----------
    data : number, array, or nested lists of numbers
        The numbers; they are copied. An array keeps its type (float32 stays float32), Python's own
        floats become float64 and whole numbers int64.
    requires_grad : bool, default False
        Whether `backward` is to leave a gradient here: True for what is learned.
    dtype : dtype, optional
        The type of the numbers, such as ``"float32"``.
    label : str, optional
        A name, for pictures and messages.

    Attributes
    ----------
    data : array
        The numbers.
    grad : array or None
        How much the result moves when each of these numbers moves by one. None until `backward`
        has run, and always None for what was computed: see `backward`.
    requires_grad : bool
        Whether a gradient belongs here, or flows through here.

    Notes
    -----
    What has a gradient comes back as a Tensor. What has none, as ``a > b``, ``a == b`` and
    ``a.argmax()``, comes back as a plain numpy array.

    A node knows its inputs, and never what was made of it: there are no reference cycles, so a
    graph is freed at the moment when its last node is dropped.

    Examples
    --------
    >>> w = Tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], requires_grad=True)
    >>> b = Tensor([0.5, 0.5, 0.5], requires_grad=True)
    >>> x = Tensor([[1.0, -1.0]])
    >>> y = (x @ w + b).sum()
    >>> y.item()
    -7.5
    >>> y.backward()
    >>> w.grad
    array([[ 1.,  1.,  1.],
           [-1., -1., -1.]])
    """

    __slots__ = (
        "__weakref__",
        "_age",
        "_operation",
        "_prev",
        "data",
        "grad",
        "label",
        "requires_grad",
    )

    # numpy must not spread an array over a Tensor: `array + t` comes to Tensor.__radd__.
    __array_ufunc__ = None

    data: Array
    grad: Array | None
    requires_grad: bool
    label: str
    _prev: tuple[Tensor, ...]
    _operation: ArrayOperation | Any
    _age: int

    def __init__(
        self, data: Any, requires_grad: bool = False, dtype: Any = None, label: str = ""
    ) -> None:
        self.data = as_array(data, dtype)
        if self.data is data or self.data.base is not None:
            self.data = self.data.copy()
        self.grad = None
        self.label = label
        self._prev = ()
        self._operation = None
        self._age = 0
        self.requires_grad = False
        if requires_grad is not False:
            self.requires_grad_(requires_grad)

    # -- what it is --------------------------------------------------------------------------------

    @property
    def _op(self) -> str:
        """The symbol of the operation that made this node; empty for a leaf."""
        return self._operation.symbol if self._operation else ""

    def __repr__(self) -> str:
        numbers = repr(self.data)[len("array(") : -1].replace("\n", "\n ")
        label = f", label={self.label!r}" if self.label else ""
        grad = ", requires_grad=True" if self.requires_grad else ""
        return f"Tensor({numbers}{grad}{label})"

    def __iter__(self) -> Iterator[Tensor]:
        return iter([self[i] for i in range(len(self))])

    # -- the graph ---------------------------------------------------------------------------------

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Say whether this leaf wants a gradient, and return it."""
        if requires_grad not in (True, False):
            raise MicrokitError(
                f"requires_grad is True or False, and this is {requires_grad!r}. "
                "A type is given by its name: dtype='float32'."
            )
        if requires_grad and self.data.dtype.kind != "f":
            raise NumberError(
                f"Only floating point numbers have a gradient, and these are {self.data.dtype}: "
                "a whole number cannot be nudged. Write 1.0 for 1, or give dtype='float64'."
            )
        if not requires_grad and self._operation:
            raise GraphError(
                f"This Tensor was computed (by {self._op}), so gradients flow through it. "
                "For its numbers alone, take t.detach()."
            )
        self.requires_grad = bool(requires_grad)
        return self

    def detach(self) -> Tensor:
        """Return a Tensor with the same numbers (the same memory) and without the history."""
        return operation.constant(self.data)

    def __setstate__(self, state: tuple[dict[str, Any] | None, dict[str, Any]]) -> None:
        """Take the state of another one, of which this is a copy: its parents are here already."""
        for attributes in state:
            for name, thing in (attributes or {}).items():
                setattr(self, name, thing)
        if self._operation:
            self._age = operation.next_age()

    def backward(self, gradient: Any = None) -> None:
        """Give every leaf that this was made of its gradient: what is there is added to.

        Parameters
        ----------
        gradient : array, optional
            What arrives from above, in this Tensor's shape. It may be left out for a single number:
            a result moves by one when it moves by one.

        Raises
        ------
        GraphError
            If nothing here wants a gradient.
        ShapeError
            If `gradient` has another shape, or is missing where there are many numbers; if a leaf
            has a gradient already that is not of its shape.
        NumberError
            If a slope does not exist, as that of ``sqrt`` at 0. After any error each gradient is
            what it was before.

        Notes
        -----
        Gradients are kept in leaves alone, because those in between would cost as much memory as
        the numbers themselves; `microkit.gradients` returns them all. Calling it twice doubles
        what the leaves hold: set ``t.grad = None`` between steps.

        Examples
        --------
        >>> a = Tensor([1.0, -2.0], requires_grad=True)
        >>> (a * a).backward(gradient=[1.0, 10.0])
        >>> a.grad
        array([  2., -40.])
        """
        flow.backward(self, gradient)

    def _gradients(self) -> dict[Tensor, Array]:
        """Return the gradient of every node behind this one, and leave every `.grad` alone."""
        return flow.gradients(self)


operation.results_are(Tensor)

# -- making Tensors, and putting them together -----------------------------------------------------


def tensor(data: Any, requires_grad: bool = False, dtype: Any = None) -> Tensor:
    """Return a Tensor with a copy of the numbers: PyTorch's way to write ``Tensor(data)``."""
    return Tensor(data, requires_grad, dtype)


def zeros(*shape: Any, requires_grad: bool = False, dtype: Any = FLOAT) -> Tensor:
    """Return a Tensor of zeros: ``zeros(2, 3)`` or ``zeros((2, 3))``."""
    return Tensor(full(spelled(shape), 0, dtype), requires_grad)


def ones(*shape: Any, requires_grad: bool = False, dtype: Any = FLOAT) -> Tensor:
    """Return a Tensor of ones: ``ones(2, 3)`` or ``ones((2, 3))``."""
    return Tensor(full(spelled(shape), 1, dtype), requires_grad)


def randn(
    *shape: Any, rng: np.random.Generator, requires_grad: bool = False, dtype: Any = FLOAT
) -> Tensor:
    """Return a Tensor of numbers from the normal distribution with mean 0 and variance 1.

    Examples
    --------
    >>> import numpy as np
    >>> randn(2, 3, rng=np.random.default_rng(1)).shape
    (2, 3)
    """
    return Tensor(rng.standard_normal(spelled(shape)), requires_grad, dtype)


def cat(tensors: Sequence[Any], axis: int = 0, *, dim: int | None = None) -> Tensor:
    """Return the Tensors one after another along an axis that they have."""
    return shapes.Cat.of(*_some(tensors, "cat"), axis=axis if dim is None else dim)


def stack(tensors: Sequence[Any], axis: int = 0, *, dim: int | None = None) -> Tensor:
    """Return Tensors of one shape, along a new axis."""
    return shapes.Stack.of(*_some(tensors, "stack"), axis=axis if dim is None else dim)


def where(condition: Any, a: Any, b: Any) -> Tensor:
    """Return the number of `a` where the condition holds, and that of `b` elsewhere."""
    condition = condition.data if isinstance(condition, Tensor) else as_array(condition)
    return choices.Where.of(a, b, condition=condition)


def maximum(a: Any, b: Any) -> Tensor:
    """Return the larger of two numbers, place by place; equal ones hear half each."""
    return choices.Maximum.of(a, b)


def minimum(a: Any, b: Any) -> Tensor:
    """Return the smaller of two numbers, place by place; equal ones hear half each."""
    return choices.Minimum.of(a, b)


def _some(tensors: Sequence[Any], name: str) -> Sequence[Any]:
    if isinstance(tensors, Tensor) or not len(tensors):
        raise ShapeError(f"{name} takes a list of one Tensor or more: {name}([a, b]).")
    return tensors
