"""KaTeX as texts that go into a page: formulas are set without a network."""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

from microkit.course.slides.vendor import VENDORED

_KATEX = VENDORED / "katex"
_FONTS = re.compile(r"url\((fonts/[^)]+\.woff2)\)[^;}]*")


@cache
def katex() -> tuple[str, tuple[str, ...]]:
    """Return KaTeX's style sheet with its fonts, and its scripts."""
    sheet = (_KATEX / "katex.min.css").read_text(encoding="utf-8")
    sheet = _FONTS.sub(lambda found: f"url({inline(_KATEX / found[1], 'font/woff2')})", sheet)
    parts = ("katex.min.js", "auto-render.min.js")
    return sheet, tuple((_KATEX / part).read_text(encoding="utf-8") for part in parts)


def inline(file: Path | bytes, kind: str) -> str:
    """Return a file, or its bytes, as an address that holds it."""
    content = file if isinstance(file, bytes) else file.read_bytes()
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
