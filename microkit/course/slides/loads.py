"""Find what a page loads: pictures have to lie beside it, and nothing may need a network."""

from __future__ import annotations

import re
from collections.abc import Collection
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from microkit.course.errors import CourseError

_LOADING = {"src", "srcset", "data", "poster"}
_FAR = re.compile(r"\s*(?:\w+:)?//")
_NOT_A_FILE = re.compile(r"\s*(?:\w+:|#|$)")
_STYLE = re.compile(r"(?:url\(|@import)\s*[\"']?([^\"')\s;]+)")


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


class _Loads(HTMLParser):
    """Collect the addresses that tags and styles load."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        for name, value in attrs:
            if name in _LOADING or (tag in ("link", "use", "image") and name.endswith("href")):
                self.addresses.append(value or "")
            elif name == "style":
                self.addresses += _STYLE.findall(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.addresses += _STYLE.findall(data)
