"""What a student writes and shows, as HTML that stays in its place and does nothing."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Comment

# They run, load, lead away, or take the rest of a page with them. A page's policy forbids the first
# two as well.
_LEFT_OUT = ",".join((
    "script", "base", "link", "meta", "iframe", "frame", "frameset", "object", "embed", "applet",
    "form", "template", "noscript", "plaintext", "dialog", "title:not(svg title)",
))  # fmt: skip
NO_TEXT = "No description has been provided for this image"  # nbconvert's own words
_TAG = re.compile(r"<[a-zA-Z/!?]")


def tame(html: str, styles: bool = True) -> str:
    """Return HTML whose tags are all closed, and of which nothing runs, loads or leads away.

    A picture without a text in place of it gets one.

    Parameters
    ----------
    html : str
        Anything.
    styles : bool, default True
        Whether style sheets stay.

    Examples
    --------
    >>> tame("<b>bold<script>alert(1)</script>")
    '<b>bold</b>'
    >>> tame('</main><meta http-equiv="refresh" content="0; url=https://a.org">')
    ''
    """
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.select(_LEFT_OUT if styles else f"{_LEFT_OUT},style"):
        tag.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for picture in soup.select("img:not([alt])"):
        picture["alt"] = NO_TEXT
    return str(soup)


def fenced(html: str) -> str:
    """Return tame HTML in a place of its own, out of which its styles do not reach.

    Examples
    --------
    >>> fenced("<i>theirs").removeprefix('<div class="theirs"><div>')
    '<template shadowrootmode="open"><i>theirs</i></template></div></div>'
    """
    inside = tame(html)
    return (
        f'<div class="theirs"><div><template shadowrootmode="open">{inside}</template></div></div>'
    )


def has_tags(text: str) -> bool:
    """Say whether Markdown holds HTML of its own.

    Examples
    --------
    >>> has_tags("a < b"), has_tags("a <b> c")
    (False, True)
    """
    return bool(_TAG.search(text))
