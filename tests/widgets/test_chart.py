import math
import re
from itertools import pairwise

import pytest

from microkit.errors import MicrokitError
from microkit.widgets.base import STYLES
from microkit.widgets.chart import DASHES, MARKS, Chart, nice_ticks
from microkit.widgets.raster import image_of, regions_of, zero_line_of


def chart(**options):
    return Chart(x=(0, 10, "step"), y=(-1, 1, "loss"), **options)


def test_a_long_curve_is_small_and_keeps_its_shape():
    picture = chart()
    points = [(i / 500, math.sin(i / 500)) for i in range(5001)]
    picture.line(points, name="sin")
    svg = picture.to_svg("A wave")

    assert len(svg) < 4000
    (d,) = re.findall(r'class="line a" d="M([^"]+)"', svg)
    drawn = [tuple(map(float, pair.split())) for pair in d.split("L")]
    wide, high = picture._inner
    for x, y in ((x / wide * 10, 1 - 2 * y / high) for x, y in drawn):
        assert y == pytest.approx(math.sin(x), abs=0.01)


def test_points_that_are_not_finite_leave_a_gap():
    picture = chart()
    picture.line([(0, 0), (1, math.nan), (2, 0), (3, math.inf), (4, 1)])
    picture.dots([(1, math.nan), (2, 0)])
    picture.line([])
    svg = picture.to_svg("Gaps")

    assert "nan" not in svg
    assert "inf" not in svg
    assert re.findall(r'class="line a" d="([^"]*)"', svg)[0].count("M") == 3


def test_what_is_far_outside_stays_a_number():
    picture = chart()
    picture.line([(0, -1e300), (10, 1e300)])

    assert "e+" not in picture.to_svg("Steep")


def test_names_stand_apart_and_are_never_markup():
    picture = chart()
    for kind in "abcd":
        picture.line([(0, 0), (10, 0)], kind, f"<i>{kind}</i>")
    svg = picture.to_svg("<b>Lines</b>", "One & two")

    tops = sorted(float(y) for y in re.findall(r'class="name \w+" x="[^"]+" y="([^"]+)"', svg))
    assert all(b - a >= 15 for a, b in pairwise(tops))
    assert "<i>" not in svg
    assert "<title" in svg
    assert "&lt;b&gt;Lines&lt;/b&gt;" in svg
    assert "One &amp; two" in svg


def test_the_same_chart_is_the_same_text_and_two_charts_share_no_id():
    one, same, other = (chart() for _ in range(3))
    other.text(1, 0, "here")
    ids = [re.findall(r'id="([^"]+)"', c.to_svg("Title")) for c in (one, same, other)]

    assert one.to_svg("Title") == same.to_svg("Title")
    assert not set(ids[0]) & set(ids[2])


def test_series_are_told_apart_as_in_the_page():
    sheet = STYLES.read_text()
    for kind in "bcd":
        assert f".mk-series.mk-{kind} {{ stroke-dasharray: {DASHES[kind]}; }}" in sheet
        marks = (STYLES.parent / "plot.js").read_text()
        assert f'"mk-{kind}": "{MARKS[kind]}"' in marks


@pytest.mark.parametrize("ends", [(1, 1), (2, 1), (0, math.inf), (math.nan, 1)])
def test_an_axis_that_cannot_be_is_a_sentence(ends):
    with pytest.raises(MicrokitError, match="The axis 'x' cannot go from"):
        Chart(x=(*ends, "x"), y=(0, 1, "y"))


@pytest.mark.parametrize("scale", [1e-300, 1e-9, 1.0, 7e12])
def test_ticks_are_round_and_inside(scale):
    ticks = nice_ticks(-0.73 * scale, 1.9 * scale, 6)

    assert 2 <= len(ticks) <= 7
    assert all(-0.73 * scale <= tick <= 1.9 * scale * (1 + 1e-9) for tick in ticks)
    assert all(len(f"{tick:.12g}".split("e")[0].strip("-0.")) <= 3 for tick in ticks)


# -- rasters ---------------------------------------------------------------------------------------


def hill(n=40):
    at = [-2 + 4 * (i + 0.5) / n for i in range(n)]
    return [[y - x * x + 1 for x in at] for y in at]


def test_a_raster_is_small():
    picture = Chart(x=(-2, 2, "x1"), y=(-2, 2, "x2"))
    picture.cells(hill())

    assert len(picture.to_svg("Regions")) < 8000


def test_the_zero_line_is_where_the_sign_changes():
    line = zero_line_of(hill(), 10, 10)
    pieces = [piece.split() for piece in line.split("M")[1:]]
    spots = [
        (float(x), float(y))
        for piece in pieces
        for x, y in zip(piece[::2], piece[1::2], strict=True)
    ]

    assert len(pieces) == 1  # one line, and not a heap of steps
    for a, b in spots:
        x, y = a / 100 - 2, 2 - b / 100
        assert y == pytest.approx(x * x - 1, abs=0.02)


def test_a_closed_zero_line_and_nan_are_taken():
    at = [i / 10 - 1 for i in range(21)]
    rows = [[x * x + y * y - 0.5 for x in at] for y in at]
    rows[0][0] = math.nan

    assert zero_line_of(rows, 10, 10).count("M") == 1
    assert image_of(rows).startswith("data:image/png;base64,")
    assert regions_of([[1, -1, -1], [math.nan, 2, 3]], 10, 5) == "M10.0 5.0h20.0v5.0h-20.0z"
    assert image_of([[0.0]]).startswith("data:image/png")


def test_a_browser_reads_the_image(page):
    size = page.evaluate(
        """async (address) => {
          const image = new Image();
          image.src = address;
          await image.decode();
          return [image.naturalWidth, image.naturalHeight];
        }""",
        image_of([[1, -1, 0.5], [2, math.nan, -3]]),
    )

    assert size == [3, 2]
