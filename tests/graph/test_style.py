import math

import pytest

from microkit.graph.style import DARK, HUE_INK, LIGHT, MINUS, MUTED, NONE, PLUS, line_of


def channels(color):
    return [int(color[i : i + 2], 16) for i in (1, 3, 5)]


def over(color, ground, share):
    mixed = (
        round(a * share + b * (1 - share))
        for a, b in zip(channels(color), channels(ground), strict=True)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def luminance(color):
    parts = [c / 255 for c in channels(color)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


JUPYTER_LIGHT = {"ink": over("#000000", "#ffffff", 0.87), "paper": "#ffffff"}
JUPYTER_DARK = {"ink": "#ffffff", "paper": "#111111"}


@pytest.mark.parametrize("theme", [LIGHT, DARK, JUPYTER_LIGHT, JUPYTER_DARK])
def test_every_text_can_be_read(theme):
    tinted = over(theme["ink"], theme["paper"], 0.055)
    chip = over(theme["ink"], theme["paper"], 0.09)
    for ground in (theme["paper"], tinted):
        assert contrast(over(theme["ink"], ground, MUTED), ground) >= 4.5
    assert contrast(theme["ink"], chip) >= 7


@pytest.mark.parametrize("theme", [LIGHT, DARK, JUPYTER_LIGHT, JUPYTER_DARK])
def test_every_line_can_be_seen(theme):
    hues = [over(theme["ink"], hue, HUE_INK) for hue in (PLUS, MINUS)]
    for color in (*hues, NONE, *([theme["rim"]] if "rim" in theme else [])):
        assert contrast(color, theme["paper"]) >= 3


def test_width_grows_with_size_and_stays_a_line():
    widths = [line_of(grad).width for grad in (0.01, 0.5, 1.0, 10.0, 1e3, 1e300, math.inf)]
    assert widths == sorted(widths)
    assert widths[-1] == 6.0
    assert line_of(-10.0).width == line_of(10.0).width


def test_patterns():
    assert line_of(1.0).dash == ""
    assert len({line_of(grad).dash for grad in (1.0, -1.0, None)}) == 3
    assert line_of(None) == line_of(0.0) == line_of(math.nan)
