"""Cut definitions out of a source, and set methods into the body of a class, as text."""

from __future__ import annotations

import ast
import io
import tokenize

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def first_line(node: ast.stmt) -> int:
    """Return the line where a statement starts, with its decorators."""
    decorators = node.decorator_list if isinstance(node, Definition) else []
    return min(part.lineno for part in (node, *decorators))


def cut(source: str, node: ast.stmt) -> str:
    r"""Return the text of a statement, moved to the left margin, with the comment right above it.

    Examples
    --------
    >>> source = "x = 1\n# twice\ndef double(x):\n    return 2 * x\n"
    >>> print(cut(source, ast.parse(source).body[1]), end="")
    # twice
    def double(x):
        return 2 * x
    """
    lines = source.splitlines(keepends=True)
    start, end = _with_comment(lines, node)
    before = lines[node.lineno - 1].encode()[: node.col_offset].decode().strip()
    after = lines[end - 1].encode()[node.end_col_offset :].decode().strip()
    if before or (after and not after.startswith("#")):  # several statements on one line
        return (ast.get_source_segment(source, node) or "") + "\n"
    text = "".join(lines[start:end])
    text = text if text.endswith("\n") else text + "\n"
    return shift(text, _margin(text), "")


def without_decorators(source: str, owner: str) -> str:
    r"""Return a definition without the decorators that put it on a class, as ``@method_of(Value)``.

    Examples
    --------
    >>> without_decorators("@method_of(Value)\n@staticmethod\ndef wrap(x): return x\n", "Value")
    '@staticmethod\ndef wrap(x): return x\n'
    """
    node = ast.parse(source).body[0]
    lines = source.splitlines(keepends=True)
    for decorator in reversed(getattr(node, "decorator_list", [])):
        if puts_on(decorator) == owner:
            del lines[decorator.lineno - 1 : decorator.end_lineno]
    return "".join(lines)


def puts_on(decorator: ast.expr) -> str:
    """Return the name of the class that a decorator gets as an argument, or an empty text."""
    if isinstance(decorator, ast.Call) and len(decorator.args) == 1:
        return getattr(decorator.args[0], "id", "")
    return ""


def class_in(source: str) -> ast.ClassDef | None:
    """Return the class that a part defines: the last one, where it stands on an earlier one."""
    classes = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    return classes[-1] if classes else None


def methods_in(source: str) -> dict[str, str]:
    """Return the text of each method in the body of a class, as a definition on its own."""
    node = class_in(source)
    return {
        each.name: cut(source, each)
        for each in (node.body if node else [])
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def with_method(source: str, method: str) -> str | None:
    r"""Return a class's text with a method in its body, in place of an older one of that name.

    None where that cannot be done in plain text: then the method stays outside of the class.

    Examples
    --------
    >>> cls = "class Value:\n    def __init__(self, data):\n        self.data = data\n"
    >>> print(with_method(cls, "def exp(self):\n    return self\n"), end="")
    class Value:
        def __init__(self, data):
            self.data = data
    <BLANKLINE>
        def exp(self):
            return self
    """
    node, new = class_in(source), ast.parse(method).body[0]
    if not node or not isinstance(new, Definition) or has_private_names(method):
        return None
    lines = source.splitlines(keepends=True)
    if first_line(node.body[0]) == node.lineno or node.end_lineno != len(lines):
        return None  # class Value: pass
    margin = _margin(lines[first_line(node.body[0]) - 1])
    old = [n for n in node.body if isinstance(n, Definition) and n.name == new.name]
    text = shift(method, "", margin)
    if len(old) > 1:  # a property and its setter
        return None
    if old:
        start, end = _with_comment(lines, old[0])
        return "".join([*lines[:start], text, *lines[end:]])
    return "".join([*lines, "\n", text])


def has_private_names(source: str) -> bool:
    """Say whether names with two underscores in front mean something else inside of a class."""
    names = {
        getattr(node, "attr", "") or getattr(node, "id", "") for node in ast.walk(ast.parse(source))
    }
    return any(name.startswith("__") and not name.endswith("__") for name in names)


def shift(text: str, old: str, new: str) -> str:
    """Return text with another margin; what stands inside a longer string is left as it is."""
    fixed = _lines_inside_strings(text)
    shifted = []
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if number in fixed or not line.startswith(old) or not line.strip():
            shifted.append(line if line.strip() or number in fixed else "\n")
        else:
            shifted.append(new + line[len(old) :])
    return "".join(shifted)


def _with_comment(lines: list[str], node: ast.stmt) -> tuple[int, int]:
    """Return the range of lines of a statement and of the comment right above it."""
    start, end = first_line(node) - 1, node.end_lineno or node.lineno
    margin = _margin(lines[start])
    while start and lines[start - 1].startswith(f"{margin}#") and "###" not in lines[start - 1]:
        start -= 1
    return start, end


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


_STARTS = {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING}
_SILENT = {tokenize.NL, tokenize.COMMENT}


def _lines_inside_strings(text: str) -> set[int]:
    """Return the lines that begin inside a string; in a docstring, the margin does not matter."""
    fixed: set[int] = set()
    opened: list[int] = []  # where f-strings start, from Python 3.12 on
    before = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        kind = tokenize.tok_name[token.type]
        if kind == "FSTRING_START":
            opened.append(token.start[0])
        elif kind == "FSTRING_END":
            fixed.update(range(opened.pop() + 1, token.end[0] + 1))
        elif kind == "STRING" and before not in _STARTS:
            fixed.update(range(token.start[0] + 1, token.end[0] + 1))
        if token.type not in _SILENT:
            before = token.type
    return fixed
