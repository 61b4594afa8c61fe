"""Find what a page loads: pictures have to lie beside it, and nothing may need a network."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from html import escape, unescape
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path
from urllib.parse import unquote

from microkit.course.errors import CourseError

_LOADING = {"src", "srcset", "data", "poster"}
_FAR = re.compile(r"\s*(?:\w+:)?//")
_NOT_A_FILE = re.compile(r"\s*(?:\w+:|#|$)")
_STYLE = re.compile(r"(?:url\(|@import)\s*[\"']?([^\"')\s;]+)")
_ATTRIBUTE = re.compile(r"""(?<=[\s"'/])([^\s"'<>/=]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'<>]+)""")


def loads(page: str) -> list[str]:
    """Return what a page loads by itself; links do not count.

    Examples
    --------
    >>> loads('<a href="https://a.org">A link</a><img src="https://b.org/c.png"><img src="d.png">')
    ['https://b.org/c.png', 'd.png']
    """
    found = _Loads()
    found.feed(page)
    return found.addresses


def with_loads(page: str, instead: Mapping[str, str]) -> str:
    """Return a page that loads something else; its words and its links stay.

    Parameters
    ----------
    page : str
        HTML.
    instead : mapping of str to str
        What stands in place of an address that `loads` found.

    Examples
    --------
    >>> with_loads("<img src=a.png alt=a.png> (a.png)", {"a.png": "b.png"})
    '<img src="b.png" alt=a.png> (a.png)'
    """
    found = _Loads()
    found.feed(page)
    lines = [0, *accumulate(len(line) + 1 for line in page.split("\n"))]
    parts, end = [], 0
    for (line, column), text, tag in found.places:
        start = lines[line - 1] + column
        changed = _in_tag(text, tag, instead) if tag else _in_style(text, instead)
        parts += [page[end:start], changed]
        end = start + len(text)
    return "".join([*parts, page[end:]])


def pictures(
    page: str, folder: Path, name: str, known: Collection[Path] = (), part: str = "A slide"
) -> dict[Path, bytes]:
    """Return the files beside a lesson that its slides show, by their place in the deck.

    Parameters
    ----------
    page : str
        The slides, as HTML.
    folder : Path
        Where the lesson lies.
    name : str
        The lesson's file, for sentences.
    known : collection of Path, optional
        What the deck brings itself.
    part : str, optional
        What shows them, for sentences.

    Raises
    ------
    CourseError
        If a slide loads something from the network, or a file that is not there.
    """
    found = {}
    for address in loads(page):
        if _FAR.match(address):
            raise CourseError(
                f"{part} of {name} loads {address} from the network, where there may be none. "
                f"Put the file beside {name}, and name it there."
            )
        place = Path(unquote(address))
        if _NOT_A_FILE.match(address) or place in known:
            continue
        path = (folder / place).resolve()
        if not path.is_relative_to(folder.resolve()) or not path.is_file():
            raise CourseError(
                f"{part} of {name} shows {place}, which does not lie beside {name}. "
                "Put it there, or correct the name."
            )
        found[place] = path.read_bytes()
    return found


def _is_loading(tag: str, name: str) -> bool:
    return name in _LOADING or (tag in ("link", "use", "image") and name.endswith("href"))


def _in_tag(text: str, tag: str, instead: Mapping[str, str]) -> str:
    def change(found: re.Match[str]) -> str:
        name, equals, value = found.groups()
        old = new = unescape(value.strip(value[0]) if value[0] in "\"'" else value)
        if _is_loading(tag, name.lower()):
            new = instead.get(old, old)
        elif name.lower() == "style":
            new = _in_style(old, instead)
        return found[0] if new == old else f'{name}{equals}"{escape(new)}"'

    return _ATTRIBUTE.sub(change, text)


def _in_style(text: str, instead: Mapping[str, str]) -> str:
    def change(found: re.Match[str]) -> str:
        return found[0].removesuffix(found[1]) + instead.get(found[1], found[1])

    return _STYLE.sub(change, text)


class _Loads(HTMLParser):
    """Collect the addresses that tags and styles load, and in which tags and styles they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.places: list[tuple[tuple[int, int], str, str]] = []  # line and column, text, tag
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        known = len(self.addresses)
        for name, value in attrs:
            if _is_loading(tag, name):
                self.addresses.append(value or "")
            elif name == "style":
                self.addresses += _STYLE.findall(value or "")
        if len(self.addresses) > known:
            self.places.append((self.getpos(), self.get_starttag_text() or "", tag))

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.addresses += _STYLE.findall(data)
            self.places.append((self.getpos(), data, ""))
