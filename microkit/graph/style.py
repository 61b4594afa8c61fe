"""How the picture looks: its colors in both themes, its letters, its kinds of line."""

from __future__ import annotations

import math
from dataclasses import dataclass

from microkit.graph.numbers import Shape

# Jupyter's colors win wherever Jupyter defines them, then those of VS Code. Where there are neither
# (a plain web page), ours follow the reader's system.
LIGHT = {"ink": "#1d232b", "paper": "#ffffff", "rim": "#8a929c"}
DARK = {"ink": "#e8ebef", "paper": "#14171c", "rim": "#78818c"}
# Hues are mixed with the ink, so that they are dark on a light ground and light on a dark one.
PLUS, MINUS = "#0a7fd0", "#e0621a"
NONE = "#7d858f"
HUE_INK = 0.3  # how much ink a hue takes
MUTED = 0.74  # how much of the ink is left in a muted word

_INK = "var(--jp-content-font-color1,var(--vscode-editor-foreground,var(--mk-ink)))"
_PAPER = "var(--jp-layout-color1,var(--vscode-editor-background,var(--mk-paper)))"
_MONO = (
    "var(--jp-code-font-family,ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',"
    "monospace)"
)
_SANS = "var(--jp-ui-font-family,system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif)"


def variables(theme: dict[str, str]) -> str:
    """Declare a theme's own colors, for where the page defines none."""
    return "".join(f"--mk-{name}:{color};" for name, color in theme.items())


def ink(what: str, share: float = 1.0) -> str:
    """Color a fill or stroke as the page's text, or a share of it."""
    # A program that knows no variables takes the first of the two.
    opacity = f";{what}-opacity:{share:g}" if share < 1 else ""
    return f"{what}:{LIGHT['ink']};{what}:{_INK}{opacity}"


def paper(what: str) -> str:
    """Color a fill or stroke as the page's ground."""
    return f"{what}:{LIGHT['paper']};{what}:{_PAPER}"


def hue(what: str, hue: str) -> str:
    """Color a fill or stroke by a hue that is readable on the page's ground."""
    return f"{what}:{hue};{what}:color-mix(in srgb,{_INK} {HUE_INK:.0%},{hue})"


SHEET = "".join(
    (
        f"#KEY{{{variables(LIGHT)}}}",
        f"@media (prefers-color-scheme:dark){{#KEY{{{variables(DARK)}}}}}",
        f"#KEY .paper{{{paper('fill')}}}",
        f"#KEY text{{{ink('fill')};font:12px monospace;font:12px {_MONO}}}",
        "#KEY .label{font-size:13px;font-weight:600}",
        "#KEY .op{font-weight:600;text-anchor:middle}",
        f"#KEY .what{{font:12px sans-serif;font:12px {_SANS};fill-opacity:{MUTED}}}",
        "#KEY .number{text-anchor:end}",
        f"#KEY .box{{{paper('fill')};stroke:{LIGHT['rim']};stroke:var(--mk-rim)}}",
        "#KEY .box{stroke-width:1.2}",
        f"#KEY .tint{{{ink('fill', 0.055)}}}",
        f"#KEY .root .box{{{ink('stroke')};stroke-width:2}}",
        f"#KEY .chip{{{ink('fill', 0.09)}}}",
        "#KEY .edge{fill:none;stroke-linecap:round}",
        f"#KEY .plus .edge{{{hue('stroke', PLUS)}}}#KEY .plus .tip{{{hue('fill', PLUS)}}}",
        f"#KEY .minus .edge{{{hue('stroke', MINUS)}}}#KEY .minus .tip{{{hue('fill', MINUS)}}}",
        f"#KEY .none .edge{{stroke:{NONE}}}#KEY .none .tip{{fill:{NONE}}}",
    )
)

# Added where nodes are pointed at: a second frame, and a flag in reversed print.
MARK_SHEET = "".join(
    (
        f"#KEY .frame{{fill:none;stroke-width:2.4;{ink('stroke')}}}",
        f"#KEY .flag{{{ink('fill')}}}",
        f"#KEY .mark text{{{paper('fill')};font-weight:600;text-anchor:middle}}",
    )
)


@dataclass(frozen=True)
class Line:
    """How an edge is drawn: its kind, its width in px, and its pattern as an SVG attribute."""

    name: str
    width: float
    dash: str


def line_of(grad: float | None) -> Line:
    """Choose the line for a gradient: the sign by pattern, the size by width.

    The widgets draw by the same rule: ``1.5 + 2 log10(1 + size)`` px, and 6 px at most.

    Parameters
    ----------
    grad : float or None
        The gradient of the node that the edge leaves.

    Examples
    --------
    >>> line_of(-9.0)
    Line(name='minus', width=3.5, dash=' stroke-dasharray="9 6"')
    >>> line_of(None).name, line_of(0.0).name, line_of(float("nan")).name
    ('none', 'none', 'none')

    The gradient of an array has no one sign: its line is solid, and as wide as one that has none.
    """
    if isinstance(grad, Shape):
        return Line("none", 2.2, "")
    if not grad or math.isnan(grad):
        return Line("none", 2.2, ' stroke-dasharray="0.1 6"')
    size = abs(grad)
    width = 6.0 if math.isinf(size) else round(min(6.0, 1.5 + 2 * math.log10(1 + size)), 1)
    return Line("plus", width, "") if grad > 0 else Line("minus", width, ' stroke-dasharray="9 6"')


@dataclass(frozen=True)
class Drawing:
    """A piece of SVG and how wide it is."""

    markup: str
    width: float


def _legend() -> Drawing:
    parts, x = [], 0.0
    for grad, words in (
        (1.0, "gradient above 0"),
        (-1.0, "below 0"),
        (None, "0, nan or not computed"),
    ):
        line = line_of(grad)
        parts.append(
            f'<g class="{line.name}"><path class="edge" d="M{x:g} 4h34" '
            f'stroke-width="{line.width}"{line.dash}/></g>'
            f'<text class="what" x="{x + 42:g}" y="8">{words}</text>'
        )
        x += 42 + len(words) * 6.4 + 22
    return Drawing("".join(parts), x)


LEGEND = _legend()
