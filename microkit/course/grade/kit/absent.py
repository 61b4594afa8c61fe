"""What stands where a part of the kit is not: inside the sandbox this is `microkit.absent`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

from microkit.errors import MicrokitError


class NotHereError(MicrokitError):
    """Code has used a part of the kit that is not there where work is graded."""


class Absent:
    """A name that can be imported and handed on, and nothing else.

    Examples
    --------
    >>> nn = Absent("microkit.nn")
    >>> nn.MLP
    <microkit.nn.MLP is not here>
    """

    def __init__(self, name: str) -> None:
        self.__dict__["_name"] = name

    def __getattr__(self, part: str) -> Any:
        if part.startswith("__"):
            raise AttributeError(part)
        return Absent(f"{self._name}.{part}")

    def __repr__(self) -> str:
        return f"<{self._name} is not here>"

    def __instancecheck__(self, thing: Any) -> bool:
        return False

    def __subclasscheck__(self, cls: type) -> bool:
        return False

    def __mro_entries__(self, bases: Any) -> NoReturn:
        self._refuse()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise NotHereError(
            f"{self._name} is not there where work is graded: an answer has to be your own."
        )

    __call__ = __iter__ = __getitem__ = __setitem__ = __setattr__ = __len__ = __enter__ = _refuse
    __add__ = __radd__ = __mul__ = __rmul__ = __sub__ = __rsub__ = __truediv__ = _refuse
    __rtruediv__ = __pow__ = __rpow__ = __matmul__ = __rmatmul__ = __neg__ = __float__ = _refuse


def parts_of(module: str) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a module that is not there."""

    def part(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        with suppress(ModuleNotFoundError):  # it may be there although what holds it is not
            return import_module(f"{module}.{name}")
        return Absent(f"{module}.{name}")

    return part
