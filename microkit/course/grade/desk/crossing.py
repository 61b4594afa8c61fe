"""How values cross the wall: plain data as a copy of its exact type, all else as a number.

Both sides use this file. It is written for the worst on the other side: what is read here can only
become plain values of Python's own types (and numpy's, where numpy is), or be refused.
"""

from __future__ import annotations

import base64
import math
import sys
from collections.abc import Callable, Iterable
from typing import Any

DEPTH = 16  # lists in lists
MOST_VALUES = 200_000
MOST_BYTES = 2_000_000
SMALL = 2**63  # whole numbers below it are written as they are
ARRAYS = "biufcSU"  # kinds of numpy: no objects, no records
_LISTS = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}


class TooLargeError(ValueError):
    """The value is too large or too deep to cross as a copy."""


class NotPlainError(ValueError):
    """What came from the other side is not a value."""


class Packing:
    """Write one value as plain JSON.

    Subclasses of Python's types are written as the plain type, read with that type's own methods.

    Parameters
    ----------
    keep : callable
        What is written for a value that is not plain data; it may raise.
    """

    def __init__(self, keep: Callable[[Any], Any]) -> None:
        self._keep = keep
        self._values = self._bytes = 0

    def pack(self, value: Any, depth: int = DEPTH) -> Any:
        """Return the value as JSON.

        Raises
        ------
        TooLargeError
            If it has too many parts, or they stand too deep in each other.

        Examples
        --------
        >>> Packing(keep=repr).pack([1, 2.5, (True, None), float("inf"), {"a": 10**30}])
        ... # doctest: +NORMALIZE_WHITESPACE
        ['list', [1, 2.5, ['tuple', [True, None]], ['float', 'inf'],
         ['dict', [['a', ['int', '0xc9f2c9cd04674edea40000000']]]]]]
        """
        self._values += 1
        if self._values > MOST_VALUES or depth < 0:
            raise TooLargeError
        kind = type(value)
        if value is None or kind is bool:
            return value
        numpy = sys.modules.get("numpy")
        if numpy is not None and isinstance(value, numpy.ndarray | numpy.generic):
            return self._array(numpy, value)
        if issubclass(kind, int):
            number = int.__pos__(value)
            return number if -SMALL < number < SMALL else ["int", self._counted(hex(number))]
        if issubclass(kind, float):
            number = float.__pos__(value)
            return number if math.isfinite(number) else ["float", repr(number)]
        if issubclass(kind, str):
            return self._text(str.__str__(value))
        if issubclass(kind, complex):
            number = complex.__pos__(value)
            return ["complex", number.real.hex(), number.imag.hex()]
        if issubclass(kind, bytes | bytearray):
            name = "bytes" if issubclass(kind, bytes) else "bytearray"
            return [name, self._base64(bytes(memoryview(value)))]
        return self._container(kind, value, depth)

    def _container(self, kind: type, value: Any, depth: int) -> Any:
        for name, base in _LISTS.items():
            if issubclass(kind, base):
                return [name, self._each(base.__iter__(value), depth)]
        if issubclass(kind, dict):
            pairs = dict.items(value)
            return ["dict", [self._each(pair, depth) for pair in pairs]]
        if kind is slice:
            return ["slice", self._each((value.start, value.stop, value.step), depth)]
        return ["ellipsis"] if value is ... else self._keep(value)

    def _each(self, values: Iterable[Any], depth: int) -> list[Any]:
        return [self.pack(value, depth - 1) for value in values]

    def _array(self, numpy: Any, value: Any) -> Any:
        plain = numpy.array(value, copy=True, order="C", subok=False)
        if plain.dtype.kind not in ARRAYS:
            return self._keep(value)
        content = self._base64(plain.tobytes())
        if isinstance(value, numpy.generic):
            return ["scalar", plain.dtype.str, content]
        return ["array", plain.dtype.str, list(plain.shape), content]

    def _text(self, text: str) -> Any:
        try:
            text.encode()
        except UnicodeEncodeError:  # half a character
            return ["halves", self._base64(text.encode("utf-8", "surrogatepass"))]
        return self._counted(text)

    def _base64(self, content: bytes) -> str:
        return self._counted(base64.b64encode(content).decode("ascii"))

    def _counted(self, text: str) -> str:
        self._bytes += len(text)
        if self._bytes > MOST_BYTES:
            raise TooLargeError
        return text


def unpack(packed: Any, fetch: Callable[..., Any]) -> Any:
    """Return the value that was packed.

    Parameters
    ----------
    packed : JSON
        What came from the other side.
    fetch : callable
        Called with what follows ``"thing"``, it returns what that stands for.

    Raises
    ------
    NotPlainError
        If nothing can have been packed like that.
    """
    if packed is None or type(packed) in (bool, int, float, str):
        return packed
    try:
        return _unpack(packed, fetch)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, MemoryError) as error:
        raise NotPlainError("What came through the wall is not a value.") from error


def _unpack(packed: Any, fetch: Callable[..., Any]) -> Any:
    name, *parts = packed
    if name in _LISTS:
        (values,) = parts
        return _LISTS[name](unpack(value, fetch) for value in values)
    if name == "dict":
        (pairs,) = parts
        return {unpack(key, fetch): unpack(value, fetch) for key, value in pairs}
    if name == "thing":
        return fetch(*parts)
    if name in ("array", "scalar"):
        return _array(name, *parts)
    return _SINGLE[name](parts, fetch)


def _array(name: str, dtype: str, *rest: Any) -> Any:
    import numpy

    kind = numpy.dtype(dtype)
    if kind.kind not in ARRAYS or kind.itemsize == 0:
        raise ValueError(dtype)
    *shape, content = rest
    flat = numpy.frombuffer(base64.b64decode(content, validate=True), dtype=kind)
    array = flat.reshape(shape[0] if shape else ()).copy()
    return array if name == "array" else array[()]


_SINGLE: dict[str, Callable[[list[Any], Callable[..., Any]], Any]] = {
    "int": lambda parts, fetch: int(parts[0], 16),
    "float": lambda parts, fetch: float(parts[0]),
    "complex": lambda parts, fetch: complex(*(float.fromhex(part) for part in parts)),
    "bytes": lambda parts, fetch: base64.b64decode(parts[0], validate=True),
    "bytearray": lambda parts, fetch: bytearray(base64.b64decode(parts[0], validate=True)),
    "halves": lambda parts, fetch: base64.b64decode(parts[0]).decode("utf-8", "surrogatepass"),
    "slice": lambda parts, fetch: slice(*(unpack(part, fetch) for part in parts[0])),
    "ellipsis": lambda parts, fetch: ...,
}
