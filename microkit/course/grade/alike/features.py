"""What is somebody's own in an answer: the names, the comments, and what lines compute."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from microkit.course.grade.alike.shapes import shapes
from microkit.course.grade.alike.words import surprise, words
from microkit.graph.labels import clean, shorten

_LONGEST = 60
_MOST_BITS = {"name": 9.0, "comment": 16.0, "text": 16.0, "line": 9.0, "slip": 4.3}


class Feature(NamedTuple):
    """Something that two answers can have in common.

    Parameters
    ----------
    kind : str
        ``"name"``, ``"comment"``, ``"text"``, ``"line"`` or ``"slip"``.
    key : str
        What is compared.
    """

    kind: str
    key: str


class Seen(NamedTuple):
    """A feature as it stands in an answer: words for a person, and its bits beforehand."""

    words: str
    bits: float


def features(source: str) -> dict[Feature, Seen]:
    """Return all that could be compared in one answer.

    Parameters
    ----------
    source : str
        A cell. One that is not Python is compared line by line.

    Examples
    --------
    >>> for feature, seen in features("zorp = out.grad  # chian rule").items():
    ...     print(feature.kind, feature.key, "|", seen.words)
    name zorp | name `zorp` for `out.grad`
    comment chian rule | comment "chian rule"
    """
    source = re.sub(r"^(\s*)[%!?].*", r"\1pass", source, flags=re.MULTILINE)
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return dict(_texts(source.splitlines(), "text"))
    found: dict[Feature, Seen] = {}
    for name, stands_for in _names(tree).items():
        told = f" for `{_short(stands_for)}`" if stands_for else ""
        bits = min(surprise(words(name)), _MOST_BITS["name"])
        found[Feature("name", name)] = Seen(f"name `{name}`{told}", bits)
    found |= _texts(_comments(source), "comment")
    strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    found |= _texts((text for text in strings if isinstance(text, str)), "text")
    with suppress(RecursionError):  # one line of thousands of terms
        found |= _lines(tree, source.splitlines())
    return found


def _lines(tree: ast.AST, lines: list[str]) -> Iterator[tuple[Feature, Seen]]:
    for shape, node in shapes(tree):
        # The more there is in a line, the less it is by chance that two people write it.
        bits = min(len(re.findall(r"\w+", shape)) / 2, _MOST_BITS["line"])
        yield Feature("line", shape), Seen(f"line `{_short(lines[node.lineno - 1])}`", bits)


def slip_features(ideas: Iterable[str]) -> dict[Feature, Seen]:
    """Return the misconceptions that checks have named, as features.

    Examples
    --------
    >>> slip_features(["DIV-SIGN"])
    {Feature(kind='slip', key='DIV-SIGN'): Seen(words='slip DIV-SIGN', bits=4.3)}
    """
    return {Feature("slip", idea): Seen(f"slip {idea}", _MOST_BITS["slip"]) for idea in ideas}


def _names(tree: ast.AST) -> Mapping[str, str]:
    """Return every name that is given here, with what it is first assigned as a whole."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if not found.get(name):
                    found[name] = ast.unparse(value)
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                found.setdefault(name, "")
            case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.setdefault(name, "")
    return found


def _comments(source: str) -> Iterator[str]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                yield token.string
    except (tokenize.TokenError, SyntaxError):
        return


def _texts(texts: Iterable[str], kind: str) -> Iterator[tuple[Feature, Seen]]:
    for text in texts:
        found = words(text)
        if found:
            bits = min(surprise(found), _MOST_BITS[kind])
            said = f'{kind} "{_short(text.lstrip("# "))}"'
            yield Feature(kind, " ".join(found)), Seen(said, bits)


def _short(text: str) -> str:
    return shorten(clean(" ".join(text.split())), _LONGEST, mark="...")
