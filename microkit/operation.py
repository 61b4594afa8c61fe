"""What an operation is, and how to add one of your own. Lesson 08 builds it.

Two halves make an operation: `forward` turns numbers into a number, and `backward` turns the
upstream gradient ``g`` into what each input hears: own slope times ``g``. Which nodes there are,
and that gradients of one node add up, is the same for all of them and stands in the engine.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import CO_VARARGS
from numbers import Real
from types import FunctionType
from typing import Any, ClassVar

from microkit import engine
from microkit.engine import Value
from microkit.errors import MicrokitError, NumberError, name_of


class Operation:
    """An operation: what it makes of numbers, and what its inputs hear on the way back.

    A subclass with ``forward`` and ``backward`` is an operation, and is usable at once.

    Parameters
    ----------
    symbol : str, optional
        What stands on the node in a picture; the name of the class in small letters if left out.
    method : str, optional
        The name under which every `Value` gets it, such as ``"__sub__"`` for ``a - b``.
    reflected : str, optional
        The same where the Value stands on the right, such as ``"__rsub__"`` for ``2 - a``.
    needs : str, optional
        What inputs have an answer, for the error: ``"a number above 0"``.

    Notes
    -----
    ``forward(*inputs)`` takes and returns floats. ``backward(g, out, *inputs)`` gets the upstream
    gradient and the result besides, and returns a tuple with a share for each input. Rules are
    written with operators and with operations, so that they work on Values too: the derivative
    of a derivative is then a graph like any other.

    Examples
    --------
    Subtraction as a class. (``symbol="-", method="__sub__", reflected="__rsub__"`` is how the
    kit's own stands behind ``a - b``.)

    >>> class Subtract(Operation, symbol="-", method="minus"):
    ...     @staticmethod
    ...     def forward(a, b):
    ...         return a - b
    ...     @staticmethod
    ...     def backward(g, out, a, b):
    ...         return g, -g
    >>> a, b = Value(7.0), Value(2.0)
    >>> c = a.minus(b) * 10
    >>> c.backward()
    >>> c.data, a.grad, b.grad
    (50.0, 10.0, -10.0)

    An operation of your own, in six lines. Without a method it is called with ``of``; the
    rule may be checked against slopes with `microkit.numeric.check_gradients`.

    >>> class Square(Operation):
    ...     def forward(a):
    ...         return a * a
    ...     def backward(g, out, a):
    ...         return (2 * a * g,)
    >>> Square.of(3), Square.of(Value(3.0))
    (9, Value(data=9.0, grad=0.0))
    """

    symbol: ClassVar[str] = ""
    needs: ClassVar[str] = ""
    takes: ClassVar[int] = 0  # how many inputs; 0 where forward takes any number, or does not say
    forward: ClassVar[Callable[..., Any]]
    backward: ClassVar[Callable[..., tuple[Any, ...]]]

    def __init_subclass__(
        cls, symbol: str = "", method: str = "", reflected: str = "", needs: str = ""
    ) -> None:
        for half in ("forward", "backward"):
            if not callable(getattr(cls, half, None)):
                raise MicrokitError(
                    f"The operation {cls.__name__} has no {half}. An operation is a class with "
                    "forward(*inputs) and backward(g, out, *inputs)."
                )
        cls.symbol = symbol or cls.__name__.lower()
        cls.needs = needs
        cls.takes = _inputs_of(cls.forward)
        if method:
            _attach(method, _method(cls))
        if reflected:
            _attach(reflected, _reflected(cls))

    @classmethod
    def of(cls, *inputs: Any) -> Any:
        """Return a number for numbers, and a node of the graph as soon as one input is a Value.

        Examples
        --------
        >>> from microkit.operations import Mul
        >>> Mul.of(2, 3)
        6
        >>> Mul.of(2, Value(3.0))
        Value(data=6.0, grad=0.0)
        """
        try:
            if not any(isinstance(x, Value) for x in inputs):
                return cls.forward(*inputs)
            parents = tuple([x if isinstance(x, Value) else Value(x) for x in inputs])
            data = cls.forward(*[parent.data for parent in parents])
        except (ArithmeticError, ValueError) as error:
            raise cls.no_answer(inputs, error) from None
        if not (engine._recording or engine.is_recording()):
            return Value(data)
        return Value(data, "", cls, *(parents if len(parents) <= 2 else [(parents,)]))

    @classmethod
    def hand_back(cls, g: float, out: float, groups: tuple[tuple[Value, ...], ...]) -> None:
        """Add its share to the gradient of each parent, where they are more than two.

        An operation that is to be fast for many inputs can write this out. The parents come in
        the groups in which its nodes were made; `of` makes one group of all.
        """
        parents = [parent for group in groups for parent in group]
        shares = cls.backward(g, out, *[parent.data for parent in parents])
        for parent, share in zip(parents, shares, strict=True):
            parent.grad += share

    @classmethod
    def no_answer(cls, inputs: tuple[Any, ...], error: Exception) -> MicrokitError:
        """Return the error to raise where `forward` failed on `inputs`."""
        if isinstance(error, MicrokitError):
            return error
        if isinstance(error, OverflowError):
            return NumberError(
                f"{cls._written(inputs)} is too large for a float, which ends near 1.8e308. "
                "Make the inputs smaller: scale the data, or take smaller steps."
            )
        why = f"{cls.symbol} needs {cls.needs}" if cls.needs else str(error)
        return NumberError(
            f"{cls._written(inputs)} has no answer: {why}. Look at how that number came about."
        )

    @classmethod
    def no_slope(cls, node: Value, error: Exception) -> MicrokitError:
        """Return the error to raise where `backward` failed at `node`."""
        written = cls._written(node._prev)
        for parent in node._prev:
            if not isinstance(parent.grad, Real):
                return MicrokitError(
                    f"The gradient of {name_of(parent)} is {parent.grad!r}, and backward adds to "
                    "it. Set it to 0.0 before."
                )
        if isinstance(error, ArithmeticError):
            return NumberError(
                f"The slope of {written} is not a finite number. Keep the input away from that "
                "point, for example by adding a small number to it."
            )
        return MicrokitError(
            f"The backward of {cls.__name__} failed at {written}: {error}. It is given "
            "(g, out, *inputs) and returns a tuple with one number for each input, "
            f"{len(node._prev)} here."
        )

    @classmethod
    def _written(cls, inputs: tuple[Any, ...]) -> str:
        """Return the operation as one writes it: ``log(-1.0)``, ``1.0 / 0.0``."""
        numbers = [str(x.data) if isinstance(x, Value) else str(x) for x in inputs]
        if cls.symbol.isidentifier() or len(numbers) == 1:
            return f"{cls.symbol}({', '.join(numbers)})"
        return f" {cls.symbol} ".join(numbers)


def _inputs_of(forward: Any) -> int:
    """Return how many inputs a function takes, or 0 where it does not say, or takes several."""
    if not isinstance(forward, FunctionType) or forward.__defaults__:
        return 0
    return 0 if forward.__code__.co_flags & CO_VARARGS else forward.__code__.co_argcount


def _method(operation: type[Operation]) -> Callable[..., Value]:
    """Return the method that builds a node: ``of`` with the Value in front.

    Nearly every node has one parent or two: written out, it is made in half the time.
    """

    def of_one(self: Value) -> Value:
        try:
            data = forward(self.data)
        except (ArithmeticError, ValueError) as error:
            raise operation.no_answer((self,), error) from None
        if engine._recording or engine.is_recording():
            return Value(data, "", operation, self)
        return Value(data)

    def of_two(self: Value, other: Value | float) -> Value:
        if type(other) is not Value and not isinstance(other, Value):
            other = Value(other)
        try:
            data = forward(self.data, other.data)
        except (ArithmeticError, ValueError) as error:
            raise operation.no_answer((self, other), error) from None
        if not (engine._recording or engine.is_recording()):
            return Value(data)
        out = new(Value)  # filled in here: to call Value would take as long as all the rest
        out.data = data if type(data) is float else Value(data).data
        out.grad, out.label = 0.0, ""
        out._operation, out._left, out._right = operation, self, other
        return out

    def of_any(self: Value, *others: Value | float) -> Value:
        return operation.of(self, *others)

    forward, new = operation.forward, object.__new__
    return _describe({1: of_one, 2: of_two}.get(operation.takes, of_any), operation)


def _reflected(operation: type[Operation]) -> Callable[..., Value]:
    """Return the method for a plain number on the left: ``2 - a`` is ``a.__rsub__(2)``."""

    def reflected(self: Value, other: float) -> Value:
        return straight(Value(other), self)

    straight = _method(operation)

    return _describe(reflected, operation)


def _describe(method: Any, operation: type[Operation]) -> Callable[..., Value]:
    method.__doc__ = operation.__doc__
    method.operation = operation
    return method


def _attach(name: str, method: Callable[..., Value]) -> None:
    """Put `method` on every Value, in place of nothing but another operation."""
    present = getattr(Value, name, None)
    if present is not None and not hasattr(present, "operation"):
        raise MicrokitError(
            f"No operation can be called {name!r}: that name is part of what a Value is. "
            "Take another name."
        )
    method.__name__ = name
    method.__qualname__ = f"Value.{name}"
    setattr(Value, name, method)
