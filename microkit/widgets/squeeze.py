"""Take what only people need out of JavaScript: saved notebooks carry it with every widget."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BLANK = re.compile(r"(?:\s|//[^\n]*|/\*(?s:.)*?\*/)+")
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""")
_PIECE = re.compile(rf"{_BLANK.pattern}|{_QUOTED.pattern}|=>|[\w$.]+")
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\]|\\.)*\])+/\w*")
_BEFORE_REGEX = (*"(,=:[!&|?{};>+", "return")
_GOES_ON = tuple("{([,;:?=&|<>*}")  # a line that ends so goes on, or its statement is over
_SHORT = {"const": "let", "undefined": "void 0", "true": "!0", "false": "!1"}
_GLUES = re.compile(r"[\w$.]{2}|\+\+|--|//")  # what two pieces must not become


def squeeze(source: str) -> str:
    r"""Return the same program without comments, blanks, and signs that it can do without.

    Names stay, and so do the line ends that JavaScript may read as the end of a statement. What
    goes besides: a comma or semicolon before a closing bracket, the parentheses of ``(x) =>`` and
    of ``=> (a ? b : c)``, the 0 of ``0.5``; neighboring ``const`` become one ``let``, and ``true``
    is ``!0``. No statement may be empty, and each that is no block ends with a semicolon.

    Examples
    --------
    >>> squeeze('const a = { b: "x  y", }; // why\nif (a) {\n  go((c) => /[/ ]/ );\n}\n')
    'let a={b:"x  y"};if(a){go(c=>/[/ ]/)}'
    >>> squeeze("go(`a  ${ b + `${ c }  d` }`)")
    'go(`a  ${b+`${c}  d`}`)'
    >>> squeeze("const a = 1;\nlet b = a;\nb += 1;")
    'let a=1,b=a;b+=1;'
    """
    out: list[str] = []
    gap = ""
    statements = [""]  # what each open bracket is at: "" a new statement, "let", "end" of a let
    for piece in map(_shorter, _pieces(source)):
        if _BLANK.fullmatch(piece):
            gap += piece
            continue
        if piece == "=>" and out[-3:-2] == ["("] and out[-1] == ")" and out[-2].isidentifier():
            name = out[-2]
            del out[-3:]
            if out and _GLUES.fullmatch(out[-1][-1] + name[0]):
                out.append(" ")  # return (x) => ...
            out.append(name)
        if piece == "let" and statements[-1] == "end":
            out.pop()  # the semicolon
            piece, gap = ",", ""
        statements = _follow(statements, piece)
        if piece in ("}", ")", "]") and out and out[-1] in ((";", ",") if piece == "}" else (",",)):
            out.pop()
        last = out[-1] if out else ""
        if gap and last:
            if "\n" in gap and not last.endswith(_GOES_ON) and piece not in (")", "]", "}"):
                out.append("\n")
            elif _GLUES.fullmatch(last[-1] + piece[0]):
                out.append(" ")
        out.append(piece)
        gap = ""
    return "".join(_bare(out))


def _bare(pieces: list[str]) -> list[str]:
    """Take off the parentheses around what an arrow gives; not those of an object or a list."""
    out, opened = [*pieces, ""], []
    for i, piece in enumerate(pieces):
        if piece in ("(", "[", "{"):
            given = piece == "(" and out[i - 1] == "=>" and out[i + 1] != "{"
            opened.append(i if given else None)
        elif piece == "," and opened:
            opened[-1] = None
        elif piece in (")", "]", "}"):
            start = opened.pop()
            if start is not None and out[i + 1] in (",", ";", ")", "]", "}"):
                out[start] = out[i] = ""
    return out


def _follow(statements: list[str], piece: str) -> list[str]:
    *above, now = statements
    if piece in ("(", "[", "{"):
        return [*above, now if now == "let" else "other", ""]
    if piece in (")", "]", "}"):
        return above
    if piece == ";":
        return [*above, "end" if now == "let" else ""]
    if piece == "let" or (piece == "," and now == "end"):
        now = "let"
    return [*above, "other" if now in ("", "end") else now]


def _shorter(piece: str) -> str:
    if piece in _SHORT:
        return _SHORT[piece]
    return piece[1:] if re.fullmatch(r"0\.\d+", piece) else piece


def _pieces(source: str) -> Iterator[str]:
    """Cut a program into blanks, words, texts, regular expressions and single signs."""
    place, before = 0, ""
    while place < len(source):
        found = _PIECE.match(source, place)
        if not found and source[place] == "/" and before.endswith(_BEFORE_REGEX):
            found = _REGEX.match(source, place)
        if source[place] == "`":
            piece, place = _template(source, place)
        else:
            piece = found.group() if found else source[place]
            place += len(piece)
        if not _BLANK.fullmatch(piece):
            before = piece
        yield piece


def _template(source: str, place: int) -> tuple[str, int]:
    """Return a template text, squeezed inside its ${...}, and where it ends."""
    out = ["`"]
    place += 1
    while source[place] != "`":
        if source.startswith("${", place):
            end = _end_of_expression(source, place + 2)
            out += ["${", squeeze(source[place + 2 : end]), "}"]
            place = end + 1
        else:
            out.append(source[place : place + 1 + (source[place] == "\\")])
            place += len(out[-1])
    return "".join([*out, "`"]), place + 1


def _end_of_expression(source: str, place: int) -> int:
    """Find the bracket that ends a ${...}; inside it other templates may stand."""
    depth = 1
    while True:
        if source[place] == "`":
            place = _template(source, place)[1]
        elif quoted := _QUOTED.match(source, place):
            place = quoted.end()
        else:
            depth += {"{": 1, "}": -1}.get(source[place], 0)
            if not depth:
                return place
            place += 1
