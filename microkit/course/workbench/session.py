"""The sources of a running notebook: where a function was written, and what a name was bound to."""

from __future__ import annotations

import ast
import linecache
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import CodeType, FunctionType, GetSetDescriptorType, MemberDescriptorType
from typing import Any

from microkit.course.workbench.parts import bound_names, imports, reads
from microkit.course.workbench.place import FOLDER
from microkit.course.workbench.text import cut, first_line
from microkit.guard import KIT

_PYTHONS = {
    "__abstractmethods__", "__annotate__", "__annotate_func__", "__annotations__",
    "__annotations_cache__", "__conditional_annotations__", "__dataclass_fields__",
    "__dataclass_params__", "__dict__", "__doc__", "__firstlineno__", "__match_args__",
    "__module__", "__orig_bases__", "__parameters__", "__qualname__", "__slots__",
    "__static_attributes__", "__type_params__", "__weakref__", "_abc_impl",
}  # fmt: skip
_SLOTS = (MemberDescriptorType, GetSetDescriptorType)


@dataclass(frozen=True)
class Found:
    """A definition or another statement, where it was found.

    Parameters
    ----------
    filename, source : str
        The cell or file, by the name that Python has for it, and its text.
    node : ast.stmt
        The statement in it.
    inside : str, optional
        The class in whose body it stands.
    """

    filename: str
    source: str
    node: ast.stmt
    inside: str = ""

    @property
    def text(self) -> str:
        """The statement's own text."""
        return cut(self.source, self.node)

    @property
    def carried(self) -> bool:
        """Whether it came from a kept file, and was not written in this notebook."""
        return self.filename.startswith(f"<{FOLDER}")


def function_in(thing: Any) -> FunctionType | None:
    """Return the function inside of a method, a property or the like; None for anything else."""
    for name in ("__func__", "fget", "func"):
        inner = getattr(thing, name, None)
        if isinstance(inner, FunctionType):
            return inner
    return thing if isinstance(thing, FunctionType) else None


def functions_of(cls: type) -> list[FunctionType]:
    """Return the functions that stand on a class itself."""
    return [*filter(None, map(function_in, vars(cls).values()))]


def own_attributes(cls: type, inherited: bool = False) -> dict[str, Any]:
    """Return what somebody wrote on a class; what the kit or Python has put there is left out.

    Parameters
    ----------
    cls : type
        The class.
    inherited : bool, optional
        Whether what stands on older classes of its name, which it extends, counts as well.
    """
    older = [b for b in cls.__mro__[1:] if b.__name__ == cls.__name__ and not home_of(b)]
    found = {}
    for each in (*reversed(older if inherited else []), cls):
        for name, thing in vars(each).items():
            function = function_in(thing)
            kits = is_kits(function) if function else type(thing).__module__.startswith("microkit.")
            no_hash = name == "__hash__" and thing is None
            if not (kits or no_hash or name in _PYTHONS or isinstance(thing, _SLOTS)):
                found[name] = thing
    return found


def home_of(thing: Any) -> str:
    """Return the module from which a thing can be imported, the shortest way; else an empty text.

    Examples
    --------
    >>> from microkit.course.starter import method_of
    >>> home_of(method_of), home_of(lambda x: x)
    ('microkit.course', '')
    """
    parts = str(getattr(thing, "__module__", "") or "").split(".")
    known = str(getattr(thing, "__qualname__", ""))
    for count in range(1, len(parts) + 1):
        module = ".".join(parts[:count])
        if module != "__main__" and getattr(sys.modules.get(module), known, None) is thing:
            return module
    return ""


def is_kits(function: FunctionType) -> bool:
    """Say whether a function is the kit's own, and not a student's."""
    return KIT in Path(function.__code__.co_filename).parents


def is_plain(function: FunctionType) -> bool:
    """Say whether a function was written with ``def``, and not by another function."""
    code = function.__code__
    return "<locals>" not in code.co_qualname and code.co_name != "<lambda>"


def find_function(function: FunctionType) -> Found | None:
    """Return where a function was defined by ``def``, at the top of a cell or in a class's body.

    Where Python has not kept the cell, as under ``%%time``, the last one with the same code counts.
    """
    code = function.__code__
    if not is_plain(function):
        return None
    for found in _definitions(code.co_filename, _source_of(code.co_filename)):
        if found.inside + code.co_name == code.co_qualname.replace(".", "") and (
            first_line(found.node) == code.co_firstlineno
        ):
            return found
    for source in reversed(sources(function.__globals__)):
        for found in _definitions(*source):
            if getattr(found.node, "name", "") == code.co_name and _same_code(found, code):
                return found
    return None


def find_lambda(function: FunctionType) -> Found | None:
    """Return the whole statement in which a function without a name was written."""
    code = function.__code__
    if code.co_name != "<lambda>":
        return None
    source = _source_of(code.co_filename)
    for node in _parsed(source).body:
        if first_line(node) <= code.co_firstlineno <= (node.end_lineno or 0):
            return Found(code.co_filename, source, node)
    return None


def find_class(cls: type) -> Found | None:
    """Return the statement that defined a class: the one in which most of its methods stand."""
    votes: dict[tuple[str, int], tuple[int, Found]] = {}
    for function in functions_of(cls):
        code = function.__code__
        source = _source_of(code.co_filename)
        for node in _classes(source):
            within = node.lineno <= code.co_firstlineno <= (node.end_lineno or 0)
            if within and code.co_qualname.startswith(f"{cls.__name__}."):
                count = votes.get((source, node.lineno), (0,))[0]
                votes[source, node.lineno] = count + 1, Found(code.co_filename, source, node)
    return max(votes.values(), key=lambda vote: vote[0])[1] if votes else None


def find_class_by_name(cls: type, names: Mapping[str, Any]) -> Found | None:
    """Return the last class statement of this name that defines nothing which the class lacks."""
    for filename, source in reversed(sources(names)):
        for node in reversed(_classes(source)):
            own = {name for each in node.body for name in bound_names(each)}
            if node.name == cls.__name__ and own <= set(vars(cls)):
                return Found(filename, source, node)
    return None


def find_binding(name: str, names: Mapping[str, Any]) -> list[Found]:
    """Return the last statement that brought a name, or put a thing on a class (``Value.exp``).

    Where it starts from what was there, as ``Value.exp = faster(Value.exp)`` does, the statements
    that made this come first.
    """
    found: list[Found] = []
    for filename, source in reversed(sources(names)):
        for node in reversed(_parsed(source).body):
            if name in bound_names(node) or name in imports(node):
                found.insert(0, Found(filename, source, node))
                if not reads(found[0].text, name):
                    return found
    return found


def sources(names: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the cells that have run, first to last, or the file, to which these names belong.

    Where a cell starts with a magic such as ``%%time``, what stands under it counts.
    """
    cells = names.get("In")
    if not isinstance(cells, list):
        filename = str(names.get("__file__", ""))
        return [(filename, _source_of(filename))]
    return [("", inner) for cell in cells if isinstance(cell, str) for inner in _under_magic(cell)]


def _source_of(filename: str) -> str:
    """Return the text of a cell or file; empty where Python has not kept it, as for ``exec``."""
    return "".join(linecache.getlines(filename))


@lru_cache(maxsize=512)
def _parsed(source: str) -> ast.Module:
    """Return the syntax tree of a source; an empty one where it is not Python."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def _under_magic(cell: str) -> list[str]:
    under = [
        node.value.args[2].value
        for node in _parsed(cell).body
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and getattr(node.value.func, "attr", "") == "run_cell_magic"
        and len(node.value.args) == 3
        and isinstance(node.value.args[2], ast.Constant)
    ]
    return [str(text) for text in under] or [cell]


def _definitions(filename: str, source: str) -> Iterator[Found]:
    """Yield every function that is defined at the top of a source or in a class's body there."""
    waiting: list[tuple[ast.AST, str]] = [(_parsed(source), "")]
    while waiting:
        node, inside = waiting.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield Found(filename, source, child, inside)
            elif isinstance(child, ast.ClassDef):
                waiting.append((child, child.name))
            elif isinstance(child, ast.stmt | ast.ExceptHandler):
                waiting.append((child, inside))


def _classes(source: str) -> list[ast.ClassDef]:
    """Return the classes at the top of a source; also those under an ``if``."""
    found: list[ast.ClassDef] = []
    waiting: list[ast.stmt] = [*_parsed(source).body]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.ClassDef):
            found.append(node)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.stmt)]
    return found


def _same_code(found: Found, code: CodeType) -> bool:
    """Say whether a definition compiles to this code."""
    inner = [compile(found.text, "<part>", "exec")]
    for each in inner:
        if each.co_name == code.co_name and each.co_code == code.co_code:
            return each.co_names == code.co_names
        inner += [const for const in each.co_consts if isinstance(const, CodeType)]
    return False
