"""Ask the student's process for one thing after the other, and read what comes back."""

from __future__ import annotations

import types
import weakref
from collections.abc import Callable, Mapping
from typing import Any

from microkit.course.grade.desk.crossing import NotPlainError, Packing, TooLargeError, unpack
from microkit.course.grade.wall.errors import CannotCrossError, StoppedError, raised
from microkit.course.grade.wall.proxy import CallableProxy, Proxy, number_of
from microkit.course.sandbox import Outcome

MOST_ASKS = 100_000
MOST_CLAIMS = 100
SYMBOLS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
COMPARING = ("sub", "isub", "truediv", "itruediv")  # what is near is often told by these
SPEAKS_OF = (
    (types.LambdaType, "a function of its own"),
    (types.BuiltinFunctionType, "a function of Python"),
    (types.MethodType, "a method"),
    (types.ModuleType, "a module"),
    (types.GeneratorType, "a generator"),
    (type, "a class"),
)


class Wall:
    """What stands between a graded cell and the student's things.

    Parameters
    ----------
    ask : callable
        Sends one message to the student's process, and returns its `Outcome`.
    printed : callable
        Takes what the student's code prints meanwhile.

    Attributes
    ----------
    claims : list of str
        What the student's own code answered on equality, order, truth or kind, such as
        ``"Value == float"``; ``"changed(list)"`` where a function changed what it was called with;
        ``"float(Value)"`` where a number came out of a thing that the check had subtracted from
        or divided, so that the code knew what was expected. An answer of plain data is compared
        outside and is never among them.
    """

    def __init__(
        self, ask: Callable[[dict[str, Any]], Outcome], printed: Callable[[str], Any]
    ) -> None:
        self.claims: list[str] = []
        self._ask = ask
        self._printed = printed
        self._asked = 0
        self._told: set[int] = set()  # the things that may know what is expected
        self._proxies: weakref.WeakValueDictionary[int, Proxy] = weakref.WeakValueDictionary()
        self._inside: dict[Any, str] = {}
        self._kept: list[Any] = []

    def known_inside(self, function: Any, name: str) -> None:
        """Hand a function over by its name: the student's process has the same one."""
        self._inside[function] = name

    def thing(self, name: str) -> Any:
        """Return what a name of the student's stands for.

        Raises
        ------
        NameError
            If the student has no such name.
        """
        try:
            found = self.say("thing", name=name)
        except NameError:
            raise NameError(f"name {name!r} is not defined") from None
        if isinstance(found, Proxy):
            object.__setattr__(found, "_name", name)
        return found

    def say(self, do: str, *values: Any, **more: Any) -> Any:
        """Have one thing done inside, and return the value that came of it.

        Raises
        ------
        CannotCrossError
            If a value cannot be handed over.
        StoppedError
            If the student's process did not answer.
        Exception
            What the student's code raised.
        """
        message = {"do": do, "values": [self._pack(value) for value in values], **more}
        found = self._value(self._answer(message))
        if do in ("operator", "number", "text") and self._knows(do, values, more):
            if isinstance(found, Proxy):
                self._told.add(number_of(found))
            else:
                self.claim(more.get("how") or more["name"], *values)
        return found

    def _knows(self, do: str, values: tuple[Any, ...], more: Mapping[str, Any]) -> bool:
        """Say whether the student's code may have been told here, or before, what is expected."""
        things = [value for value in values if isinstance(value, Proxy)]
        compared = do == "operator" and more["name"] in COMPARING and len(things) < len(values)
        return compared or any(number_of(thing) in self._told for thing in things)

    def call(self, function: Any, values: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
        """Call something inside. Lists and arrays that it changes are changed here, too."""
        packed = [self._pack(value) for value in (function, *values)]
        named_packed = {key: self._pack(value) for key, value in named.items()}
        answer = self._answer({"do": "call", "values": packed, "named": named_packed})
        value = self._value(answer)
        self._change([*values, *named.values()], answer.get("changed", []))
        return value

    def compare(self, name: str, *values: Any) -> bool:
        """Have two things compared inside, and remember that this is the student's word."""
        self.claim(name, *values)
        return self.say("compare", *values, name=name) is True

    def claim(self, name: str, *values: Any) -> None:
        """Remember that the student's code said what this is."""
        kinds = [_kind(value) for value in values]
        symbol = SYMBOLS.get(name)
        said = f" {symbol} ".join(kinds) if symbol else f"{name}({', '.join(kinds)})"
        if said not in self.claims and len(self.claims) < MOST_CLAIMS:
            self.claims.append(said)

    def _answer(self, message: dict[str, Any]) -> dict[str, Any]:
        self._asked += 1
        if self._asked > MOST_ASKS:
            raise StoppedError(f"The check asked for more than {MOST_ASKS:,} things.")
        outcome = self._ask(message)
        if outcome.output:
            self._printed(outcome.output)
        if not outcome.ok:
            raise StoppedError(outcome.sentence)
        if not isinstance(outcome.answer, dict):
            raise StoppedError("What came through the wall is not an answer.")
        return outcome.answer

    def _value(self, answer: dict[str, Any]) -> Any:
        try:
            error = answer.get("raised")
            if error is None:
                return unpack(answer.get("value"), self._fetch)
            arguments = [unpack(packed, self._fetch) for packed in error["arguments"]]
            told = raised(
                *(str(error["kind"])[:100], error["own"] is not False),
                *([str(base) for base in error["bases"]], str(error["text"]), arguments),
            )
        except (NotPlainError, TypeError, KeyError, AttributeError):
            raise StoppedError("What came through the wall is not an answer.") from None
        raise told from None

    def _fetch(self, number: int, callable_: bool, kind: str) -> Proxy:
        if type(number) is not int or type(kind) is not str:
            raise TypeError(number)
        found = self._proxies.get(number)
        if found is None:
            found = (CallableProxy if callable_ is True else Proxy)(self, number, kind)
            self._proxies[number] = found
        return found

    def _pack(self, value: Any) -> Any:
        try:
            return Packing(self._cross).pack(value)
        except TooLargeError:
            raise CannotCrossError("so large or so deep a value") from None

    def _cross(self, value: Any) -> Any:
        """Return how a value that is no plain data is handed over: only what is inside can be."""
        if isinstance(value, types.FunctionType) and value in self._inside:
            value = self.thing(self._inside[value])
            self._kept.append(value)
        if isinstance(value, Proxy):
            return ["thing", number_of(value)]
        for kind, words in SPEAKS_OF:
            if isinstance(value, kind):
                name = getattr(value, "__name__", "")
                raise CannotCrossError(f"{words} ({name})" if name else words)
        raise CannotCrossError(f"a value of type {type(value).__name__}")

    def _change(self, values: list[Any], changed: Any) -> None:
        """Give arguments what they hold now inside."""
        try:
            for place, packed in changed:
                mine, now = values[place], unpack(packed, self._fetch)
                self.claim("changed", mine)
                if type(mine) in (list, bytearray) and type(now) is type(mine):
                    mine[:] = now
                elif type(mine) in (dict, set) and type(now) is type(mine):
                    mine.clear()
                    mine.update(now)
                elif getattr(mine, "shape", None) == getattr(now, "shape", ()):
                    mine[...] = now
        except (NotPlainError, TypeError, ValueError, IndexError):
            raise StoppedError("What came through the wall is not an answer.") from None


def _kind(value: Any) -> str:
    kind = object.__getattribute__(value, "_kind") if isinstance(value, Proxy) else ""
    if kind:  # a name that the student has chosen
        return kind if kind.isidentifier() else "thing"
    return type(value).__name__
