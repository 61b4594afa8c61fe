"""What only IPython understands, such as ``%time f(3)``, as plain Python.

This is done outside, before a limit of time holds, and IPython reads a cell again for each thing
that it translates. So it is given little: what is more stays as it is, and ends in a SyntaxError.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import Any

MOST_LETTERS = 20_000  # of one notebook's cells that are no plain Python
LONGEST_LINE = 1_000
MOST_IN_A_CELL = 20

# These time or catch what stands below them, and run it.
_ABOVE_CODE = re.compile(r"(?:\s*%%(?:time|timeit|capture|prun)\b[^\n]*\n)+")


class Magics:
    r"""Takes the magics out of the cells of one notebook.

    Examples
    --------
    >>> magics = Magics()
    >>> magics.plain("x = 1")
    'x = 1'
    >>> magics.plain("%time x = 1").strip()
    "get_ipython().run_line_magic('time', 'x = 1')"
    >>> magics.plain("%%time\nx = 1")
    'x = 1'
    """

    def __init__(self) -> None:
        self._left = MOST_LETTERS

    def plain(self, source: str) -> str:
        """Return a cell's text as plain Python, as far as that can be done."""
        above = _ABOVE_CODE.match(source)
        source = source[above.end() :] if above else source
        longest = max(map(len, source.splitlines()), default=0)
        if _is_python(source) or len(source) > self._left or longest > LONGEST_LINE:
            return source
        self._left -= len(source)
        try:
            return _translator().transform_cell(source)
        except Exception:  # the sandbox will say what is wrong with it
            return source


def _is_python(source: str) -> bool:
    try:
        compile(source, "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


@cache
def _translator() -> Any:
    from IPython.core.inputtransformer2 import TransformerManager

    class Translator(TransformerManager):
        def do_token_transforms(self, lines: list[str]) -> list[str]:
            for _ in range(MOST_IN_A_CELL + 1):
                changed, lines = self.do_one_token_transform(lines)
                if not changed:
                    return lines
            raise ValueError("There are too many magics in one cell.")

    return Translator()
