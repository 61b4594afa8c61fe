"""Join small ES modules into the one module that a widget needs.

A notebook loads a widget's JavaScript as one text, with nothing beside it to import from. The
parts here are normal ES modules, each written once. ``compose`` follows their imports and puts them
behind one another, so no bundler is needed.
"""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'^import \{[^}]*\} from "(\./[^"]+|\.\./[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const |function |class )", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(//.*|/\*\*?(?s:.)*?\*/)\n", re.MULTILINE)


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
        The module's text. Comments on lines of their own stay behind in the files: saved notebooks
        carry this text, once for every widget in them.

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
        text = _COMMENT.sub("", _IMPORT.sub("", text))
        if re.search(r"^import\b", text, re.MULTILINE):
            raise ValueError(
                f"{path.name} imports in a form that compose does not know. "
                'Write import { name } from "./part.js";'
            )
        parts[path] = text if is_entry else _EXPORT.sub("", text)

    visit(entry.resolve(), is_entry=True)
    return "\n".join(text.strip() for text in parts.values()) + "\n"
