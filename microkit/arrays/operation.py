"""The second floor: what an operation on arrays is, and how to add one of your own.

`forward` turns arrays into an array, and keeps what the way back needs. `backward` turns the
upstream gradient ``g`` into what each input hears. Which nodes there are, and that gradients of one
node add up, is the same for all of them and stands in `microkit.tensor`.
"""

from __future__ import annotations

from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar

from microkit import engine
from microkit.arrays.data import like, promoted
from microkit.arrays.primitives import (
    QUIET,
    QUIET_HERE,
    STRICT,
    STRICT_HERE,
    Array,
    array,
    broadcast,
    is_finite,
    is_nan,
)
from microkit.errors import GraphError, MicrokitError, NumberError, ShapeError

if TYPE_CHECKING:
    from microkit.tensor import Tensor

_Tensor: Any = None  # the class of all results: the third floor hands it down when it is loaded
next_age = count(1).__next__  # of two nodes, the one that was made later has the larger number
_new = object.__new__


class ArrayOperation:
    """An operation on arrays: what it makes of them, and what its inputs hear on the way back.

    A subclass with ``forward`` and ``backward`` is an operation. An instance of it belongs to one
    node of a graph: ``forward`` may keep on ``self`` what ``backward`` will need.

    Parameters
    ----------
    symbol : str, optional
        What stands on the node in a picture; the name of the class in small letters if left out.
    promotes : bool, optional
        Whether all inputs are turned into one type before ``forward``, as PyTorch does: float32
        with whole numbers stays float32. False if left out.
    strict : str, optional
        For an operation that works on each number by itself: what numbers have an answer, such as
        ``"numbers above 0"``. Others raise an error with this text. If left out, they become nan
        or infinity, as in Python's own ``1e308 * 10``.

    Attributes
    ----------
    needs : tuple of bool
        Which inputs want a gradient. It is there before ``forward`` runs, and all False where
        nothing is recorded, so that an operation can leave out what nobody will ask for.

    Notes
    -----
    ``forward(*arrays, **options)`` returns an array. ``backward(g)`` returns a tuple with one array
    for each input, in the shape of that input, or None where ``needs`` says False. It must not
    change ``g``, because others may hold it; it may return ``g`` itself, or a view of it.

    Examples
    --------
    >>> from microkit.tensor import Tensor
    >>> class Square(ArrayOperation):
    ...     def forward(self, a):
    ...         self.a = a
    ...         return a * a
    ...     def backward(self, g):
    ...         return (2 * self.a * g,)
    >>> x = Tensor([1.0, 2.0, 3.0], requires_grad=True)
    >>> Square.of(x).sum().backward()
    >>> x.grad
    array([2., 4., 6.])
    """

    symbol: ClassVar[str] = ""
    needs: tuple[bool, ...] = ()
    _promotes: ClassVar[bool] = False
    _strict: ClassVar[str] = ""
    _foreign: ClassVar[bool] = False  # whether somebody else than the kit has written it
    _context: ClassVar[Any] = QUIET

    def __init_subclass__(cls, symbol: str = "", promotes: bool = False, strict: str = "") -> None:
        cls.symbol = symbol or cls.__dict__.get("symbol") or cls.__name__.lower()
        cls._promotes = promotes or cls._promotes
        cls._strict = strict or cls._strict
        cls._foreign = not cls.__module__.startswith("microkit.")
        if cls._foreign:
            cls._context = STRICT_HERE if cls._strict else QUIET_HERE
        else:
            cls._context = STRICT if cls._strict else QUIET

    def forward(self, *arrays: Any, **options: Any) -> Any:
        """Return the result, and keep on ``self`` what `backward` needs."""
        raise MicrokitError(f"{type(self).__name__} has no forward(self, *arrays).")

    def backward(self, g: Any) -> tuple[Any, ...]:
        """Return what each input hears when the result hears `g`."""
        raise MicrokitError(f"{type(self).__name__} has no backward(self, g).")

    @classmethod
    def of(cls, *inputs: Any, **options: Any) -> Tensor:
        """Return the result as a Tensor; it remembers its inputs if one of them wants a gradient.

        Parameters
        ----------
        *inputs : Tensor, array or number
            What goes in.
        **options
            What else ``forward`` takes, handed on as it is: an axis, an index.

        Raises
        ------
        GraphError
            If an option is a Tensor that wants a gradient: only inputs get one.
        """
        # One and two inputs are written out: nearly every node has as many, and is made faster.
        if len(inputs) == 2:
            a, b = inputs
            if a.__class__ is not _Tensor or b.__class__ is not _Tensor:
                inputs = a, b = _tensors(inputs)
            arrays, needs = (a.data, b.data), (a.requires_grad, b.requires_grad)
            if cls._promotes and arrays[0].dtype is not arrays[1].dtype:
                arrays = promoted(arrays)
        elif len(inputs) == 1:
            a = inputs[0]
            if a.__class__ is not _Tensor:
                inputs = (a,) = _tensors(inputs)
            arrays, needs = (a.data,), (a.requires_grad,)
        else:
            for x in inputs:
                if x.__class__ is not _Tensor:
                    inputs = _tensors(inputs)
                    break
            arrays = tuple([x.data for x in inputs])
            needs = tuple([x.requires_grad for x in inputs])
            if cls._promotes:
                arrays = promoted(arrays)
        if options and (engine._recording or engine.is_recording()):
            for option in options.values():
                if option.__class__ is _Tensor and option.requires_grad:
                    raise _lost(cls)
        operation = cls()
        records = True in needs and (engine._recording or engine.is_recording())
        operation.needs = needs if records else (False,) * len(needs)
        try:
            data = cls._context.copy().run(operation.forward, *arrays, **options)
        except FloatingPointError:
            data = QUIET_HERE.run(operation.forward, *arrays, **options)
            cls._refuse(data, arrays)
        except MicrokitError:
            raise
        except (ArithmeticError, IndexError, TypeError, ValueError) as error:
            raise cls.no_answer(arrays, error) from (
                error if isinstance(error, TypeError) else None
            )
        if data.__class__ is not Array:
            data = array(data)
        out = _new(_Tensor)
        out.data = data
        out.grad = None
        out.label = ""
        out._age = next_age()
        out.requires_grad = records
        if records:
            out._prev = inputs
            out._operation = operation
        else:
            out._prev = ()
            out._operation = None
        return out

    @classmethod
    def no_answer(cls, arrays: tuple[Array, ...], error: Exception) -> MicrokitError:
        """Return the error to raise where ``forward`` failed on `arrays`."""
        shapes = " and ".join([str(x.shape) for x in arrays])
        return ShapeError(f"{cls.symbol} does not work for shape {shapes}: {error}")

    @classmethod
    def overflows(cls, *numbers: float) -> bool:
        """Return whether infinity means that the result is too large: else there is none."""
        return True

    @classmethod
    def _refuse(cls, data: Array, arrays: tuple[Array, ...]) -> None:
        """Raise where numbers have become nan or infinity."""
        finite, known = True, True
        for x in arrays:
            finite = finite & is_finite(x)
            known = known & ~is_nan(x)
        bad = array(known & is_nan(data) | finite & ~is_finite(data))
        if not bad.any():
            return
        data, flat, more = array(data), int(bad.argmax()), int(bad.sum()) - 1
        numbers = [broadcast(x, data.shape).flat[flat] for x in arrays]
        place = []
        for n in reversed(data.shape):
            flat, i = divmod(flat, n)
            place.insert(0, i)
        where = f"It stands at {place}. " if place else ""
        if more:
            where = f"It stands at {place}, and {more} more {'are' if more > 1 else 'is'} like it. "
        if is_nan(data[tuple(place)]) or not cls.overflows(*numbers):
            raise NumberError(
                f"{cls._written(numbers)} has no answer: {cls.symbol} needs {cls._strict}. {where}"
                "Look at how that number came about."
            )
        raise NumberError(
            f"{cls._written(numbers)} is too large for {data.dtype}. {where}"
            "Make the inputs smaller: scale the data, or take smaller steps."
        )

    @classmethod
    def _written(cls, numbers: list[float]) -> str:
        """Return the operation as one writes it: ``log(-1.0)``, ``(-2.0) ** 0.5``."""
        if cls.symbol.isidentifier():
            return f"{cls.symbol}({', '.join(map(str, numbers))})"
        return f" {cls.symbol} ".join([f"({n})" if n < 0 else str(n) for n in numbers])


def _lost(cls: type[ArrayOperation]) -> GraphError:
    return GraphError(
        f"An option of {cls.symbol} is a Tensor that wants a gradient, and only inputs get one. "
        "Give its number, t.item(), or compute with what takes it as an input: *, maximum, where."
    )


def results_are(tensor: type[Tensor]) -> None:
    """Say what class results have."""
    global _Tensor
    _Tensor = tensor


def _tensors(inputs: tuple[Any, ...]) -> tuple[Tensor, ...]:
    """Return the inputs as Tensors; a plain number takes the type of the Tensor beside it."""
    kind = _Tensor or import_module("microkit.tensor").Tensor
    beside = None
    for x in inputs:
        if isinstance(x, kind) and (beside is None or beside.kind != "f"):
            beside = x.data.dtype
    return tuple([x if isinstance(x, kind) else constant(like(x, beside)) for x in inputs])


def constant(data: Array) -> Tensor:
    """Return a Tensor around `data`, that same array, which wants no gradient."""
    out = _new(_Tensor)
    out.data = data
    out.grad = None
    out.label = ""
    out._age = 0
    out.requires_grad = False
    out._prev = ()
    out._operation = None
    return out
