"""What keep writes and what it says: the file's text, and the card under the cell."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import takewhile
from pathlib import Path

from microkit.checks import Report
from microkit.checks.lines import WIDTH
from microkit.course.workbench.parts import Parts, import_lines, in_order
from microkit.course.workbench.place import FOLDER, shown
from microkit.course.workbench.store import FORMAT, MARK
from microkit.course.workbench.text import Definition

_WORDS = "My own engine, as far as I have built it."
_CHECKED = "What the checks said when it was kept:"
_LINE = re.compile(r"^ {4}(\d\d\.\w+) +(.+)$", re.MULTILINE)
_TAKE = (
    "To take it with you, as Binder forgets everything: open it, and choose Download in the menu "
    f"File. To bring it back: upload it into a folder {FOLDER} beside the folders of the lessons."
)


@dataclass(frozen=True, repr=False)
class Kept:
    """What was kept, and where.

    Attributes
    ----------
    path : Path
        The kept file.
    names : dict of str to list of str
        By thing, such as ``"Value"``: the names of its own methods; none for a function.
    checks : dict of str to str
        By exercise: what its check says about the kept things, such as ``"PASS  Value.__add__"``.
    remarks : list of str
        What could not be kept, or stayed as it was, one sentence each.
    trouble : str
        Why nothing was kept, or an empty text.
    """

    path: Path
    here: Path
    names: dict[str, list[str]] = field(default_factory=dict)
    checks: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    trouble: str = ""

    def headline(self) -> str:
        """Return what was kept, and where, in one sentence."""
        if self.trouble:
            return self.trouble
        things = [
            f"{name} with {', '.join(methods)}" if methods else name
            for name, methods in self.names.items()
        ]
        return f"Kept in {shown(self.path, self.here)}: {'; '.join(things)}."

    def __repr__(self) -> str:
        lines = [textwrap.fill(self.headline(), WIDTH, break_on_hyphens=False)]
        lines += [f"    {id_:<11} {said}" for id_, said in self.checks.items()]
        lines += [textwrap.fill(remark, WIDTH, break_on_hyphens=False) for remark in self.remarks]
        if not self.trouble:
            lines.append(textwrap.fill(_TAKE, WIDTH))
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """Return the same as a card, with a link to the file."""
        rows = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(id_)}</th>'
            f'<td style="text-align:left;white-space:pre-wrap">{escape(said)}</td></tr>'
            for id_, said in self.checks.items()
        )
        table = f"<table>{rows}</table>" if rows else ""
        said = "".join(f"<p>{escape(text)}</p>" for text in self.remarks)
        tail = f"<p>{escape(_TAKE)}</p>" if not self.trouble else ""
        where = escape(shown(self.path, self.here), quote=True)
        head = escape(self.headline())
        if not self.trouble:
            head = head.replace(where, f'<a href="{where}">{where}</a>', 1)
        return (
            '<div role="group" aria-label="What was kept" style="border:1px solid '
            "var(--jp-border-color1,#bdbdbd);border-radius:4px;padding:0.6em 1em;max-width:46em;"
            'font-family:var(--jp-content-font-family,system-ui,sans-serif)">'
            f"<p>{head}</p>{table}{said}{tail}</div>"
        )


def in_a_line(report: Report, targets: Iterable[str]) -> str:
    """Return in a line what a check says of these targets: the verdict, and the idea."""
    line = f"{report.verdict}  {', '.join(targets)}"
    if report.passed:
        return line
    reason = ", ".join(report.misconceptions) if report.written else "not written yet"
    return f"{line}  [{reason}]" if reason else line


def file_text(parts: Parts, words: str, checks: Mapping[str, str]) -> str:
    """Return the text of a kept file: a word at the top, what the checks said, and the parts."""
    lines = "\n".join(f"    {id_:<11} {checks[id_]}" for id_ in sorted(checks))
    words = words.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    top = f'"""{words}\n\n{_CHECKED}\n\n{lines}\n"""' if lines else f'"""{words}"""'
    ordered = in_order(parts)
    first = [*takewhile(lambda part: part.is_import, ordered)]
    blocks = [f"{MARK.format(FORMAT)}\n{top}", "from __future__ import annotations"]
    blocks += ["\n".join(import_lines(part.source for part in first))] if first else []
    text = "\n\n".join(blocks) + "\n"
    after_block = True
    for part in ordered[len(first) :]:  # short statements stand together
        is_block = isinstance(ast.parse(part.source).body[-1], Definition)
        text += ("\n\n" if is_block or after_block else "") + part.source.strip() + "\n"
        after_block = is_block
    return text


def words_at_top(text: str | None) -> str:
    """Return what stands at the top of a kept file, where a student may have written a word."""
    words = ast.get_docstring(ast.parse(text)) if text else ""
    return (words or "").split(_CHECKED)[0].strip() or _WORDS


def checks_at_top(text: str | None) -> dict[str, str]:
    """Return what the checks said when a file was kept, by exercise."""
    words = ast.get_docstring(ast.parse(text), clean=False) if text else ""
    return dict(_LINE.findall((words or "").partition(_CHECKED)[2]))
