"""Lines of text as a plain terminal shows them: ASCII, not too long, broken at the right place."""

from __future__ import annotations

import re
import textwrap

WIDTH = 88
INDENT = " " * 6
DEEPER = "  "


def paragraph(text: str, hanging: bool = False) -> list[str]:
    """Return a text as indented lines of at most 88 characters, all of them ASCII.

    Parameters
    ----------
    text : str
        One paragraph. A line of numbers that is too long breaks between what was asked, what came
        out, and what was expected.
    hanging : bool, optional
        Whether the first line starts at the margin.

    Examples
    --------
    >>> paragraph("a.grad = 4.1   expected -8.61")
    ['      a.grad = 4.1   expected -8.61']
    >>> long = f"slope({'x' * 60}, 1.9) = 2.6   expected 1.3"
    >>> paragraph(long)[1]
    '        = 2.6   expected 1.3'
    """
    text = ascii_only(text)
    first = "" if hanging else INDENT
    if len(first + text) <= WIDTH:
        return textwrap.wrap(text, WIDTH, initial_indent=first)
    lines: list[str] = []
    for part in _parts(text):
        rest = INDENT + DEEPER * bool(lines)
        lines += textwrap.wrap(
            part,
            WIDTH,
            initial_indent=rest if lines else first,
            subsequent_indent=rest,
            break_on_hyphens=False,
        )
    return lines


def _parts(text: str) -> list[str]:
    """Return what gets lines of its own: what was asked, what came out, what was expected."""
    came, *expected = halves(text)
    asked, _, came_out = came.rpartition(" = ")
    if not expected or not asked:
        return [came, *expected]
    answer = [f"= {came_out}", *expected]
    joined = "   ".join(answer)
    return [asked, joined] if len(INDENT + DEEPER + joined) <= WIDTH else [asked, *answer]


def halves(line: str) -> list[str]:
    """Return what a line of numbers is made of: what came out, and what was expected.

    Examples
    --------
    >>> halves("a.grad = 4.1   expected -8.61")
    ['a.grad = 4.1', 'expected -8.61']
    """
    return re.split(" {3,}", line)


def ascii_only(text: str) -> str:
    r"""Write what a plain terminal cannot show by its code.

    Examples
    --------
    >>> ascii_only("caf\N{LATIN SMALL LETTER E WITH ACUTE}")
    'caf\\xe9'
    """
    return re.sub(
        r"[^\t\n\r -~]", lambda found: found[0].encode("unicode_escape").decode("ascii"), text
    )
