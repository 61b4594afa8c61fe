"""The student's things, as the grader's own cells see them: called, read and compared from afar.

This is the half inside. It does what it is told with the student's objects and packs what comes of
it. The half outside is `microkit.course.grade.wall`.
"""

from __future__ import annotations

import builtins
import copy
import math
import operator
import os
from collections.abc import Callable, Mapping
from typing import Any

from microkit.course.grade.desk.crossing import Packing, TooLargeError, unpack

LONGEST_TEXT = 100_000
LONGEST_MESSAGE = 2_000  # of an exception
CHANGES = (list, dict, set, bytearray)  # what a function can change in what it is called with

TEXTS: dict[str, Callable[..., str]] = {"repr": repr, "str": str, "format": format}
NUMBERS: dict[str, Callable[..., Any]] = {
    "float": float,
    "int": int,
    "complex": complex,
    "index": operator.index,
    "bool": bool,
    "hash": hash,
    "len": len,
    "round": round,
    "trunc": math.trunc,
    "floor": math.floor,
    "ceil": math.ceil,
}
COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge", "contains", "isinstance", "issubclass")
BINARY = (
    *("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow"),
    *("lshift", "rshift", "and_", "or_", "xor"),
)
UNARY = ("neg", "pos", "abs", "invert")
OPERATORS = (*BINARY, *(f"i{name.rstrip('_')}" for name in BINARY), *UNARY, "divmod")


class Things:
    """What the student's names stand for.

    Parameters
    ----------
    namespace : mapping
        The names after the student's cells have run.
    """

    HANDLERS = frozenset(
        (
            *("thing", "call", "attribute", "item", "operator", "compare"),
            *("text", "number", "iterate", "next", "copy"),
        )
    )

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self._namespace = namespace
        self._kept: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}  # by identity; what is kept keeps its identity
        # Numbers of an earlier process mean nothing here.
        self._next = int.from_bytes(os.urandom(6), "big")

    def answer(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Do what a message says.

        Parameters
        ----------
        message : mapping
            ``do``, one of `HANDLERS`, and what that needs.

        Returns
        -------
        dict
            ``value``, packed, with ``changed`` for arguments that the call has changed; or
            ``raised``, an exception as plain data.
        """
        try:
            changed: list[Any] = []
            if message["do"] not in self.HANDLERS:
                raise ValueError(f"nothing is known of {message['do']!r}")
            value = getattr(self, f"_do_{message['do']}")(message, changed)
            packed = self._pack(value)
            return {"value": packed, "changed": changed} if changed else {"value": packed}
        except BaseException as error:
            return {"raised": self._told(error)}

    def _pack(self, value: Any) -> Any:
        try:
            return Packing(self._keep).pack(value)
        except (TooLargeError, RecursionError):
            return self._keep(value)

    def _keep(self, value: Any) -> list[Any]:
        """Return how a thing that stays is written: its number, whether it can be called, kind."""
        number = self._numbers.get(id(value))
        if number is None:
            number = self._next
            self._next += 1
            self._numbers[id(value)] = number
            self._kept[number] = value
        return ["thing", number, callable(value), str(type(value).__name__)[:100]]

    def _fetch(self, number: int) -> Any:
        if number not in self._kept:
            raise ReferenceError("it was of a process that has ended")
        return self._kept[number]

    def _values(self, message: Mapping[str, Any]) -> list[Any]:
        return [unpack(packed, self._fetch) for packed in message["values"]]

    def _do_thing(self, message: Mapping[str, Any], changed: list[Any]) -> Any:
        name = message["name"]
        if name not in self._namespace:
            raise NameError(f"name {name!r} is not defined")
        return self._namespace[name]

    def _do_call(self, message: Mapping[str, Any], changed: list[Any]) -> Any:
        function, *values = self._values(message)
        named = {key: unpack(packed, self._fetch) for key, packed in message["named"].items()}
        came = [*message["values"][1:], *message["named"].values()]
        value = function(*values, **named)
        for place, (packed, now) in enumerate(zip(came, [*values, *named.values()], strict=True)):
            if type(now) in CHANGES or (type(packed) is list and packed[:1] == ["array"]):
                packed_now = self._pack(now)
                if packed_now != packed:
                    changed.append([place, packed_now])
        return value

    def _do_attribute(self, message: Mapping[str, Any], changed: list[Any]) -> Any:
        thing, *value = self._values(message)
        how = message["how"]
        return {"get": getattr, "set": setattr, "del": delattr}[how](thing, message["name"], *value)

    def _do_item(self, message: Mapping[str, Any], changed: list[Any]) -> Any:
        how = message["how"]
        handlers = {"get": operator.getitem, "set": operator.setitem, "del": operator.delitem}
        return handlers[how](*self._values(message))

    def _do_operator(self, message: Mapping[str, Any], changed: list[Any]) -> Any:
        name = message["name"]
        if name not in OPERATORS:
            raise ValueError(name)
        values = self._values(message)
        if name == "divmod" or len(values) == 3:
            return getattr(builtins, name)(*values)
        return getattr(operator, name)(*values)

    def _do_compare(self, message: Mapping[str, Any], changed: list[Any]) -> bool:
        name = message["name"]
        if name not in COMPARISONS:
            raise ValueError(name)
        place = builtins if name.startswith("is") else operator
        return bool(getattr(place, name)(*self._values(message)))

    def _do_text(self, message: Mapping[str, Any], changed: list[Any]) -> str:
        return TEXTS[message["how"]](*self._values(message))[:LONGEST_TEXT]

    def _do_number(self, message: Mapping[str, Any], changed: list[Any]) -> Any:
        return NUMBERS[message["how"]](*self._values(message))

    def _do_iterate(self, message: Mapping[str, Any], changed: list[Any]) -> Any:
        """Return an iterator as a thing, never as a copy of what it runs over."""
        return _Stays(iter(*self._values(message)))

    def _do_next(self, message: Mapping[str, Any], changed: list[Any]) -> tuple[Any, ...]:
        (thing,) = self._values(message)
        try:
            return (next(thing.inner if type(thing) is _Stays else thing),)
        except StopIteration:
            return ()

    def _do_copy(self, message: Mapping[str, Any], changed: list[Any]) -> Any:
        how = {"shallow": copy.copy, "deep": copy.deepcopy}[message["how"]]
        return how(*self._values(message))

    def _told(self, error: BaseException) -> dict[str, Any]:
        """Return an exception as plain data, whatever it does when it is looked at."""
        kind = type(error)
        try:
            bases = [base.__name__ for base in kind.__mro__ if base.__module__ == "builtins"]
            text = str(error)[:LONGEST_MESSAGE]
            arguments = [self._pack(value) for value in error.args[:10]]
        except BaseException:
            bases, text, arguments = [], "its text cannot be shown", []
        return {
            "kind": str(kind.__name__)[:100],
            "own": kind.__module__ != "builtins",
            "bases": bases,
            "text": text,
            "arguments": arguments,
        }


class _Stays:
    """An iterator, which must not cross."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
