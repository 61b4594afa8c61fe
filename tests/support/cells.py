"""A notebook without a kernel: cells that run one after the other, as IPython runs them."""

from __future__ import annotations

import ast
import itertools
import linecache
from typing import Any

_numbers = itertools.count()


class Notebook:
    """Runs cells in one namespace; Python knows their lines, and `In` holds their text."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"__name__": "__main__", "In": [""]}

    def run(self, *cells: str) -> Any:
        """Run cells; return what the last one ends with, if that is an expression."""
        result = None
        for cell in cells:
            cell = cell.strip("\n") + "\n"
            filename = f"/tmp/ipykernel_1/{next(_numbers)}.py"
            linecache.cache[filename] = (len(cell), None, cell.splitlines(True), filename)
            self.names["In"].append(cell.rstrip("\n"))
            result = self._run(ast.parse(cell), filename)
        return result

    def _run(self, tree: ast.Module, filename: str) -> Any:
        last = tree.body[-1]
        if not isinstance(last, ast.Expr):
            exec(compile(tree, filename, "exec"), self.names)
            return None
        exec(compile(ast.Module(tree.body[:-1], []), filename, "exec"), self.names)
        return eval(compile(ast.Expression(last.value), filename, "eval"), self.names)

    def __getitem__(self, name: str) -> Any:
        return self.names[name]
