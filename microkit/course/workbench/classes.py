"""Where a class came from: the statements that define it, the kit, or a function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from microkit.course.workbench.parts import bound_names
from microkit.course.workbench.reference import Complete
from microkit.course.workbench.session import (
    Found,
    find_class,
    find_class_by_name,
    functions_of,
    is_kits,
)


@dataclass(frozen=True)
class ClassSource:
    """The source of a class, without what was put on it from outside.

    Parameters
    ----------
    text : str
        The statement that defines it; empty where there is none, as the kit has made it.
    body : Found or None
        The same with its place, where it is a class statement.
    carried : bool
        Whether it came from a kept file or from the kit.
    """

    text: str = ""
    body: Found | None = None
    carried: bool = False

    def binds(self, name: str) -> bool:
        """Say whether the body defines an attribute of this name."""
        statements = getattr(self.body.node, "body", []) if self.body else []
        return any(name in bound_names(each) for each in statements)

    def holds(self, found: Found) -> bool:
        """Say whether a definition stands in the body."""
        if not self.body or self.body.source != found.source:
            return False
        first, last = self.body.node.lineno, self.body.node.end_lineno or 0
        return first <= found.node.lineno <= last


def find_source(cls: type, names: Mapping[str, Any]) -> ClassSource | None:
    """Return the source of a class; None where neither a statement nor the kit has made it.

    Parameters
    ----------
    cls : type
        The class.
    names : mapping
        The names of the notebook or file in which it is looked up.
    """
    functions = functions_of(cls)
    starter = f"{cls.__name__} = forward_value()\n" if cls.__name__ == "Value" else ""
    kits = ClassSource(starter, carried=True)
    if _is_from_starter(functions):
        return kits
    found = find_class(cls)
    if not found and any(map(is_kits, functions)):
        return kits
    found = found or find_class_by_name(cls, names)
    return ClassSource(found.text, found, found.carried) if found else None


def origin(cls: type) -> type:
    """Return a student's own class, where `resume` has put a complete one on top of it."""
    return cls.__bases__[0] if Complete in cls.__bases__ else cls


def is_kits_own(thing: Any) -> bool:
    """Say whether all of a class or function is the kit's, as where `resume` lent it."""
    if isinstance(thing, FunctionType):
        return is_kits(thing)
    functions = functions_of(thing) if isinstance(thing, type) else []
    return bool(functions) and all(map(is_kits, functions)) and not _is_from_starter(functions)


def _is_from_starter(functions: list[FunctionType]) -> bool:
    """Say whether these functions stand on the class that `forward_value` makes."""
    return any("forward_value.<locals>" in f.__code__.co_qualname for f in functions)
