"""Join small ES modules into the one module that a widget needs, and the styles that it uses.

A notebook loads a widget's JavaScript as one text, with nothing beside it to import from. The
parts here are normal ES modules, each written once. ``compose`` follows their imports and puts them
behind one another, so no bundler is needed.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from microkit.widgets.squeeze import squeeze

_IMPORT = re.compile(r'^import \{[^}]*\} from "(\./[^"]+|\.\./[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const |function |class )", re.MULTILINE)
_DEFINES = re.compile(r"^(?:const|function|class) (\w+)", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*(?s:.)*?\*/)$", re.MULTILINE)
_RULE = re.compile(r"^[^\s}].*?\}[ \t]*\n(?![ \t}])", re.MULTILINE | re.DOTALL)
_CLASS = re.compile(r"\.(mk-[\w-]+)")


def compose(entry: Path) -> str:
    """Return one ES module: what ``entry`` imports, each part once, and then ``entry`` itself.

    Parameters
    ----------
    entry : Path
        The widget's own file. It and its parts import by ``import { name } from "./part.js";``,
        without renaming, and no two parts define the same name.

    Returns
    -------
    str
        The module's text, squeezed and without the definitions that nothing needs: saved notebooks
        carry it, once for every widget in them.

    Raises
    ------
    ValueError
        When a part imports in a form that this loader does not know.
    """
    parts: dict[Path, str] = {}

    def visit(path: Path, is_entry: bool) -> None:
        if path in parts:
            return
        text = path.read_text(encoding="utf-8")
        for name in _IMPORT.findall(text):
            visit((path.parent / name).resolve(), is_entry=False)
        text = _IMPORT.sub("", text)
        if re.search(r"^import\b", text, re.MULTILINE):
            raise ValueError(
                f"{path.name} imports in a form that compose does not know. "
                'Write import { name } from "./part.js";'
            )
        parts[path] = text if is_entry else _EXPORT.sub("", text)

    visit(entry.resolve(), is_entry=True)
    *shared, own = parts.values()
    return squeeze("".join(_needed("".join(shared), own)) + own) + "\n"


def _needed(shared: str, own: str) -> list[str]:
    """Return the definitions in shared parts that the widget uses, itself or through others."""
    starts = [found.start() for found in _DEFINES.finditer(shared)]
    pieces = [shared[a:b] for a, b in pairwise([*starts, len(shared)])]
    names = _DEFINES.findall(shared)
    words = [set(re.findall(r"[\w$]+", _COMMENT.sub("", piece))) for piece in (*pieces, own)]
    used, open_ = set(), set(words[-1])
    while open_:
        used |= open_
        found = [words[i] for i, name in enumerate(names) if name in open_]
        open_ = set().union(*found) - used
    return [piece for piece, name in zip(pieces, names, strict=True) if name in used]


def styles(sheet: str, module: str) -> str:
    r"""Return the rules of a style sheet that a module has use for, without blanks and comments.

    Parameters
    ----------
    sheet : str
        Its rules start at the beginning of a line. One is kept where the module names the classes
        of one of its selectors; an ``@`` rule where it names any of its classes, or it has none.
    module : str
        What `compose` returned.

    Examples
    --------
    >>> styles(".mk-a { top: 1px; }\n.mk-b,\n.mk-c p { left: 0; }\n", "class: 'mk-c'")
    '.mk-b,.mk-c p{left: 0;}'
    """
    sheet = re.sub(r"/\*.*?\*/\s*", "", sheet, flags=re.DOTALL)
    named = set(re.findall(r"mk-[\w-]+", module))
    kept = [rule for rule in _RULE.findall(sheet) if _useful(rule, named)]
    return re.sub(r"\s*([{};]|,(?=\s))\s*", r"\1", "".join(kept)).strip()


def _useful(rule: str, named: set[str]) -> bool:
    """Whether a rule can apply to anything in a module that names these classes."""
    if rule.startswith("@"):
        classes = {*_CLASS.findall(rule)}
        return not classes or not classes.isdisjoint(named)
    selectors = re.sub(r"\([^)]*\)", "", rule.partition("{")[0]).split(",")
    return any(named.issuperset(_CLASS.findall(selector)) for selector in selectors)
