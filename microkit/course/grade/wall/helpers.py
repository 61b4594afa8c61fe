"""The lesson's own functions that a graded cell may have outside, where no student changes them.

They are the released ones that only reckon: with Python, with modules that read no files, and with
each other. Whatever else a lesson defines lives in the student's process.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Mapping
from functools import lru_cache

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


@lru_cache(maxsize=64)  # they are the same for each check and for the whole class
def helpers(
    cells: tuple[str, ...], reckoning: frozenset[str], asked: frozenset[str]
) -> Mapping[str, str]:
    r"""Return a lesson's functions that only reckon, by their names.

    Parameters
    ----------
    cells : tuple of str
        The released cells that are no answers.
    reckoning : frozenset of str
        Names that are imported from modules that read no files, such as ``np``.
    asked : frozenset of str
        Names that students have to define: they are theirs.

    Examples
    --------
    >>> none = frozenset()
    >>> helpers(("def near(a, b): return abs(a - b) < 0.1",), none, none)
    {'near': 'def near(a, b):\n    return abs(a - b) < 0.1'}
    >>> helpers(("def first(): return open('data.txt').readline()",), none, none)
    {}
    """
    found = [
        function
        for cell in cells
        for function in getattr(parse(cell), "body", [])
        if isinstance(function, ast.FunctionDef)
        and function.name not in asked
        and not function.decorator_list
    ]
    plain = reckoning | {name for name in dir(builtins) if name not in _REACHES_OUT}
    while True:
        known = plain | {function.name for function in found}
        kept = [function for function in found if _uses(function) <= known - asked]
        if len(kept) == len(found):
            return {function.name: ast.unparse(function) for function in kept}
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
