"""What stands outside for a student's thing: Python's expressions on it are answered inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from microkit.course.grade.desk.things import BINARY, UNARY
from microkit.course.grade.wall.errors import CannotCrossError
from microkit.errors import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from microkit.course.grade.wall.wall import Wall

COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
_OWN = ("__class__", "__copy__", "__deepcopy__", "__reduce__", "__reduce_ex__")
# By these numpy reads memory of the process that it runs in, wherever the student's thing says.
_NEVER = ("__array_interface__", "__array_struct__")


class Proxy:
    """A thing of the student's. It has the attributes and operators that the thing has.

    Comparing it, and asking whether it is true, is the student's word: the wall remembers that.
    """

    __slots__ = ("__weakref__", "_kind", "_name", "_number", "_wall")

    def __init__(self, wall: Wall, number: int, kind: str) -> None:
        for name, value in (("_wall", wall), ("_number", number), ("_kind", kind), ("_name", "")):
            object.__setattr__(self, name, value)

    def __getattribute__(self, name: str) -> Any:
        if name in _OWN:
            return object.__getattribute__(self, name)
        if name in _NEVER:
            raise AttributeError(name)
        return _wall(self).say("attribute", self, name=name, how="get")

    def __setattr__(self, name: str, value: Any) -> None:
        _wall(self).say("attribute", self, value, name=name, how="set")

    def __delattr__(self, name: str) -> None:
        _wall(self).say("attribute", self, name=name, how="del")

    def __dir__(self) -> list[str]:
        return list(_wall(self).call(self.__dir__, (), {}))

    def __getitem__(self, key: Any) -> Any:
        return _wall(self).say("item", self, key, how="get")

    def __setitem__(self, key: Any, value: Any) -> None:
        _wall(self).say("item", self, key, value, how="set")

    def __delitem__(self, key: Any) -> None:
        _wall(self).say("item", self, key, how="del")

    def __iter__(self) -> Iterator[Any]:
        wall = _wall(self)
        return _each(wall, wall.say("iterate", self))

    def __next__(self) -> Any:
        found = _wall(self).say("next", self)
        if type(found) is not tuple or not found:
            raise StopIteration
        return found[0]

    def __len__(self) -> int:
        return _number(self, "len", int)

    def __contains__(self, value: Any) -> bool:
        return _wall(self).compare("contains", self, value)

    def __instancecheck__(self, value: Any) -> bool:
        return _wall(self).compare("isinstance", value, self)

    def __subclasscheck__(self, value: Any) -> bool:
        return _wall(self).compare("issubclass", value, self)

    def __bool__(self) -> bool:
        _wall(self).claim("bool", self)
        return _number(self, "bool", bool)

    def __hash__(self) -> int:
        return _number(self, "hash", int)

    def __int__(self) -> int:
        return _number(self, "int", int)

    def __float__(self) -> float:
        return _number(self, "float", float)

    def __complex__(self) -> complex:
        return _number(self, "complex", complex)

    def __index__(self) -> int:
        return _number(self, "index", int)

    def __round__(self, *digits: int) -> Any:
        return _wall(self).say("number", self, *digits, how="round")

    def __trunc__(self) -> Any:
        return _wall(self).say("number", self, how="trunc")

    def __floor__(self) -> Any:
        return _wall(self).say("number", self, how="floor")

    def __ceil__(self) -> Any:
        return _wall(self).say("number", self, how="ceil")

    def __repr__(self) -> str:
        return _text(self, "repr")

    def __str__(self) -> str:
        return _text(self, "str")

    def __format__(self, form: str) -> str:
        return _text(self, "format", form)

    def __enter__(self) -> Any:
        return self.__getattribute__("__enter__")()

    def __exit__(self, *error: object) -> bool:
        self.__getattribute__("__exit__")(None, None, None)
        return False

    def __copy__(self) -> Any:
        return _wall(self).say("copy", self, how="shallow")

    def __deepcopy__(self, known: Any) -> Any:
        return _wall(self).say("copy", self, how="deep")

    def __reduce__(self) -> NoReturn:
        raise TypeError("A thing of the student's cannot be pickled.")

    def __reduce_ex__(self, version: Any) -> NoReturn:
        self.__reduce__()

    def __divmod__(self, other: Any) -> Any:
        return _wall(self).say("operator", self, other, name="divmod")

    def __rdivmod__(self, other: Any) -> Any:
        return _wall(self).say("operator", other, self, name="divmod")

    def __pow__(self, *others: Any) -> Any:
        return _wall(self).say("operator", self, *others, name="pow")


class CallableProxy(Proxy):
    """A function or class of the student's, or whatever else can be called."""

    __slots__ = ()

    def __call__(self, *values: Any, **named: Any) -> Any:
        """Have it called inside."""
        return _wall(self).call(self, values, named)


def name_of(thing: Any) -> str:
    """Return the name by which a graded cell asked for a thing of the student's.

    Raises
    ------
    CannotCrossError
        If it is none.
    """
    name = object.__getattribute__(thing, "_name") if isinstance(thing, Proxy) else ""
    if not name:
        raise CannotCrossError("what has no name in the answer cells")
    return name


def number_of(thing: Proxy) -> int:
    """Return the number by which the student's process knows a thing."""
    return object.__getattribute__(thing, "_number")


def _wall(thing: Proxy) -> Wall:
    return object.__getattribute__(thing, "_wall")


def _each(wall: Wall, iterator: Any) -> Iterator[Any]:
    while isinstance(found := wall.say("next", iterator), tuple) and found:
        yield found[0]


def _number(thing: Proxy, how: str, kind: type) -> Any:
    found = _wall(thing).say("number", thing, how=how)
    if type(found) is not kind:
        raise TypeError(f"{how} of the student's thing gave {kind_of(found)}.")
    return found


def _text(thing: Proxy, how: str, *form: str) -> str:
    found = _wall(thing).say("text", thing, *form, how=how)
    return found if type(found) is str else f"<{type(found).__name__}>"


def _define_operators() -> None:
    """Give the class Python's operators: all are answered inside, in the order they stand."""
    for name in BINARY:
        word = name.rstrip("_")

        def forward(self: Proxy, other: Any, name: str = name) -> Any:
            return _wall(self).say("operator", self, other, name=name)

        def backward(self: Proxy, other: Any, name: str = name) -> Any:
            return _wall(self).say("operator", other, self, name=name)

        def in_place(self: Proxy, other: Any, name: str = f"i{word}") -> Any:
            return _wall(self).say("operator", self, other, name=name)

        if word != "pow":
            setattr(Proxy, f"__{word}__", forward)
        setattr(Proxy, f"__r{word}__", backward)
        setattr(Proxy, f"__i{word}__", in_place)
    for name in UNARY:

        def alone(self: Proxy, name: str = name) -> Any:
            return _wall(self).say("operator", self, name=name)

        setattr(Proxy, f"__{name}__", alone)
    for name in COMPARISONS:

        def compared(self: Proxy, other: Any, name: str = name) -> Any:
            try:
                return _wall(self).compare(name, self, other)
            except CannotCrossError:
                return NotImplemented

        setattr(Proxy, f"__{name}__", compared)


_define_operators()
