"""From living classes and functions to the parts that define them, with all that they use."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Mapping
from types import FunctionType, ModuleType
from typing import Any

from microkit.course.workbench.classes import ClassSource, find_source, is_kits_own, origin
from microkit.course.workbench.names import global_names
from microkit.course.workbench.parts import (
    KITS,
    Part,
    Parts,
    bound_names,
    imports,
    method_part,
    reads,
    settled,
)
from microkit.course.workbench.session import (
    Found,
    find_binding,
    find_function,
    find_lambda,
    function_in,
    home_of,
    is_plain,
    own_attributes,
)
from microkit.course.workbench.text import without_decorators

Names = Mapping[str, Any]

_JUPYTERS = ("In", "Out", "display", "exit", "get_ipython", "quit")
_WRITE_CELL = "its lines are not in this notebook. Write it in a cell, and keep again."


class Gatherer:
    """Finds the source of things, of what is put on them, and of every name that they look up.

    Parameters
    ----------
    notebook : mapping
        The global names of the notebook.

    Attributes
    ----------
    parts : dict of str to Part
        What was found; where that can be had, each part comes after those that it uses.
    lost : list of str
        One sentence for each thing whose source is nowhere to be found.
    """

    def __init__(self, notebook: Names) -> None:
        self.parts: Parts = {}
        self.lost: list[str] = []
        self._notebook = notebook
        self._spaces: dict[int, Names] = {}  # where the functions of classes look up their names
        self._begun: set[str] = set()
        self._classes: dict[str, type] = {}

    def gather(self, name: str, thing: Any, names: Names | None = None, user: str = "") -> None:
        """Add the parts of one thing.

        Parameters
        ----------
        name : str
            Under which it is looked up.
        thing : class, function or data
            What stands there.
        names : mapping, optional
            Where it is looked up, if not in the notebook.
        user : str, optional
            The part that looks it up, for the sentence if it cannot be found.
        """
        if name in self._begun:
            return
        self._begun.add(name)
        names = self._notebook if names is None else names
        if is_kits_own(thing):
            if not user:
                self.lost.append(f"{name} is the kit's own: nothing in it is yours yet.")
        elif isinstance(thing, type):
            self._class(name, thing, names)
        elif isinstance(thing, FunctionType):
            self._function(name, thing, names, user)
        elif _is_literal(thing):
            self.parts[name] = Part(name, f"{name} = {thing!r}\n")
        elif not self._statement(name, names):
            self._lose(name, user=user)

    def _class(self, name: str, cls: type, names: Names) -> None:
        if name != cls.__name__:  # another name for it
            self.gather(cls.__name__, cls, names)
            self.parts[name] = Part(name, f"{name} = {cls.__name__}\n")
            return
        self._classes[name] = cls
        base = origin(cls)
        source = find_source(base, names)
        attributes = own_attributes(base) | own_attributes(cls)
        functions = filter(None, map(function_in, attributes.values()))
        self._spaces |= {id(f.__globals__): f.__globals__ for f in functions}
        if source and source.text:
            home = self._home(source.body, names) if source.body else names
            text = self._older(name, base, home) if reads(source.text, name) else ""
            self._add(Part(name, text + source.text, source.carried), home)
        elif not source and not self._statement(name, names):  # Value = make_value()
            self._lose(f"The class {name}")
            return
        for attribute, thing in attributes.items():
            self._attribute(name, attribute, thing, names, source)

    def _older(self, name: str, cls: type, names: Names) -> str:
        """Return the text of the class that a new one of the same name extends."""
        older = next((base for base in cls.__mro__[1:] if base.__name__ == name), None)
        if older is None:
            return ""
        if home := home_of(older):
            return f"from {home} import {name}\n\n\n"
        inner = Gatherer(self._notebook)
        inner.gather(name, older, names)
        parts = settled(inner.parts)
        own = [part for part in parts.values() if name in (part.name, part.owner)]
        self.parts |= {n: part for n, part in parts.items() if part not in own}
        self._begun |= {n for n, part in parts.items() if part not in own}
        self.lost += inner.lost
        return "".join(f"{part.source}\n\n" for part in own)

    def _attribute(
        self, owner: str, attribute: str, thing: Any, names: Names, source: ClassSource | None
    ) -> None:
        """Add one attribute of a class, unless it stands in the class's body."""
        name, function, cls = f"{owner}.{attribute}", function_in(thing), self._classes[owner]
        foreign = function is not None and _is_foreign(function, cls)
        found = find_function(function) if function and not foreign else None
        if function and found:
            if not (source and source.holds(found) and source.binds(attribute)):
                self._method(owner, attribute, thing, function, found, names)
            return
        line = find_lambda(function) if function else None
        if line and name in bound_names(line.node):  # Value.exp = lambda self: ...
            self._add(Part(name, line.text, line.carried), names)
        elif function and not foreign and is_plain(function):
            self._lose(name)
        elif not self._statement(name, names):
            here = source is None or source.binds(attribute) or (line and source.holds(line))
            by_base = function is None and any(map(home_of, cls.__mro__[1:-1]))
            if not (here or foreign or by_base):
                self._lose(name)

    def _method(
        self,
        owner: str,
        attribute: str,
        thing: Any,
        function: FunctionType,
        found: Found,
        names: Names,
    ) -> None:
        """Add a definition that was put on a class from outside."""
        name, twin = f"{owner}.{attribute}", function.__name__
        wrapped = thing is not function and name not in bound_names(found.node)
        if twin == attribute and not wrapped:
            text = without_decorators(found.text, owner)
            self._add(method_part(owner, text, found.carried), function.__globals__)
        elif getattr(self._classes[owner], twin, None) is thing:  # Value.__radd__ = Value.__add__
            self._add(Part(name, f"{name} = {owner}.{twin}\n"), names)
        elif not self._statement(name, names):  # Value.wrap = staticmethod(wrap)
            self._lose(name)

    def _function(self, name: str, function: FunctionType, names: Names, user: str) -> None:
        found = find_function(function)
        decorated = bound_names(found.node)[0].rpartition(".")[0] if found else ""
        for owner in filter(None, (decorated, *self._classes)):
            cls = self._classes.get(owner, names.get(owner))
            if found and isinstance(cls, type) and vars(cls).get(name) is function:
                self.gather(owner, cls, names)  # it was put on the class, too
                self.parts[name] = Part(name, f"{name} = {owner}.{name}\n")
                return
        if found and function.__name__ == name:
            text = without_decorators(found.text, decorated) if decorated else found.text
            self._add(Part(name, text, found.carried), function.__globals__)
        elif (found is None and is_plain(function)) or not self._statement(name, names):
            self._lose(name, user=user)

    def _statement(self, name: str, names: Names) -> bool:
        """Add the statement that brought a name; False where there is none."""
        spaces = {id(names): names} | self._spaces
        chain = next(filter(None, (find_binding(name, space) for space in spaces.values())), [])
        last = chain[-1] if chain else None
        if not last or isinstance(last.node, ast.ClassDef) or "resume(" in last.text:
            return False
        owner = name.rpartition(".")[0]
        if brought := imports(last.node):
            self.parts[name] = Part(name, brought[name])
            return True
        texts = [found.text for found in chain]
        if owner and isinstance(chain[0].node, ast.FunctionDef | ast.AsyncFunctionDef):
            texts[0] = method_part(owner, without_decorators(texts[0], owner)).source
        whole = name if owner else ", ".join(bound_names(last.node))
        home = self._home(last, names)
        self._add(Part(whole, "\n\n".join(texts), last.carried), home)
        return True

    def _home(self, found: Found, names: Names) -> Names:
        """Return where a statement looks up its names: in the kept file that it came from."""
        spaces = self._spaces.values() if found.carried else ()
        return next((s for s in spaces if s.get("__file__") == found.filename), names)

    def _add(self, part: Part, names: Names) -> None:
        """Add a part, after all that it looks up."""
        self._begun.add(part.name)
        for name in sorted(global_names(part.source) - self._begun):
            if name in names:
                self._used(name, names[name], names, part.name)
            elif name in KITS:
                self.parts[name] = Part(name, f"from microkit.course import {name}\n")
        self.parts[part.name] = part

    def _used(self, name: str, thing: Any, names: Names, user: str) -> None:
        if name in _JUPYTERS or thing is getattr(builtins, name, names):
            return
        if not isinstance(thing, type | FunctionType) or _import_of(name, thing):
            found = find_binding(name, names)
            text = imports(found[-1].node).get(name) if found else ""
            if text := text or _import_of(name, thing):
                self._begun.add(name)
                self.parts[name] = Part(name, text)
                return
        self.gather(name, thing, names, user)

    def _lose(self, what: str, why: str = _WRITE_CELL, user: str = "") -> None:
        what = f"{what}, which {user} uses," if user else what
        self.lost.append(f"{what} could not be kept: {why}")


def _is_foreign(function: FunctionType, cls: type) -> bool:
    """Say whether a function was imported, or made by a decorator such as ``@dataclass``."""
    home = function.__globals__.get("__name__")
    made = hasattr(cls, "__dataclass_fields__") and function.__code__.co_filename == "<string>"
    return made or (home != "__main__" and home in sys.modules)


def _is_literal(thing: Any) -> bool:
    if type(thing) not in (bool, int, float, str, type(None)):
        return False
    try:
        return ast.literal_eval(repr(thing)) == thing
    except ValueError:  # inf, nan
        return False


def _import_of(name: str, thing: Any) -> str:
    """Return an import that brings a thing under this name; empty where nothing does."""
    if isinstance(thing, ModuleType):
        home, _, last = thing.__name__.rpartition(".")
        return f"import {thing.__name__}" + (f" as {name}\n" if home or last != name else "\n")
    home, known = home_of(thing), getattr(thing, "__qualname__", "")
    return home and f"from {home} import {known}" + (f" as {name}\n" if known != name else "\n")
