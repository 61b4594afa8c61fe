"""Which names a piece of code looks up outside itself: all of them, or those it needs at once."""

from __future__ import annotations

import ast
import symtable
from functools import cache
from typing import Any


@cache
def global_names(source: str) -> frozenset[str]:
    r"""Return every name that a piece of code takes from outside itself, Python's own among them.

    Examples
    --------
    >>> sorted(global_names("def tanh(self):\n    return Value(math.tanh(self.data), (self,))"))
    ['Value', 'math']
    """
    found: set[str] = set()
    scopes = [symtable.symtable(source, "<part>", "exec")]
    while scopes:
        scope = scopes.pop()
        for symbol in scope.get_symbols():
            outside = scope.get_type() == "module" or symbol.is_global()
            if outside and (symbol.is_referenced() or symbol.is_declared_global()):
                found.add(symbol.get_name())
        scopes += scope.get_children()
    return frozenset(name for name in found if not name.startswith("__"))


@cache
def names_at_once(source: str) -> frozenset[str]:
    r"""Return the names that must be there when the code is loaded, before anything is called.

    Examples
    --------
    >>> sorted(names_at_once("@method_of(Value)\ndef exp(self, h=EPS):\n    return math.e"))
    ['EPS', 'Value', 'method_of']
    """
    visitor = _AtOnce()
    visitor.visit(ast.parse(source))
    return frozenset(visitor.names)


class _AtOnce(ast.NodeVisitor):
    """Goes through all that runs at once: not the bodies of functions, and no annotations."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.names.add(node.id)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for each in node.decorator_list:
            self.visit(each)
        self._defaults(node.args)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._defaults(node.args)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        self.visit(node.target)
        if node.value:
            self.visit(node.value)

    def _defaults(self, arguments: ast.arguments) -> None:
        for each in (*arguments.defaults, *filter(None, arguments.kw_defaults)):
            self.visit(each)
