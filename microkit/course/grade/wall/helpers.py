"""The lesson's own functions that a graded cell may have outside, where no student changes them.

They are the released ones that only reckon: with Python, with modules that read no files, and with
each other. Whatever else a lesson defines lives in the student's process.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Iterable, Mapping

from microkit.course.cells import parse

RECKONING = frozenset((
    "cmath", "collections", "copy", "decimal", "fractions", "functools", "itertools", "math",
    "numbers", "numpy", "operator", "random", "re", "statistics", "string", "typing",
))  # fmt: skip
_REACHES_OUT = frozenset((
    "__import__", "breakpoint", "compile", "eval", "exec", "exit", "globals", "help", "input",
    "locals", "open", "quit", "vars",
))  # fmt: skip
_FILES = frozenset((
    "DataSource", "fromfile", "genfromtxt", "load", "loadtxt", "memmap", "save", "savetxt",
    "savez", "savez_compressed", "tofile",
))  # fmt: skip


def helpers(cells: Iterable[str], modules: Mapping[str, str], asked: Collection[str]) -> list[str]:
    r"""Return the definitions of a lesson's functions that only reckon.

    Parameters
    ----------
    cells : iterable of str
        The released cells that are no answers.
    modules : mapping of str to str
        Which module each imported name is from, such as ``{"np": "numpy"}``.
    asked : collection of str
        Names that students have to define: they are theirs.

    Examples
    --------
    >>> helpers(["def near(a, b): return abs(a - b) < tiny()", "def tiny(): return 0.1"], {}, ())
    ['def near(a, b):\n    return abs(a - b) < tiny()', 'def tiny():\n    return 0.1']
    >>> helpers(["def first(): return open('data.txt').readline()"], {}, ())
    []
    """
    found = [
        function
        for cell in cells
        for function in getattr(parse(cell), "body", [])
        if isinstance(function, ast.FunctionDef)
        and function.name not in asked
        and not function.decorator_list
    ]
    plain = {name for name in dir(builtins) if name not in _REACHES_OUT}
    plain |= {name for name, module in modules.items() if module in RECKONING}
    while True:
        known = plain | {function.name for function in found}
        kept = [function for function in found if _uses(function) <= known - {*asked}]
        if len(kept) == len(found):
            return [ast.unparse(function) for function in kept]
        found = kept


def modules_of(imports: Iterable[str]) -> dict[str, str]:
    """Return which module each name is from that these statements import.

    Examples
    --------
    >>> modules_of(["import numpy as np", "from math import exp, log as ln"])
    {'np': 'numpy', 'exp': 'math', 'ln': 'math'}
    """
    found = {}
    for statement in imports:
        for one in getattr(parse(statement), "body", []):
            for alias in getattr(one, "names", []):
                whole = one.module or "" if isinstance(one, ast.ImportFrom) else alias.name
                found[alias.asname or alias.name.split(".")[0]] = whole.split(".")[0]
    return found


def _uses(function: ast.FunctionDef) -> set[str]:
    """Return the names that a function takes from around it; what reads files is among them."""
    nodes = list(ast.walk(function))
    own = {node.arg for node in nodes if isinstance(node, ast.arg)}
    own |= {n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    own |= {n.name for n in nodes if isinstance(n, ast.FunctionDef) and n is not function}
    used = {node.id for node in nodes if isinstance(node, ast.Name)} - own
    used |= {node.attr for node in nodes if isinstance(node, ast.Attribute)} & _FILES
    if any(isinstance(n, (ast.Global, ast.Import, ast.ImportFrom, ast.ClassDef)) for n in nodes):
        used.add("import")  # more than reckoning, and no name
    return used
